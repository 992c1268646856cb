/** Pods that keep to Pod Security *restricted*: user, system calls, escalation, capabilities (catalogue C4). */

import { takesPodField } from '../../src/kubernetes/pod-templates.ts';
import {
  type Change,
  type Container,
  defineTransform,
  type Proposal,
  type Root,
  type SetChange,
  safetyOf,
  type Workload,
} from '../../src/transform.ts';
import { allKnown, isMap } from '../shared/data.ts';
import {
  describeContainer,
  describeWorkload,
  effectiveSecurity,
  isWindows,
  podKind,
} from '../shared/pods.ts';
import { dropAllChange } from './capabilities.ts';
import { CHECKS } from './checks.ts';
import { dropsWithUser, type GivenUser, privilegeProposals } from './privileges.ts';
import { profileProposals } from './seccomp.ts';
import type { UserOptions } from './user/known-user.ts';
import { type UserFields, type UserPlan, userPlan } from './user/user.ts';
import { hasSameContainersEverywhere, isHarmlessElsewhere, standsAtPod } from './user/user-place.ts';

type UserMessage =
  | 'non-root'
  | 'named-user'
  | 'unnumbered-user'
  | 'no-number'
  | 'written-root'
  | 'needs-root'
  | 'user-unknown'
  | 'fixed-owner'
  | 'user-namespace';
type Setting = Extract<UserPlan, { type: 'set' }>;

interface PlannedUser {
  readonly container: Container;
  readonly plan: UserPlan;
}

interface Options extends UserOptions {
  readonly userNamespaces: boolean;
}

export default defineTransform({
  id: 'security-context',
  title: 'Containers run without root and without privileges that they do not use',
  severity: 'critical',
  group: 'security',
  order: 100,
  preset: 'recommended',
  each: 'workload',
  options: {
    highUid: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Names of images that are proven to run under any UID: they run as 10001.',
    },
    restate: {
      type: 'boolean',
      default: false,
      complete: true,
      description: 'Say runAsNonRoot: true also where a user is written that is not root.',
    },
    userNamespaces: {
      type: 'boolean',
      default: false,
      description: 'Offer `hostUsers: false` for pods whose image must be root (GA since Kubernetes 1.36).',
    },
  },
  facts: ['user', 'group', 'capabilities', 'seccomp'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    privileged: '{subject} is privileged',
    'privileged-for-nothing':
      '{subject} is privileged, and its command shows nothing that needs it. It no longer is',
    'written-root': '{subject} is told to run as root. It runs as {user}{dropped}',
    'non-root': 'nothing keeps {subject} from running as root. It runs as {user}{dropped}',
    'named-user':
      'the kubelet refuses {subject}: runAsNonRoot wants a number, and its image starts as {named}. It runs as {user}{dropped}',
    'unnumbered-user':
      'the kubelet refuses {subject}: runAsNonRoot wants a number, its image starts as {named}, and which user it may run as is not known',
    'no-number':
      '{subject} may not run as root, and nothing says the number of its user: the kubelet refuses a name. It runs as {user}{dropped}',
    'needs-root': '{subject} {starts} as root',
    'user-unknown': 'nothing keeps {subject} from running as root, and which user it may run as is not known',
    'fixed-owner':
      'nothing keeps {subject} from running as root, and only root can give its volume {volume} to another user',
    'root-work': '{subject} keeps capabilities of root, and {work}',
    'capabilities-added': '{subject} adds {capabilities}',
    capabilities: '{subject} keeps capabilities of root. All are dropped{kept}',
    escalation: '{subject} may gain privileges that it does not start with. That is switched off',
    'seccomp-unconfined': '{subject} switches the seccomp filter off. It gets RuntimeDefault instead',
    'apparmor-unconfined': '{subject} switches AppArmor off. It gets the default profile instead',
    seccomp: '{subject} has no seccomp profile: every system call is open. It gets RuntimeDefault',
    'user-namespace':
      '{subject} {starts} as root. In a user namespace of its own that is not root of the node',
  },
  briefs: {
    privileged: 'privileged',
    'privileged-for-nothing': 'privileged for nothing',
    'written-root': 'told to run as root{keeps}',
    'non-root': 'may run as root{keeps}',
    'named-user': 'starts as {named} without a number{keeps}',
    'unnumbered-user': 'starts as {named} without a number',
    'no-number': 'no number for its user{keeps}',
    'needs-root': '{starts} as root',
    'user-unknown': 'may run as root',
    'fixed-owner': 'may run as root, owns volume {volume}',
    'root-work': 'may need root capabilities',
    'capabilities-added': 'adds {capabilities}',
    capabilities: 'root capabilities',
    escalation: 'may escalate',
    'seccomp-unconfined': 'seccomp switched off',
    'apparmor-unconfined': 'AppArmor switched off',
    seccomp: 'no seccomp profile',
    'user-namespace': 'root without a user namespace',
  },
  docs: {
    why: 'A process that breaks out of its container has the rights that the container had. Without root, without setuid gains, without capabilities and behind the default system call filter there is little left to break out with.',
    risk: 'An image that expects root fails at start or cannot write its files. The UID is therefore taken from the configuration, the manifest or what is known of the image, never made up. `fsGroup` makes the kubelet change the group of the files of a volume once.',
    links: [
      'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
      'https://kubernetes.io/docs/tutorials/security/seccomp/',
      'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
    ],
    sameAs: [...new Set(Object.values(CHECKS).flat())],
    sameAsOf: CHECKS,
  },
  *plan(workload, context) {
    if (isWindows(workload)) return;
    yield* profileProposals(workload, context.root);
    const plans = workload.containers.map(container => ({
      container,
      plan: userPlan(container, context),
    }));
    const { proposals, given } = userProposals(workload, plans, context.root);
    yield* proposals;
    for (const { container, plan } of plans) {
      if (plan.type !== 'fine' && plan.type !== 'set') yield blocked(container, plan, context.options);
    }
    const isOpenShift = context.root.platform.openShift !== undefined;
    for (const { container, plan } of plans) {
      // Where root is written that is decided.
      const isUserOpen = plan.type === 'unknown' && effectiveSecurity(container, 'runAsUser') !== 0;
      const around = { isOpenShift, isUserOpen, root: context.root };
      for (const proposal of privilegeProposals(container, given.get(container), around)) {
        // One cause is said once: a user of its own ends both.
        const isSaid = plan.type === 'root' && plan.known !== undefined && plan.known === proposal.known;
        if (!isSaid) yield proposal;
      }
    }
  },
});

