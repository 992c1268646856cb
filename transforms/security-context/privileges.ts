/** What one container may do beyond its user: privileged, escalation, capabilities (catalogue C4). */

import { type Container, type Doubt, type Evidence, type Proposal, safetyOf } from '../../src/transform.ts';
import { setuidOf } from '../shared/images/setuid.ts';
import { describeContainer, immutableTemplate, isHostAgent, isPrivileged, lowPort } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { bindingProgram } from '../shared/start/file-capabilities.ts';
import { gainingCommand, isPromised, nonRootEvidence, rootWork } from '../shared/start/non-root.ts';
import { sandboxMaker } from '../shared/start/sandboxes.ts';
import { plainToolsEvidence } from '../shared/start/tools.ts';
import {
  added,
  type CapabilityMessage,
  dropAll,
  dropsAll,
  type Surroundings,
  writtenAdds,
} from './capabilities.ts';
import { type PrivilegedMessage, privileged } from './privileged.ts';
import { likelyUser, settledByDockerfile } from './user/likely-user.ts';

export type PrivilegeMessage = PrivilegedMessage | 'escalation' | CapabilityMessage;

/**
 * Whether its capabilities go with its user: an image that starts as root needs some of them until it no longer
 * does, and to drop them all is right only together with the new user. What a program has from its file it needs
 * whoever runs it: that is no matter of the user.
 */
export function dropsWithUser(container: Container): boolean {
  const { nonRoot, capabilities, rootCapabilities } = container.facts;
  return (
    !isPrivileged(container) &&
    !isHostAgent(container) &&
    nonRootEvidence(container) === undefined &&
    (rootCapabilities?.value.length ?? 0) > 0 &&
    !(nonRoot?.value === 'yes' && (capabilities?.value.length ?? 0) > 0) &&
    bindingProgram(container) === undefined &&
    !dropsAll(container)
  );
}

/** The proposal by which a container gets its user, and what speaks for that one. */
export interface GivenUser {
  readonly proposal: Proposal;
  readonly evidence: Evidence | undefined;
}

/**
 * @param user what another proposal gives the container; it drops its capabilities too where they go with the user
 */
export function* privilegeProposals(
  container: Container,
  user: GivenUser | undefined,
  around: Surroundings,
): Generator<Proposal<PrivilegeMessage>> {
  if (isPrivileged(container)) {
    yield privileged(container);
    return;
  }
  yield* added(container);
  // Agents of the node: only the safe half.
  if (isHostAgent(container)) return;
  if (mayEscalate(container))
    yield withUser(container, user, (each, evidence) => escalation(each, evidence, user !== undefined));
  // What makes containers takes on users of theirs.
  if (sandboxMaker(container)?.isBrowser === false && !isPromised(container.facts.capabilities)) return;
  if (!dropsAll(container) && !(user && dropsWithUser(container)) && !mayBreakOfficial(container)) {
    yield withUser(container, user, (each, evidence) => dropAll(each, evidence, user !== undefined, around));
  }
}

/**
 * True where dropping all would break the image that this one may be a copy of: it needs some while it starts as root, or
 * whoever runs it. The question whether it is one stands with its user.
 */
function mayBreakOfficial(container: Container): boolean {
  const official = container.facts.candidate?.facts;
  if (official === undefined) return false;
  const needed = nonRootEvidence(container) === undefined ? official.rootCapabilities : official.capabilities;
  return (needed?.value.length ?? 0) > 0;
}

type Propose = (container: Container, evidence: Evidence | undefined) => Proposal<PrivilegeMessage>;

/** As things stand; or, where that alone makes it safe, as they are once the container has its user. */
function withUser(
  container: Container,
  user: GivenUser | undefined,
  propose: Propose,
): Proposal<PrivilegeMessage> {
  const now = propose(container, nonRootEvidence(container));
  if (safetyOf(now) === 'safe' || user === undefined || safetyOf(user.proposal) !== 'safe') return now;
  const then = propose(container, user.evidence);
  return safetyOf(then) === 'safe' ? { ...then, given: { proposal: user.proposal, otherwise: now } } : now;
}

