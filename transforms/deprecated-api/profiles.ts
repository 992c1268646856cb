/** Profiles of pods in annotations, which have fields today. */
import type { Doubt, FieldPath, JsonObject, Proposal, Workload } from '../../src/transform.ts';
import { describeContainer, describeWorkload, immutableTemplate } from '../shared/pods.ts';

export type ProfileMessage = 'seccomp-annotation' | 'apparmor-annotation' | 'apparmor-nobody';

const SECCOMP = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_OF = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_OF = 'container.apparmor.security.beta.kubernetes.io/';

export function* profileProposals(workload: Workload): Generator<Proposal<ProfileMessage>> {
  const subject = describeWorkload(workload);
  for (const [key, text] of Object.entries(workload.podAnnotations)) {
    const path = [...workload.podMetadataPath, 'annotations', key];
    // An annotation that the object has for its template stands elsewhere.
    if (workload.get(path) === undefined) continue;
    if (key === SECCOMP) {
      yield* moved(workload, path, text, 'seccomp-annotation', subject, [...workload.podPath]);
      continue;
    }
    const prefix = [SECCOMP_OF, APPARMOR_OF].find(each => key.startsWith(each));
    if (prefix === undefined) continue;
    const name = key.slice(prefix.length);
    const container = workload.containers.find(each => each.name === name);
    const message = prefix === SECCOMP_OF ? 'seccomp-annotation' : 'apparmor-annotation';
    if (container !== undefined)
      yield* moved(workload, path, text, message, describeContainer(container), container.path);
    else if (prefix === APPARMOR_OF) yield ofNobody(workload, path, name, subject);
  }
}

function* moved(
  workload: Workload,
  path: FieldPath,
  text: string,
  message: 'seccomp-annotation' | 'apparmor-annotation',
  subject: string,
  holder: FieldPath,
): Generator<Proposal<ProfileMessage>> {
  const profile = profileOf(text);
  if (profile === undefined) return;
  const isSeccomp = message === 'seccomp-annotation';
  const field = [...holder, 'securityContext', isSeccomp ? 'seccompProfile' : 'appArmorProfile'];
  const isSaid = (workload.get(field) ?? null) !== null;
  yield {
    message,
    data: { subject },
    at: { on: workload.key, path },
    changes: [...(isSaid ? [] : [workload.set(field, profile)]), workload.remove(path)],
    // Whoever reads the field reads no annotation.
    evidence: isSaid
      ? [
          {
            kind: 'manifest',
            at: workload.where(field),
            says: 'the field says it, and counts where both are there',
          },
        ]
      : [],
    doubts: [...doubtOf(isSeccomp, isSaid), ...immutableTemplate(workload)],
  };
}

function doubtOf(isSeccomp: boolean, isSaid: boolean): readonly Doubt[] {
  if (!isSeccomp) return ['a cluster before Kubernetes 1.30 does not know the field'];
  return isSaid
    ? []
    : ['since Kubernetes 1.27 nothing has read the annotation, and with the field the profile holds'];
}

/** The API server refuses a pod that names a profile for a container that it has not. */
function ofNobody(
  workload: Workload,
  path: FieldPath,
  container: string,
  subject: string,
): Proposal<ProfileMessage> {
  return {
    message: 'apparmor-nobody',
    data: { subject, container },
    at: { on: workload.key, path },
    changes: [workload.remove(path)],
    evidence: [],
    doubts: ['something may add a container of that name', ...immutableTemplate(workload)],
  };
}

function profileOf(text: string): JsonObject | undefined {
  if (text === 'runtime/default' || text === 'docker/default') return { type: 'RuntimeDefault' };
  if (text === 'unconfined') return { type: 'Unconfined' };
  const local = /^localhost\/(.+)$/.exec(text)?.[1];
  return local === undefined ? undefined : { type: 'Localhost', localhostProfile: local };
}
