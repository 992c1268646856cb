/** Images that the repository builds, in an environment whose nodes ask Docker Hub for them: a stranger's or none (catalogue M20). */

import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { isPlaceholder } from '../../src/kubernetes/images/registries.ts';
import type { Container, Proposal, Root } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { describeContainer } from '../shared/pods.ts';

export type UnpushedMessage = 'unpushed-image';

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

export function* unpushedImages(container: Container, root: Root): Generator<Proposal<UnpushedMessage>> {
  const { image, facts, workload, path } = container;
  const { name, tier } = root.environment;
  if ((tier !== 'production' && tier !== 'staging') || isOnOwnMachine(root)) return;
  const isBuiltHere = facts.dockerfile !== undefined && facts.family === undefined;
  if (!isBuiltHere || image.digest !== undefined || /[/${}]/.test(image.name)) return;
  const reference = parseImageReference(image.text);
  if (
    reference === null ||
    isPlaceholder(reference) ||
    OF_DOCKER.has(image.name) ||
    isLoaded(container, root)
  )
    return;
  const at = workload.where([...path, 'image']);
  if (root.platform.writtenByPipelineAt(at) !== undefined) return;
  yield {
    message: 'unpushed-image',
    data: { subject: describeContainer(container), image: image.text, dockerfile: facts.dockerfile },
    at: { on: workload.key, path: [...path, 'image'] },
    changes: [],
    evidence: [],
    blocked: `which registry has it? An entry of images: in ${root.path || '.'} says it: {name: ${image.name}, newName: ?}`,
    asks: [
      {
        type: 'decision',
        about: `the registry of images that are built here, in ${root.path || '.'}`,
        question: `which registry has them? Entries of images: in ${root.path || '.'} say it (newName)`,
        names: [image.name],
        choices: [
          staying(
            `nodes of ${name} have them without a registry`,
            'what is built is loaded into the nodes, or their runtime has a mirror for it',
          ),
        ],
      },
    ],
  };
}

/** What no node pulls, and what the cluster resolves by an object of its own. */
function isLoaded(container: Container, root: Root): boolean {
  return (
    container.get(['imagePullPolicy']) === 'Never' ||
    root.platform.openShift !== undefined ||
    root.rendersAnywhere('ImageStream', container.image.name)
  );
}
