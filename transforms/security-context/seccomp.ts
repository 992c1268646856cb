/** System call and AppArmor profiles (catalogue C4). */

import { takesPodField } from '../../src/kubernetes/pod-templates.ts';
import type { Container, FieldPath, Proposal, Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isOpenShift } from '../shared/platform.ts';
import {
  describeContainer,
  describeWorkload,
  immutableTemplate,
  isHostAgent,
  isPrivileged,
  podKind,
} from '../shared/pods.ts';

export type ProfileMessage = 'seccomp' | 'seccomp-unconfined' | 'apparmor-unconfined';

/**
 * Names of programs that live by io_uring, perf, ptrace or sandboxes of their own, wherever their image comes from: a
 * mirror is no known family.
 */
const DEMANDING =
  /(?:cadvisor|falco|tetragon|bpf|pyroscope|parca|chrom(?:e|ium)|firefox|puppeteer|playwright|selenium|browserless|gotenberg|buildkit|buildah|podman|dind|sysbox|runsc|scylla|tigerbeetle)/;

const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * One proposal for the pod; containers with a profile of their own do not count. Where the pods of a kind take none, each
 * container has its own.
 */
export function* profileProposals(workload: Workload, root: Root): Generator<Proposal<ProfileMessage>> {
  yield* unconfined(workload);
  const { securityContext } = workload.pod;
  if (isMap(securityContext) && typeIn(securityContext.seccompProfile) !== undefined) return;
  const uncovered = workload.containers.filter(
    each => typeIn(each.get(['securityContext', 'seccompProfile'])) === undefined,
  );
  if (!takesPodField(podKind(workload), 'securityContext')) {
    for (const each of uncovered) yield profile(workload, each.path, describeContainer(each), [each], root);
    return;
  }
  if (uncovered.length > 0)
    yield profile(workload, workload.podPath, describeWorkload(workload), uncovered, root);
}

function profile(
  workload: Workload,
  holder: FieldPath,
  subject: string,
  containers: readonly Container[],
  root: Root,
): Proposal<ProfileMessage> {
  const path = [...holder, 'securityContext', 'seccompProfile'];
  return {
    message: 'seccomp',
    data: { subject },
    at: { on: workload.key, path },
    changes: [workload.set(path, { type: 'RuntimeDefault' })],
    doubts: [
      ...containers.flatMap(doubt),
      ...(isOpenShift(root)
        ? [
            'OpenShift before 4.11 refuses a pod that names a profile, unless one of its constraints allows it',
          ]
        : []),
      ...immutableTemplate(workload),
    ],
    evidence: containers.map(each => ({
      kind: each.facts.family === undefined ? 'manifest' : 'family',
      at: each.facts.family ?? workload.where([...each.path, 'image']),
      says: `${each.image.name || `the image of ${each.name}`} is not known to need system calls beyond the default profile`,
    })),
  };
}

function doubt(container: Container): string[] {
  // Privileged containers run unconfined whatever the profile.
  if (isPrivileged(container)) return [];
  const { facts, image } = container;
  const subject = describeContainer(container);
  if (facts.seccompUnsafe) return [`${subject} uses system calls that the profile blocks`];
  if (facts.family !== undefined) return [];
  const program = DEMANDING.exec(image.repository)?.[0];
  if (program !== undefined) {
    return [
      `the name of ${subject}'s image says ${program}, which may use system calls that the profile blocks`,
    ];
  }
  return isHostAgent(container) ? [`which system calls ${subject} uses on its node is not known`] : [];
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
    };
  }
}

function typeIn(profile: unknown): string | undefined {
  return isMap(profile) && typeof profile.type === 'string' ? profile.type : undefined;
}
