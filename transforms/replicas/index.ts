/** How many pods a workload has: enough where that matters, and never two stores where one is meant (catalogue H3). */

import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';
import {
  type Doubt,
  defineTransform,
  type Evidence,
  isForTrials,
  type Proposal,
  type Root,
  rankOf,
  type Sister,
  type Workload,
} from '../../src/transform.ts';
import { saying, staying } from '../shared/choices.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { fileOf, isInManifest } from '../shared/places.ts';
import { runsToday } from '../shared/pods.ts';
import { obstacleTo, signOfOne } from '../shared/replicas/obstacle.ts';
import { isScalable } from '../shared/replicas/replicas.ts';
import { splitStore } from './split.ts';

const FIELD = ['spec', 'replicas'];

type Message = 'split-store' | 'shared-data' | 'listed' | 'fewer' | 'fewer-than-trials' | 'single';

export default defineTransform({
  id: 'replicas',
  title: 'Workloads have as many pods as their environment wants',
  severity: 'high',
  group: 'availability',
  // Before budgets and spread: both are about the number that it leaves.
  order: 750,
  preset: 'recommended',
  each: 'workload',
  options: {
    scalable: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description:
        'Workloads that may run more than once, as `Kind/name` with `*` and `?`. They get as many pods as `count` or `quorum` says.',
    },
    count: {
      type: 'integer',
      minimum: 1,
      perEnvironment: { development: 1, staging: 2, production: 3 },
      description: 'Pods of a workload that may run more than once.',
    },
    quorum: {
      type: 'integer',
      minimum: 1,
      perEnvironment: { development: 1, staging: 3, production: 3 },
      description: 'Pods of one whose members vote.',
    },
    all: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Report every workload with fewer pods than its environment wants, with what stands against more.',
    },
  },
  placement: { field: 'overlay', resource: 'overlay' },
  messages: {
    'shared-data': '{kind} {name} runs {replicas} pods of {family} on one volume: they destroy what is on it',
    'split-store':
      '{kind} {name} runs {replicas} pods of {family}, and nothing shows that they replicate: each has data of its own',
    listed: '{kind} {name} has {replicas} of the {wanted} pods that {environment} wants. It has {wanted}',
    fewer:
      '{kind} {name} does not say how many pods it has, which is one. {other} has {wanted}, and so has this',
    'fewer-than-trials': '{kind} {name} has {replicas} in {environment}, and {wanted} in {other}',
    single: '{kind} {name} has {replicas} of the {wanted} pods that {environment} wants',
  },
  briefs: {
    'shared-data': '{replicas} pods on one volume',
    'split-store': '{replicas} pods that do not replicate',
    listed: '{replicas} of {wanted} pods',
    fewer: 'no replicas, {wanted} in {other}',
    'fewer-than-trials': '{replicas} here, {wanted} in {other}',
    single: '{replicas} of {wanted} pods',
  },
  docs: {
    why: 'With a single pod every drain of a node and every crash is an outage. But a second pod of a database that does not replicate is no standby: it is a second database, or it destroys the files of the first.',
    risk: 'More pods ask for more memory, processor and quota. A program that keeps sessions, locks or an order of its own does things twice or loses them: only who knows it can say that it may run more than once.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#replicas',
      'https://kubernetes.io/docs/tasks/run-application/run-replicated-stateful-application/',
    ],
    sameAs: [
      'kube-score:deployment-replicas',
      'kube-linter:minimum-three-replicas',
      'polaris:deploymentMissingReplicas',
    ],
    sameAsOf: { 'shared-data': [], 'split-store': [] },
  },
  *plan(workload, { root, options, configured }) {
    if (!isScalable(workload) || !runsToday(workload, root)) return;
    const split = splitStore(workload, root);
    if (split !== undefined) {
      yield split;
      return;
    }
    // Who scales decides: a number beside it would be written over.
    if (root.autoscalerFor(workload) !== undefined || !isKnown(workload)) return;
    const isVoting = workload.containers.some(({ facts }) => facts.quorum);
    const wanted = isVoting ? options.quorum : options.count;
    const isListed = options.scalable.some(pattern => isCalled(workload, pattern));
    if (isListed) {
      const listed = configured('scalable', `${workload.name} may run more than once`);
      const stated = configured(isVoting ? 'quorum' : 'count', 'that many are wanted');
      yield* fewerThanListed(workload, root, { wanted, listed, isCountStated: stated !== undefined });
      return;
    }
    const apart = fewerThanElsewhere(workload, root);
    if (apart !== undefined) yield apart;
    else if (options.all && wanted !== undefined) yield* single(workload, root, wanted);
  },
});

/** Neither a variable nor a text: somebody else fills those in. */
function isKnown(workload: Workload): boolean {
  return workload.replicas !== undefined || (workload.get(FIELD) ?? null) === null;
}

function isCalled(workload: Workload, pattern: string): boolean {
  return [workload.name, sourceName(workload)].some(name =>
    fitsWildcard(pattern, `${workload.kind}/${name}`),
  );
}

