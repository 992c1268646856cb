/** Namespaces say which pods they take (catalogue M18). */
import {
  type Doubt,
  defineTransform,
  type Evidence,
  type Proposal,
  type Resource,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { injection, networkInit } from '../shared/clusters/injection.ts';
import { makerOfPods } from '../shared/namespaces/namespaces.ts';
import { againstBaseline, againstRestricted } from '../shared/pod-security/standards.ts';
import { enforcedBeside, versionsIn } from './beside.ts';

const KEY = 'pod-security.kubernetes.io/';

/** Namespaces of the cluster itself: agents of nodes run there, and come and go with its version. */
const OF_THE_CLUSTER = /^(?:default|kube-.*|openshift(?:-.*)?)$/;

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export default defineTransform({
  id: 'pod-security-labels',
  title: 'Namespaces say which pods they take',
  severity: 'medium',
  group: 'security',
  order: 1700,
  preset: 'recommended',
  each: 'resource',
  kinds: ['Namespace'],
  options: {
    warn: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Warn of pods to come also where no other environment refuses them: all that run there comply, so that today nothing is said.',
    },
    version: {
      type: 'string',
      default: 'v1.34',
      description:
        'Version of the standards that pods are held to: with `latest` an upgrade of the cluster may refuse what it took before. Labels say it where it is written here, or where other Namespaces of the repository say one.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    // A level each: in another environment the same Namespace may have another.
    'enforce-restricted':
      'Namespace {name} takes any pod. It refuses those that are not restricted, as all of its pods are{then}',
    enforce:
      'Namespace {name} takes any pod. It refuses those that are not baseline, as all of its pods are{then}',
    'warn-restricted':
      'Namespace {name} says nothing of pods that could take over a node. It warns of those that are not restricted, as all of its pods are{then}',
    warn: 'Namespace {name} says nothing of pods that could take over a node. It warns of those that are not baseline, as all of its pods are{then}',
    'warn-alike':
      'Namespace {name} says nothing of pods that could take over a node. It warns of those that are not {level}, which {other} refuses',
    privileged: 'Namespace {name} takes any pod, and has to: {reason} of {workload}',
    meshed:
      'Namespace {name} takes any pod, and may have to: {mark} puts an init container into them that sets their network up',
  },
  briefs: {
    'enforce-restricted': 'takes any pod',
    enforce: 'takes any pod',
    'warn-restricted': 'no Pod Security labels',
    warn: 'no Pod Security labels',
    'warn-alike': 'no Pod Security labels',
    privileged: 'needs privileged pods',
    meshed: 'pods of a mesh',
  },
  docs: {
    why: 'Pod Security holds pods back that could take over a node, by labels of their namespace. Without them whoever may make a pod there may make any, and a manifest that falls behind is noticed by nobody.',
    risk: 'Warnings and entries of the audit log stop nothing. Enforcing refuses pods that fall short, those of charts, operators and injected containers too, which no manifest here shows.',
    links: [
      'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    ],
    sameAs: [],
  },
  *plan(namespace, { root, options: { version, warn }, configured }) {
    const { platform } = root;
    const { name } = namespace;
    // OpenShift works the labels out of what accounts may do, and writes them itself.
    // What is no name is a placeholder.
    if (platform.openShift !== undefined || OF_THE_CLUSTER.test(name) || !DNS_LABEL.test(name)) return;
    const said = Object.keys(namespace.labels).filter(key => key.startsWith(KEY));
    if (said.includes(`${KEY}enforce`) || isSaidElsewhere(namespace, root)) return;
    const workloads = platform.workloadsIn(name);
    if (workloads.length === 0 || platform.isFilledIn(name)) return;
    const lawless = firstOf(workloads, againstBaseline);
    if (lawless !== undefined) {
      if (said.length > 0) return;
      yield {
        message: 'privileged',
        data: { name, ...lawless },
        at: { on: namespace.key, path: ['metadata', 'labels'] },
        changes: [],
        evidence: [],
        known: 'a label that says so would hold nothing back',
      };
      return;
    }
    const init = networkInit(workloads, root);
    if (init !== undefined) {
      if (said.length > 0) return;
      yield {
        message: 'meshed',
        data: { name, mark: init.mark },
        at: { on: namespace.key, path: ['metadata', 'labels'] },
        changes: [],
        evidence: [],
        known: `that has NET_ADMIN, which baseline refuses and a warning would speak of at each pod; with the CNI plugin of the mesh (DaemonSet ${init.plugin}, which nothing here renders) there is none`,
      };
      return;
    }
    const level = firstOf(workloads, againstRestricted) === undefined ? 'restricted' : 'baseline';
    // A warning of tomorrow's standards stops nothing, and which are today's nothing here says.
    const isMeant = configured('version', `${version} is meant`) !== undefined;
    const pin = isMeant ? version : versionsIn(root)[0];
    // Who is warned of less than is refused is not warned.
    const warned = namespace.labels[`${KEY}warn`];
    const held = warned === 'baseline' ? warned : level;
    const enforced = labelled(
      of('enforce', held),
      namespace,
      ['enforce'],
      held,
      pin,
      asPods(workloads, held, root),
      [...unseen(namespace, workloads, root), ...ofToday(workloads, held, root)],
      thenOf(workloads, held, root),
    );
    const alike = enforcedBeside(workloads, root);
    if (said.length === 0 && (warn || alike !== undefined)) {
      const doubts = [...injected(namespace, workloads), ...unread(root)];
      const warning = alike === undefined ? level : alike.level;
      yield {
        ...labelled(
          alike === undefined ? of('warn', level) : 'warn-alike',
          namespace,
          ['audit', 'warn'],
          warning,
          pin,
          alike?.evidence ?? asPods(workloads, level, root),
          doubts,
          thenOf(workloads, level, root),
        ),
        ...(alike !== undefined && { data: { name, level: alike.level, other: alike.name } }),
        // What is refused needs no warning of it.
        ...((warning === held || warning === 'baseline') && { outdoneBy: enforced }),
      };
    }
    yield enforced;
  },
});

/** Whether another root brings the Namespace too, and says it: whichever is applied last would have the word. */
function isSaidElsewhere(namespace: Resource, root: Root): boolean {
  return root.platform
    .find('Namespace', undefined)
    .some(
      other =>
        other !== namespace &&
        other.name === namespace.name &&
        Object.keys(other.labels).some(key => key.startsWith(KEY)),
    );
}

/** The first pods that something keeps from a level, and what. */
function firstOf(
  workloads: readonly Workload[],
  against: (workload: Workload) => string | undefined,
): { readonly workload: string; readonly reason: string } | undefined {
  for (const each of workloads) {
    const reason = against(each);
    if (reason !== undefined) return { workload: `${each.kind} ${each.name}`, reason };
  }
  return undefined;
}

function of<M extends 'warn' | 'enforce'>(message: M, level: string): M | `${M}-restricted` {
  return level === 'restricted' ? `${message}-restricted` : message;
}

function labelled<M extends string>(
  message: M,
  namespace: Resource,
  modes: readonly string[],
  level: string,
  version: string | undefined,
  evidence: Evidence,
  doubts: readonly Doubt[],
  then: string,
): Proposal<M> {
  const labels = modes.flatMap(mode => [
    [`${KEY}${mode}`, level] as const,
    ...(version === undefined ? [] : [[`${KEY}${mode}-version`, version] as const]),
  ]);
  return {
    message,
    data: { name: namespace.name, level, then },
    at: { on: namespace.key, path: ['metadata', 'labels', `${KEY}${modes[0]!}`] },
    changes: labels.map(([key, value]) => namespace.set(['metadata', 'labels', key], value)),
    restarts: false,
    via: 'texts',
    // What fixes make of the pods counts.
    last: true,
    evidence: [evidence],
    doubts,
  };
}

function asPods(workloads: readonly Workload[], level: string, root: Root): Evidence {
  const first = workloads[0]!;
  const others = workloads.length === 1 ? '' : `, and so are all ${workloads.length} that run there`;
  return {
    kind: 'manifest',
    at: first.where(first.podPath),
    says: `${first.kind} ${first.name} is ${level}${others}${thenOf(workloads, level, root)}`,
  };
}

/** What has to be there before it is true of all pods; empty where it is already. */
function thenOf(workloads: readonly Workload[], level: string, root: Root): string {
  return shortToday(workloads, level, root) === undefined ? '' : ' once the fixes of this run are in';
}

/** Admission asks again of each pod that is made anew, also of those of before a rollout. */
function ofToday(workloads: readonly Workload[], level: string, root: Root): readonly Doubt[] {
  const short = shortToday(workloads, level, root);
  return short === undefined
    ? []
    : [
        `${short.workload} is not ${level} today (${short.reason}): its pods do not come back before it is rolled out`,
      ];
}

/** The first of the workloads that the repository has as something that is refused. */
function shortToday(workloads: readonly Workload[], level: string, { before }: Root) {
  const [name] = workloads.map(each => before.platform.namespaceOf(each));
  const known = new Set(workloads.map(({ kind, name: own }) => `${kind} ${own}`));
  const written = before.platform.workloadsIn(name).filter(each => known.has(`${each.kind} ${each.name}`));
  return firstOf(written, level === 'restricted' ? againstRestricted : againstBaseline);
}

/** A warning is for whoever applies. */
function unread({ repository }: Root): readonly Doubt[] {
  return repository.hasArgoApplications
    ? ['Argo CD applies what stands here and hands warnings on to nobody: an audit log alone would show them']
    : [];
}

/** What no manifest shows of its pods. */
function injected(namespace: Resource, workloads: readonly Workload[]): readonly Doubt[] {
  const mesh = injection(namespace, workloads);
  return mesh === undefined ? [] : [`${mesh} puts containers into its pods that are not rendered`];
}

/** Admission sees pods as they are made, and all of them. */
function unseen(namespace: Resource, workloads: readonly Workload[], root: Root): readonly Doubt[] {
  const maker = makerOfPods({ name: namespace.name, workloads }, root);
  return [
    'pods that nobody renders here would be refused where they fall short',
    ...injected(namespace, workloads),
    ...(maker === undefined ? [] : [`${maker} makes pods that are not rendered`]),
  ];
}
