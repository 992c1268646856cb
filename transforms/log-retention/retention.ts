/** Servers that keep logs for ever. */

import { isHeadless, portAt, targetPortOf } from '../../src/network/services.ts';
import type { Doubt, Evidence, Proposal, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import type { Context, Message } from './context.ts';
import { isForEver, isPattern, patternOf } from './days.ts';
import { LONGEST_NAME, POLICY, policyChanges } from './job.ts';
import { hasRetention } from './kept.ts';
import { isOpen, type Store, storesIn } from './stores.ts';

export function* retention({ root, options, configured }: Context): Generator<Proposal<Message>> {
  if (hasRetention(root)) return;
  for (const store of storesIn(root)) {
    const { workload, sinks, others } = store;
    const agents = [
      ...new Set([...sinks.flatMap(each => each.written.readers), ...others.map(each => each.agent)]),
    ];
    const finding = {
      message: 'for-ever',
      data: {
        server: describeWorkload(workload),
        agents: enumerated(agents.map(describeWorkload)),
        days: options.days,
        indices: '',
      },
      at: { on: workload.key, path: [] },
      changes: [],
      evidence: [],
    } as const;
    const chosen = configured('indices', 'the team says which indices hold logs');
    const stated = configured('days', DAYS_STATED);
    const patterns = chosen === undefined ? patternsOf(store) : options.indices.filter(isPattern);
    const url =
      sinks.find(each => each.isPlain)?.url ?? (isOpen(store) ? addressOf(workload, root) : undefined);
    const known = obstacleFor(store, url);
    if (known !== undefined || patterns.length === 0 || url === undefined) {
      yield { ...finding, ...(known === undefined ? WHICH_INDICES : { known }) };
      continue;
    }
    const copies = isAlone(workload, root) ? 0 : 1;
    yield {
      ...finding,
      message: 'kept',
      data: { ...finding.data, indices: enumerated(patterns) },
      changes: policyChanges(store, url, { ...options, patterns, copies }, root),
      evidence: [chosen ?? evidenceOf(store)],
      doubts: [
        ...deletes(options.days, { isChosen: chosen !== undefined, areStated: stated !== undefined }),
        'its Job asks curl of the image of the server, which not all versions have',
        ...policiesOf(workload, root),
      ],
      ...awaitingDays(sinks),
    };
  }
}

export const DAYS_STATED = 'the team says how long logs are kept';

interface Settled {
  /** The indices, by the team. */
  readonly isChosen: boolean;
  /** The days. */
  readonly areStated: boolean;
}

export function deletes(days: number, { isChosen, areStated }: Settled): readonly Doubt[] {
  return [
    ...(areStated ? [] : [`${days} days are a proposal: a disk that is full before is full all the same`]),
    `what is older than ${days} days is deleted, also of indices with such a name that are there already`,
    ...(isChosen ? ['one that is written to for longer goes with what is new in it'] : []),
  ];
}

/** Before they have a day in their names no index is one that the policy is about. */
export function awaitingDays(sinks: Store['sinks']): Pick<Proposal, 'awaits'> {
  const maps = sinks.filter(each => isForEver(each.sink)).map(each => each.written.map.name);
  return maps.length === 0 ? {} : { awaits: `indices by day in ConfigMap ${enumerated([...new Set(maps)])}` };
}

function obstacleFor(store: Store, url: string | undefined): string | undefined {
  const { product, workload } = store;
  if (product === 'Elasticsearch') return BY_TEMPLATE;
  if (url === undefined) return isOpen(store) ? `no Service leads to port ${PORT} of it` : BEHIND_LOGIN;
  return `${workload.name}-${POLICY}`.length > LONGEST_NAME
    ? `a Job called after it has more than ${LONGEST_NAME} characters`
    : undefined;
}

const BY_TEMPLATE =
  'Elasticsearch takes one template for an index: a policy of its index lifecycle goes into that which is there, and nothing here shows it';
const BEHIND_LOGIN =
  'it wants a login and TLS that nothing here shows: who has them gives it a policy, at `_plugins/_ism/policies`';
export const WHICH_INDICES: Pick<Proposal, 'blocked' | 'asks'> = {
  blocked: 'which indices hold logs, such as `logs-*`? (`indices` of log-retention)',
  asks: [{ type: 'decision', about: 'the indices that hold logs' }],
};

/** None where one of those that write does not say it. */
export function patternsOf({ sinks, others }: Pick<Store, 'sinks' | 'others'>): readonly string[] {
  const patterns = sinks.map(({ sink }) => patternOf(sink));
  const known = patterns.filter(each => each !== undefined);
  return others.length > 0 || known.length < patterns.length ? [] : [...new Set(known)].sort();
}

export function evidenceOf({ sinks }: Pick<Store, 'sinks'>): Evidence {
  const { sink, written } = sinks[0]!;
  return {
    kind: 'manifest',
    at: written.map.where(['data', written.key]),
    says: `sink ${sink.name} of Vector writes logs to it`,
  };
}

/** On which the server listens. */
const PORT = 9200;

function addressOf(store: Workload, root: Root): string | undefined {
  for (const service of root.servicesFor(store)) {
    const port = mapsIn(service.get(['spec', 'ports'])).find(
      each => portAt(store, targetPortOf(each)) === PORT,
    );
    if (port === undefined) continue;
    // The name of a headless one stands for the pods themselves.
    return `http://${service.name}:${isHeadless(service) ? PORT : Number(port.port)}`;
  }
  return undefined;
}

/** A second copy of an index has no place on one node. Environments that share their manifests share the answer. */
function isAlone(store: Workload, root: Root): boolean {
  return [store, ...root.sistersOf(store).map(each => each.workload)].every(
    ({ replicas = 1 }) => replicas <= 1,
  );
}

function policiesOf(store: Workload, root: Root): readonly Doubt[] {
  const names = root.policiesFor(store).map(({ name }) => name);
  return names.length === 0 ? [] : [`NetworkPolicy ${enumerated(names)} has to let its Job in`];
}