interface UserProposals {
  readonly proposals: readonly Proposal<UserMessage>[];
  /** What gives each container its user. */
  readonly given: ReadonlyMap<Container, GivenUser>;
}

/**
 * One proposal for the pod where all its containers lack a user and are equally sure of theirs; else one for each, so
 * that the safe ones do not wait for the others.
 */
function userProposals(workload: Workload, plans: readonly PlannedUser[], root: Root): UserProposals {
  const settings = plans.flatMap(({ container, plan }) => (plan.type === 'set' ? [{ container, plan }] : []));
  const isShared =
    takesPodField(podKind(workload), 'securityContext') &&
    settings.length > 0 &&
    settings.length === plans.length &&
    settings.every(({ plan }) => !plan.overwrites && safetyOf(plan) === safetyOf(settings[0]!.plan)) &&
    hasSameContainersEverywhere(workload, root);
  const groups = isShared ? [settings] : settings.map(each => [each]);
  const given = new Map<Container, GivenUser>();
  const proposals = groups.map(group => {
    const [subject, holder] = isShared
      ? [describeWorkload(workload), workload.podPath]
      : [describeContainer(group[0]!.container), group[0]!.container.path];
    const isAtPod = isShared && standsAtPod(workload, root);
    const proposal = settingProposal(workload, group, subject, holder, isAtPod, root);
    for (const { container, plan } of group) given.set(container, { proposal, evidence: plan.evidence[0] });
    return proposal;
  });
  return { proposals, given };
}

const QUESTIONS = { root: 'needs-root', unknown: 'user-unknown', 'fixed-owner': 'fixed-owner' } as const;