function environmentOf({ environment: { name, tier }, path }: Root): string {
  return name ?? tier ?? (path === '' || path === '.' ? 'the environment' : path);
}

/** What the configuration says of a workload. */
interface Listing {
  readonly wanted: number | undefined;
  readonly listed: Evidence | undefined;
  /** Whether somebody has stated the number, and not we. */
  readonly isCountStated: boolean;
}

function* fewerThanListed(
  workload: Workload,
  root: Root,
  { wanted, listed, isCountStated }: Listing,
): Generator<Proposal<Message>> {
  const replicas = workload.replicas ?? 1;
  const { kind, name } = workload;
  const at = { on: workload.key, path: FIELD };
  if (wanted === undefined) {
    // Without environments there is nothing by which the number would differ: the configuration says one for all.
    const asks = [{ type: 'environment' }] as const;
    const blocked = 'which environment is this? environments: {<name>: {tier: ?, roots: [<this folder>]}}';
    const data = { kind, name, replicas, wanted: '?', environment: environmentOf(root) };
    yield { message: 'single', data, at, changes: [], evidence: [], blocked, asks };
    return;
  }
  if (replicas >= wanted) return;
  const data = { kind, name, replicas, wanted, environment: environmentOf(root) };
  const obstacle = obstacleTo(workload, root);
  if (obstacle !== undefined) {
    const blocked = `the configuration says that it may run more than once, and ${obstacle}: which holds?`;
    yield { message: 'single', data, at, changes: [], evidence: [], blocked };
    return;
  }
  yield {
    message: 'listed',
    data,
    at,
    changes: [workload.set(FIELD, wanted)],
    evidence: listed === undefined ? [] : [listed],
    doubts: isCountStated ? [] : ownNumber(workload),
  };
}

/** What the manifest says is there for all environments to say otherwise; a layer above it has said it for its own. */
function ownNumber(workload: Workload): Doubt[] {
  const place = workload.where(FIELD);
  return workload.replicas === undefined || isInManifest(FIELD, workload)
    ? []
    : [`${fileOf(place)} says ${workload.replicas} for this environment alone`];
}

/** Another environment runs more of it: what one may not have, no other could. */
function fewerThanElsewhere(workload: Workload, root: Root): Proposal<Message> | undefined {
  const { tier, isPassing } = root.environment;
  if (isForTrials(tier) || isPassing === true || obstacleTo(workload, root) !== undefined) return undefined;
  const replicas = workload.replicas ?? 1;
  const sister = root.sistersOf(workload).find(each => isLessSerious(each, root) && podsOf(each) > replicas);
  if (sister === undefined) return undefined;
  const { kind, name, key } = workload;
  const other = sister.environment.name ?? String(sister.environment.tier);
  const data = { kind, name, replicas, wanted: podsOf(sister), other, environment: environmentOf(root) };
  const at = { on: key, path: FIELD };
  if (workload.replicas !== undefined) {
    return {
      message: 'fewer-than-trials',
      data,
      at,
      changes: [],
      evidence: [],
      blocked: `is ${replicas} meant to be enough for ${environmentOf(root)}?`,
    };
  }
  const doubts: Doubt[] = [`nobody has said how many ${environmentOf(root)} needs`];
  const says = `${other} runs ${podsOf(sister)} of it`;
  return {
    message: 'fewer',
    data,
    at,
    changes: [workload.set(FIELD, podsOf(sister))],
    evidence: [{ kind: 'manifest', at: sister.workload.where(FIELD), says }],
    doubts,
  };
}

/** Less serious, and as a rule: what is for trials has as many as somebody tries out, and for tests of load more than all others. */
function isLessSerious({ environment }: Sister, root: Root): boolean {
  const { tier, isPassing } = environment;
  if (tier === undefined || isForTrials(tier) || isPassing === true) return false;
  return rankOf(tier) < rankOf(root.environment.tier);
}

function podsOf({ workload }: Sister): number {
  return workload.replicas ?? 1;
}

function* single(workload: Workload, root: Root, wanted: number): Generator<Proposal<Message>> {
  const replicas = workload.replicas ?? 1;
  if (replicas >= wanted) return;
  const { kind, name, key } = workload;
  const known = obstacleTo(workload, root) ?? signOfOne(workload, root);
  const found = {
    message: 'single',
    data: { kind, name, replicas, wanted, environment: environmentOf(root) },
    at: { on: key, path: FIELD },
    changes: [],
    evidence: [],
  } as const;
  if (known !== undefined) {
    yield { ...found, known };
    return;
  }
  const source = `${kind}/${sourceName(workload)}`;
  yield {
    ...found,
    blocked: `may it run more than once? transforms: {replicas: {scalable: [${source}]}}`,
    asks: [
      {
        type: 'decision',
        about: 'workloads with too few pods',
        question: 'which of them may run more than once?',
        choices: [
          saying(source, 'replicas', 'scalable', [source]),
          staying('none of them', 'it runs once alone'),
        ],
      },
    ],
  };
}
