/** Privilege escalation and capabilities of one container (catalogue C4). */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import {
  type Change,
  type Container,
  type Doubt,
  type Evidence,
  type Proposal,
  safetyOf,
} from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { gainingCommand, isPromised, nonRootEvidence, rootWork } from '../shared/non-root.ts';
import { describeContainer, immutableTemplate, isHostAgent, isPrivileged, mountsOf } from '../shared/pods.ts';
import { enumerated, imageQuestion } from '../shared/prose.ts';
import { plainToolsEvidence } from '../shared/tools.ts';

export type PrivilegeMessage =
  | 'privileged'
  | 'escalation'
  | 'capabilities'
  | 'root-work'
  | 'capabilities-added';

/** What Pod Security restricted lets a container add. */
const HARMLESS = 'NET_BIND_SERVICE';

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
    !dropsAll(container)
  );
}

function dropsAll(container: Container): boolean {
  return stringsIn(container.get(DROP)).some(each => each.toUpperCase() === 'ALL');
}

/** The change that drops them all. */
export function dropAllChange(container: Container): Change {
  return container.set(DROP, ['ALL']);
}

const DROP = ['securityContext', 'capabilities', 'drop'];

/** The proposal by which a container gets its user, and what speaks for that one. */
export interface GivenUser {
  readonly proposal: Proposal;
  readonly evidence: Evidence | undefined;
}

/** What decides about capabilities beside the container itself. */
interface Surroundings {
  /** The cluster gives its pods users of their own, and refuses added capabilities. */
  readonly isOpenShift: boolean;
  /** Which user it has is asked: without root it needs no capabilities that anybody would have to list. */
  readonly isUserOpen: boolean;
}

/**
 * @param user what another proposal gives the container; it drops its capabilities too where they go with the user
 */
export function* privilegeProposals(
  container: Container,
  user: GivenUser | undefined,
  around: Surroundings,
): Generator<Proposal<PrivilegeMessage>> {
  const { workload, path } = container;
  if (isPrivileged(container)) {
    yield {
      message: 'privileged',
      data: { subject: describeContainer(container) },
      at: { on: workload.key, path: [...path, 'securityContext', 'privileged'] },
      changes: [],
      evidence: [],
      blocked: 'while it is privileged no other restriction holds: decide what it really needs of the node',
    };
    return;
  }
  yield* added(container);
  // Agents of the node: only the safe half.
  if (isHostAgent(container)) return;
  if (mayEscalate(container))
    yield withUser(container, user, (each, evidence) => escalation(each, evidence, user !== undefined));
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
  const { capabilities } = container.facts;
  // A family that gains nothing has no capabilities from files; whom the configuration lists some for may.
  const listed = isPromised(capabilities) ? (capabilities?.value ?? []) : [];
  const needed = [...writtenAdds(container), ...listed];
  const doubts: Doubt[] = [];
  if (container.get(ESCALATION) === true) doubts.push('true is written');
  // No user shows that nothing is gained: s6-overlay and others become root by a setuid program.
  // What a command does as root it may do by programs that nobody has listed.
  const plain = rootWork(container) === undefined ? plainToolsEvidence(container) : undefined;
  const gainsNone = escalates?.verified === true ? escalates.evidence : plain;
  if (gainsNone === undefined)
    doubts.push(`what ${container.image.name} gains by setuid programs is not known`);
  // Root has its capabilities without the file.
  else if (needed.length > 0 && (evidence !== undefined || getsUser)) {
    doubts.push(`a program that has ${enumerated([...new Set(needed)])} from its file would lose it`);
  }
  const low = lowPort(container);
  if (low !== undefined && capabilities === undefined) {
    doubts.push(`it listens on port ${low}, perhaps by a capability of its program`);
  }
  const gains = gainingCommand(container);
  if (gains !== undefined) doubts.push(`its command runs ${gains}`);
  doubts.push(...immutableTemplate(container.workload));
  return {
    ...common,
    data: { subject: describeContainer(container) },
    changes: [container.set(ESCALATION, false)],
    doubts,
    evidence: [evidence, gainsNone].filter(each => each !== undefined),
  };
}

/**
 * @param evidence that it runs without root
 * @param getsUser the container gets a user in another proposal
 */
