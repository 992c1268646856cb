/** How certain it is that a container does as the user that it is given: what speaks for it, and what against. */

import type { Container, Doubt, Evidence, Fact } from '../../../src/transform.ts';
import { lowPort } from '../../shared/pods.ts';
import { ENTRYPOINT_REPLACED, enumerated } from '../../shared/prose.ts';
import { isKnownToRun, rootWork } from '../../shared/start/non-root.ts';
import { waitingEvidence } from '../../shared/start/waiting.ts';
import { notVerified } from './likely-user.ts';
import { rootBeside } from './shared-files.ts';
import { filesOfRoot } from './volume-owner.ts';

/** Why the image's user may not do for this container. The word of the configuration and of the image is not doubted. */
export function doubtsOfUser(
  container: Container,
  user: Fact<number>,
  fsGroup: number | undefined,
  isConfigured: boolean,
): Doubt[] {
  const { facts, image } = container;
  const doubts: Doubt[] = [];
  const work = rootWork(container);
  if (work !== undefined) doubts.push(`its command runs ${work.word}`);
  const beside = user.evidence.kind === 'observed' ? undefined : rootBeside(container);
  if (beside !== undefined)
    doubts.push(
      `container ${beside.name} starts as root, and leaves files of root in volume ${beside.volume}`,
    );
  if (isKnownToRun(user) || doesWait(container)) return doubts;

  if (isConfigured) {
    doubts.push(`nobody has seen ${image.name} run as UID ${user.value} with that`);
  } else if (facts.nonRoot?.value === 'needs-config') {
    const ways = facts.rootSteps.flatMap(({ unless }) => unless);
    const said = ways.length === 0 ? '' : ` (${enumerated(ways)})`;
    doubts.push(`${image.name} needs configuration${said} to run as UID ${user.value}`);
  } else if (isUnverified(container, user)) {
    doubts.push(notVerified(container, user));
  }
  // The user of its Dockerfile is who runs any command of it today: to say so changes nothing.
  if (container.get(['command']) !== undefined && !(facts.startsAsUser && isOfDockerfile(user)))
    doubts.push(ENTRYPOINT_REPLACED);
  const low = isConfigured ? undefined : lowPort(container);
  if (low !== undefined && !(facts.nonRoot?.value === 'needs-config')) {
    doubts.push(`it declares port ${low}, which only root may take by default`);
  }
  const files = filesOfRoot(container, fsGroup);
  if (files !== undefined) doubts.push(`only root may read the files of its volume ${files}`);
  return doubts;
}

/** Whether it only waits, with programs of a known image: those let everybody run them. */
function doesWait(container: Container): boolean {
  return container.facts.family !== undefined && waitingEvidence(container) !== undefined;
}

/** Whether nobody has seen the image run as the user. */
export function isUnverified(container: Container, user: Fact<number>): boolean {
  const { nonRoot } = container.facts;
  if (isKnownToRun(user) || doesWait(container) || nonRoot?.value === 'needs-config') return false;
  return !user.verified || nonRoot?.value !== 'yes' || !nonRoot.verified;
}

export function evidenceFor(container: Container, user: Fact<number>, path: Container['path']): Evidence[] {
  const { facts, workload } = container;
  const { nonRoot } = facts;
  // That it runs says all.
  if (user.evidence.kind === 'observed') return [user.evidence];
  const waiting = waitingEvidence(container);
  if (waiting !== undefined) return [...new Set([user.evidence, waiting])];
  const isSame = nonRoot === undefined || nonRoot.evidence.kind !== 'family';
  const image: Evidence = {
    kind: 'manifest',
    at: workload.where([...path, 'image']),
    says: 'the image in use',
  };
  return isSame ? [user.evidence] : [user.evidence, nonRoot.evidence, image];
}

/** A Dockerfile of the repository says the number itself. */
export function isOfDockerfile({ evidence: { at }, verified }: Fact<number>): boolean {
  return verified && /(?:^|[/.])(?:Dockerfile|Containerfile)[^/]*:\d+$/i.test(at);
}