function blocked(
  container: Container,
  plan: Exclude<UserPlan, { type: 'fine' | 'set' }>,
  { userNamespaces }: Options,
): Proposal<UserMessage> {
  const { workload } = container;
  const starts = plan.type === 'root' && plan.isOpen ? 'may run' : 'starts';
  const data = { subject: describeContainer(container), starts };
  const { hostNetwork, hostPID, hostIPC } = workload.pod;
  const sharesHost = hostNetwork === true || hostPID === true || hostIPC === true;
  if (plan.type === 'root' && userNamespaces && !sharesHost) {
    const path = [...workload.podPath, 'hostUsers'];
    const changes = [workload.set(path, false)];
    return {
      message: 'user-namespace',
      data,
      at: { on: workload.key, path },
      changes,
      evidence: [],
      doubts: ['not every node and volume can map the users of a pod'],
    };
  }
  const named = plan.type === 'unknown' ? plan.refused : undefined;
  return {
    message: named === undefined ? QUESTIONS[plan.type] : 'unnumbered-user',
    data: {
      ...data,
      ...(plan.type === 'fixed-owner' && { volume: plan.volume }),
      ...(named !== undefined && { named }),
    },
    at: { on: workload.key, path: [...container.path, 'securityContext', 'runAsUser'] },
    changes: [],
    evidence: [],
    ...(plan.blocked !== undefined && { blocked: plan.blocked }),
    ...(plan.known !== undefined && { known: plan.known }),
    ...(plan.asks && { asks: plan.asks }),
  };
}

/** Fields that all containers want alike stand at the pod when they share a proposal, the rest at each container. */
function settingProposal(
  workload: Workload,
  settings: readonly { readonly container: Container; readonly plan: Setting }[],
  subject: string,
  holder: Workload['podPath'],
  isAtPod: boolean,
  root: Root,
): Proposal<UserMessage> {
  const first = settings[0]!.plan;
  const changes: Change[] = [];
  const isHarmless = settings.every(
    ({ container, plan: { user } }) => user !== undefined && isHarmlessElsewhere(container, user, root),
  );
  // That root is kept out changes what starts; the number that the image has anyway does not.
  const saying = (field: keyof UserFields, change: SetChange): SetChange =>
    isHarmless && field !== 'runAsNonRoot' ? { ...change, elsewhere: 'harmless' } : change;
  for (const field of ['runAsNonRoot', 'runAsUser', 'runAsGroup'] as const satisfies (keyof UserFields)[]) {
    const value = first.fields[field];
    if (isAtPod && value !== undefined && settings.every(({ plan }) => plan.fields[field] === value)) {
      changes.push(saying(field, workload.set([...workload.podPath, 'securityContext', field], value)));
      continue;
    }
    for (const { container, plan } of settings) {
      const own = plan.fields[field];
      if (own !== undefined) changes.push(saying(field, container.set(['securityContext', field], own)));
    }
  }
  const dropping = settings.filter(({ container }) => dropsWithUser(container));
  changes.push(...dropping.map(({ container }) => dropAllChange(container)));
  changes.push(...settings.flatMap(({ plan }) => plan.besides ?? []));
  const fsGroup = settings.find(({ plan }) => plan.fsGroup !== undefined)?.plan.fsGroup;
  if (fsGroup !== undefined) changes.push(...groupChanges(workload, fsGroup));
  const doubts = [...new Set(settings.flatMap(({ plan }) => plan.doubts))];
  const open = settings.flatMap(({ plan }) => (plan.doubts.length > 0 ? [plan.settledBy] : []));
  const users = [
    ...new Set(settings.flatMap(({ plan }) => (plan.user === undefined ? [] : [`UID ${plan.user}`]))),
  ];
  const path = [...holder, 'securityContext', 'runAsNonRoot'];
  return {
    message: messageOf(first),
    data: {
      subject,
      ...(first.refused !== undefined && { named: first.refused }),
      user: users.join(' and '),
      // What it changes besides the user is named too.
      keeps: dropping.length > 0 ? ', root capabilities' : '',
      dropped: dropping.length > 0 ? ', without capabilities of root' : '',
    },
    at: { on: workload.key, path },
    ...(workload.get(path) === false && { mayBeExplained: true as const }),
    changes,
    doubts,
    settledBy: allKnown(open),
    evidence: settings.flatMap(({ plan }) => plan.evidence),
  };
}

function messageOf({ overwrites, fields, refused }: Setting): UserMessage {
  if (overwrites) return 'written-root';
  if (refused !== undefined) return 'named-user';
  return fields.runAsNonRoot === true ? 'non-root' : 'no-number';
}

/** With the change policy: otherwise the kubelet walks the whole volume at every start (catalogue C4). */
function groupChanges(workload: Workload, fsGroup: number): Change[] {
  const path = [...workload.podPath, 'securityContext'];
  const written = isMap(workload.pod.securityContext) ? workload.pod.securityContext : {};
  const changes = [workload.set([...path, 'fsGroup'], fsGroup)];
  if (written.fsGroupChangePolicy === undefined) {
    changes.push(workload.set([...path, 'fsGroupChangePolicy'], 'OnRootMismatch'));
  }
  return changes;
}
