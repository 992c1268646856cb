/** System call and AppArmor profiles (catalogue C4). */

import { takesPodField } from '../../src/kubernetes/pod-templates.ts';
import type { Container, Evidence, FieldPath, Proposal, Root, Workload } from '../../src/transform.ts';
import { isForOldCluster, isOnlyForOldCluster } from '../shared/clusters/old-cluster.ts';
import { allKnown, isMap } from '../shared/data.ts';
import { enforcedOn } from '../shared/pod-security/enforced.ts';
import { lacksProfileAlone } from '../shared/pod-security/standards.ts';
import {
  describeContainer,
  describeWorkload,
  effectiveSecurity,
  immutableTemplate,
  isPrivileged,
  podKind,
} from '../shared/pods.ts';
import { enumerated, openFact } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { isPromised, nonRootEvidence } from '../shared/start/non-root.ts';
import { sandboxMaker } from '../shared/start/sandboxes.ts';
import { plainToolsEvidence } from '../shared/start/tools.ts';
import { dropsAll, writtenAdds } from './capabilities.ts';

export type ProfileMessage = 'seccomp' | 'seccomp-unconfined' | 'apparmor-unconfined';

const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * One proposal for the pod; containers with a profile of their own do not count. Where the pods of a kind take none, each
 * container has its own.
 */
export function* profileProposals(workload: Workload, root: Root): Generator<Proposal<ProfileMessage>> {
  yield* unconfined(workload);
  const { securityContext } = workload.pod;
  if (isMap(securityContext) && typeIn(securityContext.seccompProfile) !== undefined) return;
  // Newer clusters look at the fields only; older ones refuse a field that says something else than its annotation.
  const annotated = isForOldCluster(root) ? workload.podAnnotations : {};
  if (POD_ANNOTATION in annotated) return;
  const uncovered = workload.containers.filter(
    each =>
      typeIn(each.get(['securityContext', 'seccompProfile'])) === undefined &&
      !(`${CONTAINER_ANNOTATION}${each.name}` in annotated),
  );
  if (!takesPodField(podKind(workload), 'securityContext')) {
    for (const each of uncovered) yield* profile(workload, each.path, describeContainer(each), [each], root);
    return;
  }
  if (uncovered.length > 0)
    yield* profile(workload, workload.podPath, describeWorkload(workload), uncovered, root);
}

function* profile(
  workload: Workload,
  holder: FieldPath,
  subject: string,
  containers: readonly Container[],
  root: Root,
): Generator<Proposal<ProfileMessage>> {
  // Its constraints refuse pods that name a profile they do not list, and give one to those that name none.
  if (isLeftToOpenShift(workload, root)) return;
  // They run unconfined whatever the profile.
  if (containers.every(isPrivileged)) return;
  // What may be the official image would not run: the question whether it is one stands with its user.
  if (containers.some(each => each.facts.candidate?.facts.defaultSeccomp?.value === false)) return;
  const path = [...holder, 'securityContext', 'seccompProfile'];
  const makers = containers.filter(each => !isPrivileged(each) && !isSaidToRun(each)).flatMap(sandboxesOf);
  const engine = makers.find(each => !each.isBrowser);
  if (engine !== undefined) {
    const at = { on: workload.key, path };
    const known = `${engine.says}, by system calls that the profile blocks`;
    yield { message: 'seccomp', data: { subject }, at, changes: [], evidence: [], known };
    return;
  }
  const unfit = containers.find(each => !isSaidToRun(each) && each.facts.defaultSeccomp?.value === false);
  if (unfit !== undefined) {
    const at = { on: workload.key, path };
    const known = `${describeContainer(unfit)} uses system calls that the profile blocks`;
    yield { message: 'seccomp', data: { subject }, at, changes: [], evidence: [], known };
    return;
  }
  const holders =
    holder === workload.podPath && areSaidByContainers(root) ? containers.map(each => each.path) : [holder];
  const speaks = containers.map(each => evidenceFor(each, root));
  const open = containers.filter((_, index) => speaks[index] === undefined);
  const slowed = containers.filter(each => each.facts.underSeccomp !== undefined && !isPrivileged(each));
  const doubts = [
    ...(open.length > 0 ? [`nothing shows that ${namesOf(open)} can do without other system calls`] : []),
    ...slowed.map(each => `${describeContainer(each)} ${each.facts.underSeccomp}`),
    ...makers.map(({ says }) => `${says}, by system calls that the profile may block`),
    ...(isOnlyForOldCluster(root)
      ? ['before Kubernetes 1.19 the field is refused, and what stands here is for a cluster before 1.22']
      : []),
    ...immutableTemplate(workload),
  ];
  yield {
    message: 'seccomp',
    data: { subject },
    at: { on: workload.key, path },
    changes: holders.map(each =>
      workload.set([...each, 'securityContext', 'seccompProfile'], { type: 'RuntimeDefault' }),
    ),
    doubts,
    settledBy:
      doubts.length === 1 ? allKnown(open.map(each => openFact(each, 'seccomp', 'RuntimeDefault'))) : [],
    evidence: speaks.filter(each => each !== undefined),
  };
}

