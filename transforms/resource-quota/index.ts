/** A quota for every namespace, in which everything that is there has room (catalogue H2). */

import {
  defineTransform,
  type Evidence,
  type JsonObject,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { injection } from '../shared/clusters/injection.ts';
import { isMap } from '../shared/data.ts';
import { isLeftOut, isSaidToBeThere, keptBeside } from '../shared/namespaces/bounds.ts';
import {
  makerOfPods,
  type OwnedNamespace,
  ownedNamespaces,
  type PodsOfNamespace,
  placeOf,
  unseenPods,
  whoOwns,
} from '../shared/namespaces/namespaces.ts';
import { type Usage, usageOf } from '../shared/namespaces/quota.ts';
import { chosenAtApply, sharedWithOthers } from '../shared/namespaces/unrendered.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { hasFewPods } from './few-pods.ts';
import { bySaid, bySum, raisedFor } from './sized.ts';
import { isUsual } from './usual.ts';

type Message =
  | 'missing'
  | 'too-small'
  | 'refused'
  | 'shared'
  | 'unrendered'
  | 'injected'
  | 'kept-beside'
  | 'passing'
  | 'not-ours'
  | 'unknown-sum'
  | 'no-environment';

export default defineTransform({
  id: 'resource-quota',
  title: 'Namespaces have a quota',
  severity: 'high',
  group: 'resources',
  order: 1000,
  preset: 'recommended',
  each: 'root',
  options: {
    hard: {
      type: 'object',
      // Nobody's namespace is like another's: there is no usual one.
      perEnvironment: { development: {}, test: {}, staging: {}, production: {}, otherwise: {} },
      description:
        'The quota before it is raised to what the namespace needs. Without it, a multiple of what is rendered.',
    },
    factor: {
      type: 'integer',
      minimum: 1,
      default: 2,
      description: 'How many times what is rendered a quota without `hard` allows.',
    },
    nodes: {
      type: 'integer',
      minimum: 1,
      default: 3,
      description: 'Nodes of the cluster: as many pods has a DaemonSet.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      'namespace {namespace} has no quota: one mistake there can take the whole cluster. It gets one{raised}',
    'too-small':
      'quota {name} of namespace {namespace} does not hold what is rendered ({raised}): pods would be refused. It is raised',
    refused:
      '{subject} states no {unstated}, which quota {name} of namespace {namespace} wants of every container: its pods are refused',
    shared: 'namespace {namespace} has no quota, and several overlays have the same claim on it',
    unrendered:
      'namespace {namespace} has no quota: it would count pods that {maker} may make, which nobody has rendered',
    injected:
      'namespace {namespace} has no quota: what {mark} puts into its pods is counted too, and nothing here says how much that takes',
    'kept-beside': 'namespace {namespace} has no quota',
    'not-ours': 'namespace {namespace} has no quota',
    passing:
      'namespace {namespace} has no quota, and how many runs of this environment share it is not known',
    'unknown-sum': 'namespace {namespace} has no quota',
    'no-environment':
      'namespace {namespace} has no quota, and how large it should be depends on the environment',
  },
  briefs: {
    missing: 'no quota in {namespace}',
    'too-small': 'quota {name} too small',
    refused: 'refused by quota {name}',
    shared: 'no quota in {namespace}, shared by overlays',
    unrendered: 'no quota in {namespace}',
    injected: 'no quota in {namespace}',
    'kept-beside': 'no quota in {namespace}',
    'not-ours': 'no quota in {namespace}',
    passing: 'no quota in {namespace}',
    'unknown-sum': 'no quota in {namespace}',
    'no-environment': 'no quota in {namespace}',
  },
  docs: {
    why: 'A runaway autoscaler, a forgotten test or a stolen credential stops at the quota instead of at the size of the cluster.',
    risk: 'A quota refuses pods that do not state what it counts, and rollouts that would not fit. It is therefore sized from everything that is rendered, surge, the maximum of autoscalers and parallel runs included; what else somebody starts there has only the rest.',
    links: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
    sameAs: [],
  },
  *plan(root, { options, configured, isAskedFor }) {
    // Whoever brings a quota: it counts what all roots bring to the namespace that it names.
    for (const quota of root.find('ResourceQuota')) {
      const namespace = countedBy(quota, root);
      if (namespace !== undefined) yield* writtenQuota(quota, namespace, root, options.nodes);
    }
    for (const namespace of ownedNamespaces(root)) {
      const quotas = root.platform.find('ResourceQuota', namespace.name);
      if (quotas.length > 0 || root.platform.boundsBeside('ResourceQuota', namespace.name).length > 0)
        continue;
      const said = configured(
        'hard',
        'the configuration says how large, and everything that is rendered fits',
      );
      if (said === undefined && !isAskedFor && !isUsual(root)) continue;
      if (said === undefined && hasFewPods(namespace, root, options.nodes)) continue;
      if (
        said === undefined &&
        (isSaidToBeThere('ResourceQuota', namespace, root) || isLeftOut('ResourceQuota', root))
      )
        continue;
      const at = placeOf(namespace, root);
      const data = { namespace: namespace.name };
      if (namespace.claimants.length > 0) {
        const asked = whoOwns(namespace, root, said !== undefined);
        yield { message: 'shared', data, at, changes: [], evidence: [], ...asked };
        continue;
      }
      const kept = keptBeside('LimitRange', namespace.name, root);
      if (kept !== undefined) {
        yield { message: 'kept-beside', data, at, changes: [], evidence: [], ...kept };
        continue;
      }
      const others =
        chosenAtApply(namespace, root) ??
        (said === undefined ? sharedWithOthers(namespace, root) : undefined);
      if (others !== undefined) {
        yield { message: 'not-ours', data, at, changes: [], evidence: [], known: others };
        continue;
      }
      const maker = said === undefined ? makerOfPods(namespace, root) : undefined;
      if (maker !== undefined) {
        yield { message: 'unrendered', data: { ...data, maker }, at, changes: [], evidence: [] };
        continue;
      }
      const mark = injection(root.platform.namespaceObject(namespace.name), namespace.workloads);
      if (said === undefined && mark !== undefined) {
        yield {
          message: 'injected',
          data: { ...data, mark },
          at,
          changes: [],
          evidence: [],
          known: SAY_HARD,
        };
        continue;
      }
      if (said === undefined && root.environment.isPassing) {
        yield { message: 'passing', data, at, changes: [], evidence: [] };
        continue;
      }
      yield missing(namespace, root, options, said);
    }
  },
});

const SAY_HARD = 'transforms: {resource-quota: {hard: ?}} says how large it is to be';
const WHICH = 'which environment is this? environments: {<name>: {tier: ?, roots: [<this folder>]}}';

interface Options {
  readonly hard: JsonObject;
  readonly factor: number;
  readonly nodes: number;
}

function missing(
  namespace: OwnedNamespace,
  root: Root,
  { hard: table, factor, nodes }: Options,
  said: Evidence | undefined,
): Proposal<Message> {
  const usage = usageOf(namespace, root, nodes);
  const at = placeOf(namespace, root);
  const { hard, raised, evidence } =
    said === undefined
      ? bySum(usage, factor, namespace.workloads[0]?.where(['kind']) ?? root.path)
      : { ...bySaid(usage, table), evidence: [said] };
  const data = { namespace: namespace.name, raised };
  const [silent] = usage.silent;
  const missed = silent && `${describeContainer(silent.container)} states no ${enumerated(silent.unstated)}`;
  if (Object.keys(hard).length === 0 && said === undefined) {
    const known = `${missed ?? 'nothing states what it takes'}: how much the namespace takes is not known before`;
    const unsized = { data, at, changes: [], evidence: [] };
    // What pods without requests are to have is another question in each environment.
    return root.environment.isUnnamed && root.repository.hasEnvironments
      ? { message: 'no-environment', ...unsized, blocked: WHICH, asks: [{ type: 'environment' }] }
      : { message: 'unknown-sum', ...unsized, known };
  }

  const doubts = [
    ...(missed === undefined ? [] : [`${missed}: that is not counted`]),
    ...(said === undefined ? ['how much more than what is rendered it may need is not known'] : []),
    ...(usage.perNode.length > 0
      ? [`how many nodes run ${enumerated(usage.perNode.map(each => each.name))} is not known`]
      : []),
    ...(usage.unbounded.length > 0
      ? [`how many pods ${enumerated(usage.unbounded.map(each => each.name))} may have is not known`]
      : []),
    ...unseenPods(namespace, root),
  ];
  const manifest: JsonObject = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota' },
    spec: { hard: { ...hard } },
  };
  return {
    message: 'missing',
    data,
    at,
    changes: [{ type: 'create', manifest, namespace: namespace.name }],
    // What those give the pods is counted then.
    needs: silent === undefined ? [] : ['resources', 'limit-range'],
    doubts,
    evidence,
  };
}

type NamedNamespace = PodsOfNamespace & { readonly name: string };

/** What a written quota counts; undefined where that is not known. */
function countedBy(quota: Resource, { platform, environment }: Root): NamedNamespace | undefined {
  const name = platform.namespaceOf(quota);
  if (name === undefined || platform.isFilledIn(name)) return undefined;
  // One for several environments that have a namespace of this name each is not for their sum.
  if (environment.name === undefined && platform.environmentsIn(name).length > 1) return undefined;
  const workloads = platform.workloadsIn(name);
  return workloads.length === 0 ? undefined : { name, workloads };
}

/**
 * A quota that does not hold what is rendered. Other fixes of the plan change the sum after the quota was sized, so
 * this also brings our own up to date ("everything changes the quota sum"). A written number may be meant: unsafe.
 */
function* writtenQuota(
  quota: Resource,
  namespace: NamedNamespace,
  root: Root,
  nodes: number,
): Generator<Proposal<Message>> {
  const hard = quota.get(['spec', 'hard']);
  // With scopes it counts some of the pods only.
  const isScoped =
    quota.get(['spec', 'scopes']) !== undefined || quota.get(['spec', 'scopeSelector']) !== undefined;
  if (!isMap(hard) || isScoped) return;
  const usage = usageOf(namespace, root, nodes);
  yield* refused(quota, hard, namespace, usage);
  const larger = raisedFor(usage, hard);
  if (larger.length === 0) return;
  const path = ['spec', 'hard'];
  yield {
    message: 'too-small',
    data: {
      name: quota.name,
      namespace: namespace.name,
      raised: larger.map(({ name, used }) => `${name} ${String(hard[name])} for ${used}`).join('; '),
    },
    at: { on: quota.key, path },
    changes: larger.map(({ name, value }) => quota.set([...path, name], value)),
    evidence: [],
    doubts: ['the written numbers may be meant'],
  };
}

/** A quota on what a container does not state, nor gets from a LimitRange, keeps its pods from being made. */
function* refused(
  quota: Resource,
  hard: JsonObject,
  namespace: NamedNamespace,
  { silent }: Usage,
): Generator<Proposal<Message>> {
  for (const { container, unstated } of silent) {
    const wanted = unstated.filter(
      name => hard[name] !== undefined || hard[name.replace(/^requests\./, '')] !== undefined,
    );
    if (wanted.length === 0) continue;
    yield {
      message: 'refused',
      data: {
        subject: describeContainer(container),
        unstated: enumerated(wanted),
        name: quota.name,
        namespace: namespace.name,
      },
      at: { on: quota.key, path: ['spec', 'hard', wanted[0]!] },
      changes: [],
      evidence: [],
      blocked: 'how much may it take? A LimitRange with defaults would state it for all that say nothing',
    };
    return;
  }
}
