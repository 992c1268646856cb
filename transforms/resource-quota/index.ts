/** A quota for every namespace, in which everything that is there has room (catalogue H2). */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import {
  defineTransform,
  type Evidence,
  type JsonObject,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { doubledUntil, isLess, times } from '../shared/amounts.ts';
import { isMap } from '../shared/data.ts';
import { keptBeside } from '../shared/namespaces/bounds.ts';
import {
  makerOfPods,
  type OwnedNamespace,
  ownedNamespaces,
  type PodsOfNamespace,
  placeOf,
  unseenPods,
  whoOwns,
} from '../shared/namespaces/namespaces.ts';
import { COUNTED, type Usage, usageOf } from '../shared/namespaces/quota.ts';
import { chosenAtApply } from '../shared/namespaces/unrendered.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';

import { hasFewPods } from './few-pods.ts';

type Message =
  | 'missing'
  | 'too-small'
  | 'refused'
  | 'shared'
  | 'unrendered'
  | 'kept-beside'
  | 'passing'
  | 'chosen-later'
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
      perEnvironment: {
        development: quota(10, 1, 10),
        test: quota(20, 2, 20),
        staging: quota(20, 2, 20),
        production: quota(40, 4, 40),
        // Of a repository without environments: the one that refuses least.
        otherwise: quota(40, 4, 40),
      },
      description: 'The quota before it is raised to what the namespace needs.',
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
    'kept-beside': 'namespace {namespace} has no quota',
    'chosen-later': 'namespace {namespace} has no quota',
    passing:
      'namespace {namespace} has no quota, and how many runs of this environment share it is not known',
    'no-environment':
      'namespace {namespace} has no quota, and how large it should be depends on the environment',
  },
  briefs: {
    missing: 'no quota in {namespace}',
    'too-small': 'quota {name} too small',
    refused: 'refused by quota {name}',
    shared: 'no quota in {namespace}, shared by overlays',
    unrendered: 'no quota in {namespace}',
    'kept-beside': 'no quota in {namespace}',
    'chosen-later': 'no quota in {namespace}',
    passing: 'no quota in {namespace}',
    'no-environment': 'no quota in {namespace}',
  },
  docs: {
    why: 'A runaway autoscaler, a forgotten test or a stolen credential stops at the quota instead of at the size of the cluster.',
    risk: 'A quota refuses pods that do not state what it counts, and rollouts that would not fit. It is therefore raised until everything that is rendered fits, surge and parallel runs included.',
    links: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
    sameAs: [],
  },
  *plan(root, { options, configured }) {
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
      if (said === undefined && hasFewPods(namespace, root, options.nodes)) continue;
      const at = placeOf(namespace, root);
      const data = { namespace: namespace.name };
      if (namespace.claimants.length > 0) {
        yield { message: 'shared', data, at, changes: [], evidence: [], ...whoOwns(namespace, root) };
        continue;
      }
      const kept = keptBeside('LimitRange', namespace.name, root);
      if (kept !== undefined) {
        yield { message: 'kept-beside', data, at, changes: [], evidence: [], ...kept };
        continue;
      }
      const later = chosenAtApply(namespace, root);
      if (later !== undefined) {
        yield { message: 'chosen-later', data, at, changes: [], evidence: [], known: later };
        continue;
      }
      const maker = said === undefined ? makerOfPods(namespace, root) : undefined;
      if (maker !== undefined) {
        yield { message: 'unrendered', data: { ...data, maker }, at, changes: [], evidence: [] };
        continue;
      }
      if (said === undefined && root.environment.isPassing) {
        yield { message: 'passing', data, at, changes: [], evidence: [] };
        continue;
      }
      // What is none takes the quota of a repository without environments.
      if (said === undefined && root.environment.isUnnamed && root.repository.hasEnvironments) {
        const blocked =
          'which environment is this? environments: {<name>: {tier: ?, roots: [<this folder>]}}';
        const asks = [{ type: 'environment' }] as const;
        yield { message: 'no-environment', data, at, changes: [], evidence: [], blocked, asks };
        continue;
      }
      yield missing(namespace, root, options.hard, options.nodes, said);
    }
  },
});

function missing(
  namespace: OwnedNamespace,
  root: Root,
  table: JsonObject,
  nodes: number,
  said: Evidence | undefined,
): Proposal<Message> {
  const usage = usageOf(namespace, root, nodes);
  const [silent] = usage.silent;
  // It counts what every container states: one that does not would be refused.
  const unstated = new Set<string>(usage.silent.flatMap(each => each.unstated));
  const counted = Object.entries(table).filter(([name]) => !unstated.has(name));
  const usual = Object.fromEntries(counted);
  const larger = raisedFor(usage, usual);
  const raised = larger.map(({ name, value, used }) => `${name} ${value} for ${used}`);
  const hard: Record<string, string> = {};
  for (const [name, value] of counted) hard[name] = String(value);
  for (const { name, value } of larger) hard[name] = value;

  const doubts = [
    ...(silent === undefined
      ? []
      : [
          `${describeContainer(silent.container)} states no ${enumerated(silent.unstated)}: that is not counted`,
        ]),
    ...(said === undefined ? ['its numbers are of no measure but our own'] : []),
    ...(usage.perNode.length > 0
      ? [`how many nodes run ${enumerated(usage.perNode.map(each => each.name))} is not known`]
      : []),
    ...(usage.unbounded.length > 0
      ? [`how many pods ${enumerated(usage.unbounded.map(each => each.name))} may have is not known`]
      : []),
    ...unseenPods(namespace, root),
  ];
  const at = placeOf(namespace, root);
  const manifest: JsonObject = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota' },
    spec: { hard },
  };
  return {
    message: 'missing',
    data: {
      namespace: namespace.name,
      raised: raised.length === 0 ? '' : `, larger than usual (${raised.join('; ')})`,
    },
    at,
    changes: [{ type: 'create', manifest, namespace: namespace.name }],
    // What those give the pods is counted then.
    needs: silent === undefined ? [] : ['resources', 'limit-range'],
    doubts,
    evidence: said === undefined ? [] : [said],
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

interface Raised {
  readonly name: string;
  readonly value: string;
  readonly used: string;
}

/** The numbers of a quota that are too small for a usage: amounts are doubled until they hold it, counts become it. */
function raisedFor(usage: Usage, hard: JsonObject): Raised[] {
  const amounts = COUNTED.flatMap(name => {
    const used = printQuantity(usage.compute[name]);
    return isLess(hard[name], used) ? [{ name, value: doubledUntil(String(hard[name]), used), used }] : [];
  });
  const counts = Object.entries(usage.counts).flatMap(([name, count]) => {
    const used = times(printQuantity(count), 1);
    return isLess(hard[name], used) ? [{ name, value: used, used }] : [];
  });
  return [...amounts, ...counts];
}

function quota(cpu: number, size: number, claims: number): JsonObject {
  return {
    'requests.cpu': String(cpu),
    'requests.memory': `${20 * size}Gi`,
    'limits.cpu': String(2 * cpu),
    'limits.memory': `${40 * size}Gi`,
    persistentvolumeclaims: String(claims),
  };
}
