/** A CronJob that dumps a store and takes the dump to a bucket. */

import type { Proposal, Resource, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { labelsApart, tellsApart } from '../shared/labels/apart.ts';
import { isInManifest } from '../shared/places.ts';
import { describeWorkload } from '../shared/pods.ts';
import { providersOf } from '../shared/provided.ts';
import { namedBy } from '../shared/secrets/variables.ts';
import { type Context, type Message, type Options, whereTo } from './context.ts';
import { cronJobFor, LONGEST_NAME, SUFFIX } from './cron-job.ts';
import { type Address, defaultPort, engineOf, isObstacle, type Obstacle } from './engine.ts';
import { hindranceDoubts, hindranceOf } from './hindrances.ts';
import { letThrough } from './policies.ts';
import type { Server } from './server.ts';

export function dumped(server: Server, context: Context): Proposal<Message> {
  const { root, options, configured } = context;
  const { workload, container } = server;
  const finding = findingOf(server);
  const engine = engineOf(server, root);
  if (isObstacle(engine)) return { ...finding, known: engine.obstacle };
  const way = wayTo(server, root);
  if (isObstacle(way)) return { ...finding, known: way.obstacle };
  if (workload.name.length + SUFFIX.length > LONGEST_NAME)
    return { ...finding, known: `a CronJob called after it has more than ${LONGEST_NAME} characters` };
  const hindrance = hindranceOf(server, way.address.host, root);
  if (hindrance !== undefined) return { ...finding, blocked: hindrance };
  const { bucket, image } = options;
  const stated = configured('bucket', 'the team has named the bucket');
  if (bucket === undefined || image === undefined || stated === undefined || !hasIdentity(options))
    return { ...finding, ...whereTo(root) };
  const wrong = mistakeIn(bucket, image, options);
  if (wrong !== undefined) return { ...finding, blocked: wrong };
  return {
    ...finding,
    message: 'dump',
    data: { ...finding.data, bucket, schedule: options.schedule },
    changes: [
      {
        type: 'create',
        manifest: cronJobFor(server, root, { engine, ...way, options: { ...options, bucket, image } }),
        beside: workload.key,
      },
      ...letThrough(server, way.labels, options, root),
    ],
    // A later version of the server refuses an earlier tool.
    from: [...container.path, 'image'],
    evidence: [stated],
    doubts: [
      'how long a dump takes, and that it can be restored, is known once somebody has tried it',
      ...(options.keep === undefined
        ? ['nothing removes old dumps but a rule of the bucket, or `keep`']
        : []),
      ...(isRenamed(server)
        ? ['its image has its name from an entry of a kustomization, which does not reach the dump']
        : []),
      ...(engine.doubts ?? []),
      ...hindranceDoubts(server, root),
      ...identityOf(options)
        .filter(({ kind, name }) => providersOf(kind, name, workload, root).length === 0)
        .map(({ kind, name }) => `${kind} ${name} is in no manifest: without it no pod of the dump starts`),
    ],
    promised: [...namedBy(engine.env), ...identityOf(options)],
  };
}

/** What the configuration names, by which the dump may write to the bucket. */
function identityOf({ secret, serviceAccount }: Options) {
  return Object.entries({ Secret: secret, ServiceAccount: serviceAccount }).flatMap(([kind, name]) =>
    name === undefined ? [] : [{ kind, name }],
  );
}

export function findingOf({
  workload,
}: Server): Proposal<Message> & { readonly data: Record<string, string> } {
  return {
    message: 'none',
    data: { server: describeWorkload(workload), bucket: '', schedule: '' },
    at: { on: workload.key, path: [] },
    changes: [],
    evidence: [],
  };
}

function hasIdentity({ secret, serviceAccount }: Options): boolean {
  return secret !== undefined || serviceAccount !== undefined;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w.-]+)*$/;

/** What nobody could run. */
function mistakeIn(bucket: string, image: string, { schedule }: Options): string | undefined {
  if (!BUCKET.test(bucket))
    return `\`bucket\` of backup is ${bucket}: it is a name, with a prefix behind a slash where one is wanted`;
  if (!/:[\w.-]+$|@sha256:/.test(image)) return `\`image\` of backup is ${image}: which version of it?`;
  return schedule.trim().split(/\s+/).length === 5 || schedule.startsWith('@')
    ? undefined
    : `\`schedule\` of backup is ${schedule}: it has five fields`;
}

function isRenamed({ container: { image, askedAs, path }, workload }: Server): boolean {
  return image.name !== askedAs && !isInManifest([...path, 'image'], workload);
}

interface Way {
  readonly address: Address;
  readonly labels: Readonly<Record<string, string>>;
}

function wayTo({ workload, kind }: Server, root: Root): Way | Obstacle {
  const services = root.servicesFor(workload);
  const port = defaultPort(kind)!;
  const found = [...services]
    .sort((a, b) => Number(isHeadless(a)) - Number(isHeadless(b)))
    .flatMap(service => {
      const ports = mapsIn(service.get(['spec', 'ports']));
      const own =
        ports.find(each => each.port === port || each.targetPort === port) ??
        (ports.length === 1 ? ports[0] : undefined);
      const number = isHeadless(service) ? own && port : own?.port;
      return number === undefined ? [] : [{ host: service.name, port: Number(number) }];
    });
  const [address] = found;
  if (address === undefined) return { obstacle: 'no Service leads to it' };
  const labels = labelsApart(workload, SUFFIX);
  const taken = services.find(service => !tellsApart(service, workload, labels));
  if (taken !== undefined)
    return {
      obstacle: `Service ${taken.name} has its pods by labels that a layer gives to all: those of a dump would be among them`,
    };
  return { address, labels };
}

function isHeadless(service: Resource): boolean {
  return service.get(['spec', 'clusterIP']) === 'None';
}
