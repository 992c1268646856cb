/** A CronJob that dumps a store and takes the dump to a bucket. */

import type { Doubt, Proposal } from '../../src/transform.ts';
import { isInManifest } from '../shared/places.ts';
import { describeWorkload } from '../shared/pods.ts';
import { ALIKE } from '../shared/policies.ts';
import { providersOf } from '../shared/provided.ts';
import { namedBy } from '../shared/secrets/variables.ts';
import { type Context, type Message, type Options, whereTo } from './context.ts';
import { cronJobFor, SUFFIX } from './cron-job.ts';
import { engineOf, isObstacle } from './engine.ts';
import { hindranceDoubts, hindranceOf } from './hindrances.ts';
import { isTooLong, TOO_LONG } from './job.ts';
import { mistakeIn } from './mistakes.ts';
import { letThrough } from './policies.ts';
import type { Server } from './server.ts';
import { wayTo } from './way.ts';

export function dumped(server: Server, context: Context): Proposal<Message> {
  const { root, options, configured } = context;
  const { workload, container } = server;
  const finding = findingOf(server);
  const engine = engineOf(server, root);
  if (isObstacle(engine)) return { ...finding, known: engine.obstacle };
  const way = wayTo(server, root);
  if (isObstacle(way)) return { ...finding, known: way.obstacle };
  if (isTooLong(workload, SUFFIX)) return { ...finding, known: TOO_LONG };
  const hindrance = hindranceOf(server, way.address.host, root);
  if (hindrance !== undefined) return { ...finding, ...hindrance };
  const { bucket, image } = options;
  const stated = configured('bucket', 'the team has named the bucket');
  if (bucket === undefined || image === undefined || stated === undefined || !hasIdentity(options))
    return { ...finding, ...whereTo(root) };
  const wrong = mistakeIn(options);
  if (wrong !== undefined) return { ...finding, blocked: wrong };
  const ways = letThrough(server, way.labels, workload, options, root);
  if (ways === undefined)
    return { ...finding, known: `network policies would keep a dump from it: ${ALIKE}` };
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
      ...ways,
    ],
    // A later version of the server refuses an earlier tool.
    from: [...container.path, 'image'],
    evidence: [stated],
    doubts: [
      'how long a dump takes, and that it can be restored, is known once somebody has tried it',
      ...(options.keep === undefined
        ? ['nothing removes old dumps but a rule of the bucket, or `keep`']
        : []),
      ...renamedDoubts(server),
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

export function renamedDoubts({ container: { image, askedAs, path }, workload }: Server): readonly Doubt[] {
  return image.name === askedAs || isInManifest([...path, 'image'], workload)
    ? []
    : ['its image has its name from an entry of a kustomization, which does not reach a copy of that'];
}
