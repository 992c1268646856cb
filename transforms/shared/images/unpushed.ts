/** Images that the repository builds, and that the nodes of an environment ask Docker Hub for: a stranger's or none. */

import { parseImageReference } from '../../../src/kubernetes/images/image-reference.ts';
import { isPlaceholder } from '../../../src/kubernetes/images/registries.ts';
import type { Container, Root } from '../../../src/transform.ts';
import { isOnOwnMachine } from '../clusters/local.ts';

/** What Docker gives out by such names: whoever has a folder called so may mean that one. */
const OF_DOCKER = new Set(
  [
    'adminer caddy composer docker drupal eclipse-mosquitto elasticsearch flink geonetwork ghost gitea gradle grafana haproxy',
    'hello-world httpd influxdb jenkins jetty joomla kibana kong logstash mariadb matomo maven mediawiki memcached mongo',
    'mongo-express mysql nats neo4j nextcloud nginx node odoo phpmyadmin postgres python rabbitmq redis redmine registry',
    'rocket.chat solr sonarqube swarm telegraf tomcat traefik vault varnish wordpress zookeeper consul cassandra couchdb',
  ]
    .join(' ')
    .split(' '),
);

/** In production and staging: elsewhere they are loaded into the nodes, mostly. @returns the Dockerfile of such an image */
export function unpushedBuild(container: Container, root: Root): string | undefined {
  const { image, facts, workload, path } = container;
  const { tier } = root.environment;
  if ((tier !== 'production' && tier !== 'staging') || isOnOwnMachine(root)) return undefined;
  const isBuiltHere = facts.dockerfile !== undefined && facts.family === undefined;
  if (!isBuiltHere || image.digest !== undefined || /[/${}]/.test(image.name)) return undefined;
  const reference = parseImageReference(image.text);
  if (reference === null || isPlaceholder(reference) || OF_DOCKER.has(image.name)) return undefined;
  if (isLoaded(container, root)) return undefined;
  const isWritten = root.platform.writtenByPipelineAt(workload.where([...path, 'image'])) !== undefined;
  return isWritten ? undefined : facts.dockerfile;
}

/** What no node pulls, and what the cluster resolves by an object of its own. */
function isLoaded(container: Container, root: Root): boolean {
  return (
    container.get(['imagePullPolicy']) === 'Never' ||
    root.platform.openShift !== undefined ||
    root.rendersAnywhere('ImageStream', container.image.name)
  );
}

/** Then what has been loaded into a node, or stands there from before, is asked for all the same. */
export function isPulledAtEveryStart(container: Container): boolean {
  const { tag } = container.image;
  const isLatest = tag === undefined || tag === 'latest';
  return (container.get(['imagePullPolicy']) ?? (isLatest ? 'Always' : undefined)) === 'Always';
}
