/** The capabilities of one container: which it keeps, and which somebody has added (catalogue C4). */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import type { Change, Container, Doubt, Evidence, Proposal, Root } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { rootOfDockerfile } from '../shared/images/root-base.ts';
import { setuidOf } from '../shared/images/setuid.ts';
import { enforcedOn } from '../shared/pod-security/enforced.ts';
import { describeContainer, immutableTemplate, lowPort, mountsOf } from '../shared/pods.ts';
import { enumerated, imageQuestion, otherUser } from '../shared/prose.ts';
import { bindingProgram } from '../shared/start/file-capabilities.ts';
import { mountedProgram } from '../shared/start/mounted-programs.ts';
import { gainingCommand, isPromised, rootWork } from '../shared/start/non-root.ts';
import { plainToolsEvidence } from '../shared/start/tools.ts';
import { waitingEvidence } from '../shared/start/waiting.ts';
import { seenCapabilities } from './seen-capabilities.ts';
import { likelyUser, mayBeRoot, notVerified, settledByDockerfile } from './user/likely-user.ts';

export type CapabilityMessage = 'capabilities' | 'root-work' | 'capabilities-added';

/** What Pod Security restricted lets a container add. */
const HARMLESS = 'NET_BIND_SERVICE';

const NOT_KNOWN = 'which of them it needs is not known';

/** Whether it drops them all as it is written. */
export function dropsAll(container: Container): boolean {
  return stringsIn(container.get(DROP)).some(each => each.toUpperCase() === 'ALL');
}

/** The change that drops them all. */
export function dropAllChange(container: Container): Change {
  return container.set(DROP, ['ALL']);
}

const DROP = ['securityContext', 'capabilities', 'drop'];
const ESCALATION = ['securityContext', 'allowPrivilegeEscalation'];

/** What decides about capabilities beside the container itself. */
export interface Surroundings {
  /** The cluster gives its pods users of their own, and refuses added capabilities. */
  readonly isOpenShift: boolean;
  /** Which user it has is asked: without root it needs no capabilities that anybody would have to list. */
  readonly isUserOpen: boolean;
  readonly root: Root;
}

/**
 * @param evidence that it runs without root
 * @param getsUser the container gets a user in another proposal
 */