const ESCALATION = ['securityContext', 'allowPrivilegeEscalation'];

function mayEscalate(container: Container): boolean {
  // The API server refuses `false` beside CAP_SYS_ADMIN.
  return container.get(ESCALATION) !== false && !writtenAdds(container).includes('SYS_ADMIN');
}

/**
 * @param evidence that it runs without root
 * @param getsUser the container gets a user in another proposal
 */
function escalation(
  container: Container,
  evidence: Evidence | undefined,
  getsUser: boolean,
): Proposal<PrivilegeMessage> {
  const common = {
    message: 'escalation',
    at: { on: container.workload.key, path: [...container.path, ...ESCALATION] },
  } as const;
  const { escalates, candidate } = container.facts;
  if (escalates?.value === true || candidate?.facts.escalates?.value === true) {
    const known = `image ${container.image.name} needs to gain privileges`;
    const data = { subject: describeContainer(container) };
    return { ...common, data, changes: [], evidence: [], known };
  }
  const setuid = setuidOf(container);
  if (setuid !== undefined && !isPromised(escalates)) {
    const data = { subject: describeContainer(container) };
    return { ...common, data, changes: [], evidence: [], known: setuid };
  }
  const maker = sandboxMaker(container);
  if (maker !== undefined && !maker.isBrowser && !isPromised(escalates)) {
    const known = `${maker.program} gains privileges to make sandboxes of its own`;
    const data = { subject: describeContainer(container) };
    return { ...common, data, changes: [], evidence: [], known };
  }
  const adds = writtenAdds(container);
  // Without root only a file gives a capability, unless the program asks for none: a low port may have been opened in vain.
  const isMeant = container.get(ESCALATION) === true || adds.some(each => each !== 'NET_BIND_SERVICE');
  if (isMeant && adds.length > 0 && evidence !== undefined) {
    const known = `it runs without root, so that its programs have ${enumerated(adds)} from their files, and that needs it`;
    const data = { subject: describeContainer(container) };
    return { ...common, data, changes: [], evidence: [], known };
  }
  const { capabilities } = container.facts;
  // A family that gains nothing has no capabilities from files; whom the configuration lists some for may.
  const listed = isPromised(capabilities) ? (capabilities?.value ?? []) : [];
  const needed = [...adds, ...listed];
  const doubts: Doubt[] = [];
  if (container.get(ESCALATION) === true) doubts.push('true is written');
  // No user shows that nothing is gained: s6-overlay and others become root by a setuid program.
  // What a command does as root it may do by programs that nobody has listed.
  const plain = rootWork(container) === undefined ? plainToolsEvidence(container) : undefined;
  const gainsNone = escalates?.verified === true ? escalates.evidence : plain;
  if (gainsNone === undefined)
    doubts.push(
      escalates === undefined
        ? `what ${container.image.name} gains by setuid programs is not known`
        : `that ${container.image.name} gains nothing by setuid programs is not verified`,
    );
  // Root has its capabilities without the file.
  else if (needed.length > 0 && (evidence !== undefined || getsUser)) {
    doubts.push(`a program that has ${enumerated([...new Set(needed)])} from its file would lose it`);
  }
  const low = lowPort(container);
  if (low !== undefined && capabilities === undefined) {
    doubts.push(`it may listen on port ${low} by a capability of its program`);
  }
  if (maker?.isBrowser === true && !isPromised(escalates))
    doubts.push(`the sandbox of ${maker.program} may be a setuid program`);
  const likely = likelyUser(container);
  const gains = gainingCommand(container);
  if (gains !== undefined) doubts.push(`its command runs ${gains}`);
  doubts.push(...immutableTemplate(container.workload));
  return {
    ...common,
    data: { subject: describeContainer(container) },
    changes: [container.set(ESCALATION, false)],
    doubts,
    settledBy:
      doubts.length === 1 && likely !== undefined && escalates?.value === false
        ? settledByDockerfile(container, likely)
        : [],
    ...(container.get(ESCALATION) === true && { mayBeExplained: true as const }),
    evidence: [evidence, gainsNone].filter(each => each !== undefined),
  };
}
