/** Which user and group are known for a container, and by whom. */

import type { Container, Doubt, Fact, PlanContext, Root } from '../../../src/transform.ts';
import { seenUser } from '../../shared/images/observed.ts';
import { effectiveSecurity } from '../../shared/pods.ts';
import { isKnownToRun } from '../../shared/start/non-root.ts';
import { waitingEvidence } from '../../shared/start/waiting.ts';

export interface UserOptions {
  readonly highUid: readonly string[];
  readonly restate: boolean;
}

/** UID for images that the configuration calls proven to run under any. */
const HIGH_UID = 10001;

/** Of `nobody` in every distribution. */
const NOBODYS_UID = 65534;

/** Which user a container may run as, and with which group. */
export interface KnownUser {
  readonly user: Fact<number> | undefined;
  /** Undefined where nobody says one. */
  readonly group: number | undefined;
  /** What speaks against it besides what is known of the image. */
  readonly doubts?: readonly Doubt[];
}

const NOBODY: KnownUser = { user: undefined, group: undefined };

/** The user that configuration, manifests, image or pod say, in this order where nobody has verified one. */
export function knownUser(
  container: Container,
  { options, configured, root }: PlanContext<UserOptions>,
): KnownUser {
  const { image, facts } = container;
  const says = `${image.name} is proven to run under any UID`;
  const evidence = options.highUid.includes(image.name) ? configured('highUid', says) : undefined;
  if (evidence === undefined) {
    const seen = isKnownToRun(facts.user) ? undefined : ofRunning(container, root);
    if (seen?.user?.verified) return seen;
    const isTool = facts.family !== undefined && facts.component === undefined;
    const isGuess = facts.user?.verified === false;
    // Who may not be root anyway has a user of the image's own, which nobody need know.
    const isOpen = facts.user === undefined && effectiveSecurity(container, 'runAsNonRoot') !== true;
    const written = !isTool && (isGuess || isOpen) ? writtenElsewhere(container, root) : undefined;
    if (written !== undefined) return written;
    if (facts.user !== undefined) return { user: facts.user, group: facts.group?.value };
    return seen ?? ofSameGroup(borrowedUser(container) ?? waitingUser(container), container);
  }
  return ofSameGroup({ value: HIGH_UID, evidence, verified: true }, container);
}

/** The user that it has in a cluster: to state that changes nothing that runs. */
function ofRunning(container: Container, root: Root): KnownUser | undefined {
  const seen = seenUser(container, root);
  if (seen === undefined) return undefined;
  const { what, evidence, doubts } = seen;
  return {
    user: { value: what.uid, evidence, verified: doubts.length === 0 },
    group: what.gid === 0 ? undefined : what.gid,
    doubts,
  };
}

/** Of a user that is not the image's own nobody says the group: where the image names one at all, it is the user's. */
function ofSameGroup(user: Fact<number> | undefined, { facts }: Container): KnownUser {
  if (user === undefined) return NOBODY;
  const isNamed = facts.group !== undefined && facts.group.value !== 0;
  return { user, group: isNamed ? user.value : undefined };
}

/**
 * The user that other manifests of the repository write for the image, in place of one that nobody has verified, or knows: somebody
 * has tried that one. What they start in it may be something else, so it is not verified either.
 */
function writtenElsewhere(container: Container, root: Root): KnownUser | undefined {
  const written = root.writtenUser(container.image.name);
  if (written === undefined) return undefined;
  const says = `${written.by} runs it as UID ${written.user}`;
  const user = {
    value: written.user,
    evidence: { kind: 'manifest', at: written.at, says },
    verified: false,
  } as const;
  return written.group === undefined ? ofSameGroup(user, container) : { user, group: written.group };
}

/**
 * For images of plain tools that run under any UID (busybox, alpine): the one that the rest of the pod runs as, so that
 * they can work on the same volumes. Never verified, so never safe (images-kb, init containers).
 */
function borrowedUser({ facts, workload, name }: Container): Fact<number> | undefined {
  if (facts.family === undefined || facts.component !== undefined || facts.nonRoot?.value !== 'yes')
    return undefined;
  const known = workload.containers.flatMap(other => {
    const written = effectiveSecurity(other, 'runAsUser');
    const user = typeof written === 'number' ? written : other.facts.user?.value;
    if (other.name === name || user === undefined || user === 0) return [];
    return [{ user, runs: typeof written === 'number' || other.facts.user?.verified === true }];
  });
  const [user, ...others] = new Set(known.map(each => each.user));
  if (user === undefined || others.length > 0) return undefined;
  const rest = known.every(({ runs }) => runs)
    ? `the rest of its pod runs as UID ${user}`
    : `UID ${user} is that of an image beside it`;
  const says = `runs under any UID, and ${rest}`;
  return { value: user, evidence: { kind: 'family', at: facts.family, says }, verified: false };
}

/** Who only waits may do so as anybody: as the user that has no files, unless it is one of its pod. */
function waitingUser(container: Container): Fact<number> | undefined {
  const evidence = container.facts.family === undefined ? undefined : waitingEvidence(container);
  return evidence && { value: NOBODYS_UID, evidence, verified: true };
}