/** Whether somebody has said that it runs under the profile. */
function isSaidToRun({ facts: { defaultSeccomp } }: Container): boolean {
  return defaultSeccomp?.value === true && isPromised(defaultSeccomp);
}

function sandboxesOf(container: Container): { readonly says: string; readonly isBrowser: boolean }[] {
  const maker = sandboxMaker(container);
  if (maker === undefined) return [];
  const { program, isBrowser } = maker;
  return [{ isBrowser, says: `${describeContainer(container)} makes sandboxes of its own (${program})` }];
}

/** As many containers show a habit. */
const HABIT = 3;

/** Whether the profiles that the root has are those of containers, and no pod has one. */
const areSaidByContainers = remembered(({ workloads }: Root): boolean => {
  const isSaid = (context: unknown) => isMap(context) && typeIn(context.seccompProfile) !== undefined;
  if (workloads.some(({ pod }) => isSaid(pod.securityContext))) return false;
  const said = workloads
    .flatMap(({ containers }) => containers)
    .filter(each => isSaid(each.get(['securityContext'])));
  return said.length >= HABIT;
});

/** What shows that a container runs under the default profile; that nothing is known against it shows nothing. */
function evidenceFor(container: Container, root: Root): Evidence | undefined {
  const { defaultSeccomp } = container.facts;
  const isShown = defaultSeccomp?.evidence.kind === 'manifest' && hasNoCapabilities(container);
  if (defaultSeccomp?.value === true && (defaultSeccomp.verified || isShown)) return defaultSeccomp.evidence;
  // Privileged containers run unconfined whatever the profile.
  if (isPrivileged(container)) {
    const at = container.workload.where([...container.path, 'securityContext']);
    return { kind: 'manifest', at, says: `${container.name} is privileged, and no profile holds for it` };
  }
  return (
    plainToolsEvidence(container) ??
    restrictedNamespace(container.workload, root) ??
    sameImageProfiled(container, root)
  );
}

/** Whether it has none as it is written, and gains none. */
function hasNoCapabilities(container: Container): boolean {
  return (
    dropsAll(container) &&
    writtenAdds(container).every(each => each === 'NET_BIND_SERVICE') &&
    container.get(['securityContext', 'allowPrivilegeEscalation']) === false &&
    nonRootEvidence(container) !== undefined
  );
}

function namesOf(containers: readonly Container[]): string {
  return enumerated([...new Set(containers.map(({ name }) => name))]);
}

/** Where Pod Security *restricted* is enforced, pods without a profile are refused; those that lack more are refused all the same. */
function restrictedNamespace(workload: Workload, root: Root): Evidence | undefined {
  const enforced = enforcedOn(workload, root);
  if (enforced?.level !== 'restricted' || !lacksProfileAlone(workload)) return undefined;
  const { namespace, at } = enforced;
  return { kind: 'manifest', at, says: `Namespace ${namespace.name} takes no pods without a profile` };
}