export function dropAll(
  container: Container,
  evidence: Evidence | undefined,
  getsUser: boolean,
  { isOpenShift, isUserOpen, root }: Surroundings,
): Proposal<CapabilityMessage> {
  const { facts, workload } = container;
  const at = { on: workload.key, path: [...container.path, ...DROP] };
  const work = evidence === undefined ? rootWork(container) : undefined;
  if (work !== undefined && work.capabilities === undefined) {
    const blocked = `its command runs ${work.word}: decide which capabilities that needs`;
    const data = { subject: describeContainer(container), work: 'works with them' };
    return { message: 'root-work', data, at, changes: [], evidence: [], blocked };
  }
  const setuid = isPromised(facts.capabilities) ? undefined : setuidOf(container);
  if (setuid !== undefined) {
    const data = { subject: describeContainer(container), work: NOT_KNOWN };
    return { message: 'root-work', data, at, changes: [], evidence: [], known: setuid };
  }
  const isRoot = evidence === undefined && !getsUser;
  const seen = seenCapabilities(container, root, isRoot);
  const isSeen = seen?.fact.verified === true;
  const isListed = isSeen || isPromised(facts.rootCapabilities);
  const mounted = evidence !== undefined || isListed ? undefined : mountedProgram(container);
  if (mounted !== undefined) {
    const blocked = `its command runs ${mounted}, which a volume brings: decide which capabilities that needs`;
    const data = { subject: describeContainer(container), work: NOT_KNOWN };
    return { message: 'root-work', data, at, changes: [], evidence: [], blocked };
  }
  const known = evidence === undefined ? facts.rootCapabilities : facts.capabilities;
  const needed = isSeen && !known?.verified ? seen.fact : (known ?? seen?.fact);
  if (
    evidence === undefined &&
    needed === undefined &&
    work === undefined &&
    !getsUser &&
    !isOpenShift &&
    (isUnknown(container) || ownsFiles(container))
  ) {
    const { name } = container.image;
    const data = { subject: describeContainer(container), work: NOT_KNOWN };
    const left = rootOfDockerfile(container);
    if (left !== undefined) return { message: 'root-work', data, at, changes: [], evidence: [], known: left };
    const asked = isUserOpen
      ? imageQuestion(
          container,
          facts.userLeftAt === undefined
            ? `which user does ${name} run as, and what does it need if that is root`
            : otherUser(facts.userLeftAt),
          'user',
        )
      : imageQuestion(
          container,
          `which capabilities does ${name} need while it starts as root`,
          'capabilities',
        );
    return { message: 'root-work', data, at, changes: [], evidence: [], ...asked };
  }
  // Of plain tools only those that gain something have capabilities of their own, and what gains nothing has none either.
  const gainsNone = facts.escalates?.value === false && facts.escalates.verified && facts.escalates.evidence;
  const plain =
    gainingCommand(container) === undefined
      ? plainToolsEvidence(container) || gainsNone || undefined
      : undefined;
  const waiting = waitingEvidence(container);
  const written = writtenAdds(container);
  const low = lowPort(container) ?? servedLowPort(container, root);
  // Without root it could not use them.
  const forWork = isRoot ? (work?.capabilities ?? []) : [];
  const forPort = isRoot && low !== undefined ? [HARMLESS] : [];
  // The kernel refuses to start it otherwise, on any port and as any user.
  const binding = bindingProgram(container);
  const forProgram = binding === undefined ? [] : [HARMLESS];
  const wanted = [...new Set([...(needed?.value ?? []), ...forWork, ...forPort, ...forProgram])].sort();
  // An OpenShift runs it as a user of its own, and refuses what is added.
  const missing = isOpenShift ? [] : wanted.filter(each => !written.includes(each));

  const refusal = refusalOf(missing, container, root);
  if (refusal !== undefined) {
    const work = `it needs ${enumerated(missing)}`;
    const data = { subject: describeContainer(container), work };
    return { message: 'root-work', data, at, changes: [], evidence: [], known: refusal };
  }

  const likely = likelyUser(container);
  const shown = needed === seen?.fact ? seen : undefined;
  const doubts: Doubt[] = [...(shown?.doubts ?? [])];
  // Whatever it runs and starts as, that is what it uses.
  const isShown = shown?.fact.verified === true;
  const isOpen = work === undefined && evidence === undefined && waiting === undefined && !isShown;
  // On an OpenShift the list says nothing: what is added there is refused, so its user is what decides.
  const isUnlisted = isOpen && (isOpenShift || (needed?.verified !== true && missing.length === 0));
  if (work !== undefined && !isShown) {
    doubts.push(`its command runs ${work.word}: that these are all the capabilities it needs is not known`);
  } else if (isUnlisted) {
    doubts.push(likely === undefined ? mayBeRoot(container, isOpenShift) : notVerified(container, likely));
  }
  if (missing.length > 0 && needed?.verified === false) {
    doubts.push(`that it needs no more than ${enumerated(missing)} is not verified`);
  }
  if (low !== undefined && needed === undefined && !isRoot && !written.includes(HARMLESS)) {
    doubts.push(`it may listen on port ${low} by a capability of its program`);
  } else if (
    evidence !== undefined &&
    plain === undefined &&
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
    settledBy: doubts.length === 1 && likely !== undefined ? settledByDockerfile(container, likely) : [],
    // It has none, and gains none: that deserves a line where it is written, and no patch over somebody else's manifest.
    ...(evidence !== undefined &&
      adds.length === 0 &&
      container.get(ESCALATION) === false && { via: 'texts' as const }),
    evidence: [
      ...(evidence === undefined
        ? waiting === undefined
          ? []
          : [waiting]
        : [evidence, ...(plain === undefined || needed?.verified ? [] : [plain])]),
      // That the image as it comes needs none says nothing beside what this one needs.
      ...(needed === undefined ||
      (isOpenShift && needed.value.length > 0) ||
      (needed.value.length === 0 && (wanted.length > 0 || isUnlisted || !needed.verified))
        ? []
        : [needed.evidence]),
      ...(work === undefined || forWork.length === 0
        ? []
        : [said(container, ['command'], `its command runs ${work.word}`)]),
      ...(forPort.length === 0
        ? []
        : [said(container, ['ports'], `port ${low} is one that it is to listen on`)]),
      ...(binding === undefined
        ? []
        : [said(container, ['command'], `${binding} has ${HARMLESS} from its file`)]),
    ],
  };
}

/** Why a namespace would take no pod with these capabilities: whoever adds them cements that it does not start. */
function refusalOf(adds: readonly string[], { workload, facts }: Container, root: Root): string | undefined {
  const enforced = enforcedOn(workload, root);
  if (enforced?.level !== 'restricted' || adds.every(each => each === HARMLESS)) return undefined;
  const way = facts.nonRoot?.value === 'yes' ? ': as a user of its own it needs none' : '';
  return `Namespace ${enforced.namespace.name} takes no pod that adds them (${enforced.at})${way}`;
}

/**
 * An image of which nothing is known may be one that starts as root and steps down, as servers of the web do. A known one of
 * which nobody has listed what it needs of root is such a one.
 */
function isUnknown(container: Container): boolean {
  const { role, workload } = container;
  return (
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

/** A port below 1024 that a Service sends to the only container of its pods, where that declares none. */
function servedLowPort(container: Container, root: Root): string | undefined {
  const { workload } = container;
  const mains = workload.containers.filter(({ role }) => role === 'main');
  if (container.role !== 'main' || mains.length > 1 || mapsIn(container.get(['ports'])).length > 0)
    return undefined;
  const low = root
    .servicesFor(workload)
    .flatMap(service => mapsIn(service.get(['spec', 'ports'])))
    .map(({ port, targetPort }) => targetPort ?? port)
    .find(target => typeof target === 'number' && target < 1024);
  return low === undefined ? undefined : String(low);
}

function said({ workload, path }: Container, field: readonly string[], says: string): Evidence {
  return { kind: 'manifest', at: workload.where([...path, ...field]), says };
}

/** Added capabilities stay: whether they are needed only a person knows, or the configuration. */
export function* added(container: Container): Generator<Proposal<CapabilityMessage>> {
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
export function writtenAdds(container: Container): string[] {
  return stringsIn(container.get(['securityContext', 'capabilities', 'add'])).map(each =>
    each.toUpperCase().replace(/^CAP_/, ''),
  );
}