function dropAll(
  container: Container,
  evidence: Evidence | undefined,
  getsUser: boolean,
  { isOpenShift, isUserOpen }: Surroundings,
): Proposal<PrivilegeMessage> {
  const { facts, workload } = container;
  const at = { on: workload.key, path: [...container.path, ...DROP] };
  const work = evidence === undefined ? rootWork(container) : undefined;
  if (work !== undefined && work.capabilities === undefined) {
    const blocked = `its command runs ${work.word}: decide which capabilities that needs`;
    const data = { subject: describeContainer(container), kept: '' };
    return { message: 'root-work', data, at, changes: [], evidence: [], blocked };
  }
  const needed = evidence === undefined ? facts.rootCapabilities : facts.capabilities;
  if (
    evidence === undefined &&
    needed === undefined &&
    work === undefined &&
    !getsUser &&
    !isOpenShift &&
    (isUnknown(container) || ownsFiles(container))
  ) {
    const { name } = container.image;
    const data = { subject: describeContainer(container), kept: '' };
    const asked = isUserOpen
      ? imageQuestion(
          container,
          `which user does ${name} run as, and what does it need if that is root`,
          'user',
        )
      : imageQuestion(
          container,
          `which capabilities does ${name} need while it starts as root`,
          'capabilities',
        );
    return { message: 'root-work', data, at, changes: [], evidence: [], ...asked };
  }
  const written = writtenAdds(container);
  // Without root it could not use them.
  const forWork = getsUser ? [] : (work?.capabilities ?? []);
  const wanted = [...new Set([...(needed?.value ?? []), ...forWork])];
  // An OpenShift runs it as a user of its own, and refuses what is added.
  const missing = isOpenShift ? [] : wanted.filter(each => !written.includes(each));

  const doubts: Doubt[] = [];
  if (work !== undefined) {
    doubts.push(`its command runs ${work.word}: that these are all the capabilities it needs is not known`);
  } else if (evidence === undefined) {
    doubts.push('it may start as root and use capabilities that nobody has listed');
  }
  if (missing.length > 0 && needed?.verified === false) {
    doubts.push(`that it needs no more than ${enumerated(missing)} is not verified`);
  }
  const low = lowPort(container);
  if (low !== undefined && needed === undefined && !written.includes(HARMLESS)) {
    doubts.push(`it listens on port ${low}, perhaps by a capability of its program`);
  } else if (
    evidence !== undefined &&
    needed?.verified !== true &&
    missing.length === 0 &&
    !isPromised(facts.user)
  ) {
    // Such a program does not start at all without its capability, whoever runs it (caddy, frankenphp, vault).
    doubts.push(`whether a program of ${container.image.name} has a capability of its own is not known`);
  }
  doubts.push(...immutableTemplate(workload));

  const changes = [container.set(DROP, ['ALL'])];
  const adds = [...stringsIn(container.get(['securityContext', 'capabilities', 'add'])), ...missing];
  if (missing.length > 0) changes.push(container.set(['securityContext', 'capabilities', 'add'], adds));
  return {
    message: 'capabilities',
    data: {
      subject: describeContainer(container),
      kept: adds.length === 0 ? '' : ` but ${enumerated(adds)}`,
    },
    at,
    changes,
    doubts,
    evidence: [
      ...(evidence === undefined ? [] : [evidence]),
      ...(needed === undefined ? [] : [needed.evidence]),
    ],
  };
}

/**
 * An image of which nothing is known may be one that starts as root and steps down, as servers of the web do. A known one of
 * which nobody has listed what it needs of root is such a one.
 */
function isUnknown(container: Container): boolean {
  const { facts, role, workload } = container;
  return (
    (facts.family === undefined || facts.component !== undefined) &&
    role === 'main' &&
    !runsToCompletion(workload.kind, workload.apiVersion) &&
    plainToolsEvidence(container) === undefined
  );
}

/** Stores mostly start as root, give their volume to a user of their own and step down: without CHOWN and SETUID they stop. */
function ownsFiles(container: Container): boolean {
  return mountsOf(container).some(
    ({ volume, readOnly }) => !readOnly && (volume === 'persistentVolumeClaim' || volume === 'ephemeral'),
  );
}

/** A declared port that only root, or a capability, may bind by default. */
function lowPort(container: Container): string | undefined {
  const low = mapsIn(container.get(['ports'])).find(({ containerPort }) => Number(containerPort) < 1024);
  return low === undefined ? undefined : String(low.containerPort);
}

/** Added capabilities stay: whether they are needed only a person knows, or the configuration. */
function* added(container: Container): Generator<Proposal<PrivilegeMessage>> {
  const { facts, workload, path } = container;
  const known = [HARMLESS, ...(facts.capabilities?.value ?? []), ...(facts.rootCapabilities?.value ?? [])];
  const unexplained = writtenAdds(container).filter(each => !known.includes(each));
  if (unexplained.length === 0) return;
  yield {
    message: 'capabilities-added',
    data: { subject: describeContainer(container), capabilities: enumerated(unexplained) },
    at: { on: workload.key, path: [...path, 'securityContext', 'capabilities', 'add'] },
    changes: [],
    evidence: [],
    ...imageQuestion(
      container,
      `does it need ${enumerated(unexplained)}`,
      'capabilities',
      `[${unexplained.join(', ')}]`,
    ),
  };
}

/** Written `add`s, without the `CAP_` that container runtimes tolerate. */
function writtenAdds(container: Container): string[] {
  return stringsIn(container.get(['securityContext', 'capabilities', 'add'])).map(each =>
    each.toUpperCase().replace(/^CAP_/, ''),
  );
}