/** The same image, started in the same way, that has the profile already. */
function sameImageProfiled(container: Container, root: Root): Evidence | undefined {
  const example = profiledByImage(root)
    .get(container.image.name)
    ?.find(each => startOf(each) === startOf(container));
  if (example === undefined) return undefined;
  const { workload, path } = example;
  const own = typeIn(example.get(['securityContext', 'seccompProfile'])) !== undefined;
  const at = workload.where([...(own ? path : workload.podPath), 'securityContext', 'seccompProfile']);
  return { kind: 'manifest', at, says: `${workload.kind} ${workload.name} runs the same image under it` };
}

/** Containers under the default profile, by the name of their image. */
const profiledByImage = remembered(({ workloads }: Root): ReadonlyMap<string, readonly Container[]> => {
  const found = new Map<string, Container[]>();
  for (const container of workloads.flatMap(({ containers }) => containers)) {
    if (typeIn(effectiveSecurity(container, 'seccompProfile')) !== 'RuntimeDefault') continue;
    const { name } = container.image;
    found.set(name, [...(found.get(name) ?? []), container]);
  }
  return found;
});

function startOf(container: Container): string {
  return JSON.stringify([container.get(['command']), container.get(['args'])]);
}

/** Whether the cluster picks the profile, and no constraint of the repository lets the pods of the account name one. */
function isLeftToOpenShift(workload: Workload, { platform }: Root): boolean {
  if (platform.openShift === undefined || namesItsConstraint(workload)) return false;
  const account = workload.pod.serviceAccountName;
  const name = typeof account === 'string' ? account : 'default';
  return platform.seccompAllowedFor(platform.namespaceOf(workload), name) === undefined;
}

/**
 * Constraints that every OpenShift from 4.11 on brings, and that allow the profile; those before them allow none.
 *
 * @see https://docs.openshift.com/container-platform/4.11/authentication/managing-security-context-constraints.html
 */
const WITH_PROFILE = /^(?:restricted|nonroot|hostnetwork)-v2$/;

/** Annotations of pods by which somebody says which constraint they run under. */
const CONSTRAINT_KEYS = ['openshift.io/required-scc', 'openshift.io/scc'];

function namesItsConstraint({ podAnnotations }: Workload): boolean {
  return CONSTRAINT_KEYS.some(key => WITH_PROFILE.test(podAnnotations[key] ?? ''));
}

/** Why a written Unconfined is changed only when somebody asks for it. */
const MEANT = 'what is written may be meant';

function* unconfined(workload: Workload): Generator<Proposal<ProfileMessage>> {
  const subject = describeWorkload(workload);
  const holders = [
    { path: workload.podPath, subject },
    ...workload.containers.map(each => ({ path: each.path, subject: describeContainer(each) })),
  ];
  for (const holder of holders) {
    for (const [field, message] of [
      ['seccompProfile', 'seccomp-unconfined'],
      ['appArmorProfile', 'apparmor-unconfined'],
    ] as const) {
      const path = [...holder.path, 'securityContext', field, 'type'];
      if (workload.get(path) !== 'Unconfined') continue;
      yield {
        message,
        data: { subject: holder.subject },
        at: { on: workload.key, path },
        changes: [workload.set(path, 'RuntimeDefault')],
        evidence: [],
        doubts: [MEANT],
        mayBeExplained: true,
      };
    }
  }
  const annotations = [...workload.podMetadataPath, 'annotations'];
  for (const [key, value] of Object.entries(workload.podAnnotations)) {
    if (!key.startsWith(APPARMOR_ANNOTATION) || value !== 'unconfined') continue;
    yield {
      message: 'apparmor-unconfined',
      data: { subject: `container ${key.slice(APPARMOR_ANNOTATION.length)} of ${subject}` },
      at: { on: workload.key, path: [...annotations, key] },
      changes: [workload.set([...annotations, key], 'runtime/default')],
      evidence: [],
      doubts: [MEANT],
      mayBeExplained: true,
    };
  }
}

function typeIn(profile: unknown): string | undefined {
  return isMap(profile) && typeof profile.type === 'string' ? profile.type : undefined;
}
