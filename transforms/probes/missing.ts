/** Probes that a container lacks, and where a handler may come from (catalogue L4). */

import type { Container, Doubt, Evidence, Json, JsonObject, Root } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { describeContainer, isWithin, mountsOf } from '../shared/pods.ts';
import { ENTRYPOINT_REPLACED } from '../shared/prose.ts';
import { saidBySisters } from '../shared/sisters.ts';
import { answersProbes } from '../shared/start/answering.ts';
import { isPromised } from '../shared/start/non-root.ts';
import { asLivenessAsks, isProgramAsked } from './beside.ts';
import { answeredPath } from './configured.ts';
import { movedEndpoint } from './endpoint.ts';
import { FIELD, type Found } from './found.ts';
import { peerDoubts, rolloutDoubts } from './held-up.ts';
import { isNeighbours, listening } from './listener.ts';
import { asksForHiddenPage, costsOf, saysNothing } from './suits.ts';
import { effective, HANDLERS, handlerOf, type ProbeKind, sameHandler } from './timings.ts';
import { asTold } from './untold.ts';

const SHELL = /^(?:\/\S*\/)?(?:sh|bash|ash|dash)$/;

const UNDECLARED = 'the container does not declare the port that the image usually has';

/** Where an entrypoint looks for scripts that it runs before the server listens, for as long as they take. */
const INIT_SCRIPTS = '/docker-entrypoint-initdb.d';

/**
 * A handler for a missing probe: the configuration's, another environment's or the family's, else a look at a port that a
 * Service uses, which somebody has to confirm.
 */
export function handlerFor(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  if (isPromised(container.facts.probes[kind])) return knownFor(kind, container, root);
  const ways = [
    sisterFor,
    configuredFor,
    knownFor,
    ...(kind === 'readiness' ? [asLivenessAsks] : []),
    ...(kind === 'startup' ? [] : [lookAtPort]),
  ];
  const found = ways
    .map(way => way(kind, container, root))
    .find(each => each !== undefined && !saysNothing(each.handler, container, root));
  if (found === undefined) return undefined;
  return { ...found, doubts: [...found.doubts, ...costsOf(found.handler, container)] };
}

/** The whole probe of the same container in another environment. */
function sisterFor(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const [said] = saidBySisters(container, root, [FIELD[kind]]);
  if (!isMap(said?.value)) return undefined;
  const name = HANDLERS.find(each => isMap((said.value as JsonObject)[each]));
  if (name === undefined) return undefined;
  return {
    handler: { [name]: said.value[name]! },
    known: said.value,
    doubts: ['that only some environments have it may be meant'],
    evidence: [said.evidence],
  };
}

/** What the repository's own configuration of a web server answers by itself. */
function configuredFor(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const answered = kind === 'startup' ? undefined : answeredPath(container, root);
  if (answered === undefined) return undefined;
  const { httpGet } = answered.handler;
  return {
    handler: isMap(httpGet) ? { httpGet: withPortName(httpGet, container, root) } : answered.handler,
    known: undefined,
    doubts: [
      ...answered.doubts,
      ...(kind === 'liveness'
        ? ['a server that is busy would be restarted']
        : rolloutDoubts(kind, container)),
    ],
    evidence: [answered.evidence],
  };
}

function knownFor(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const known = knownHandler(kind, container, root);
  if (known === undefined) return undefined;
  if (isPromised(container.facts.probes[kind])) return known;
  if (kind === 'liveness' && known.handler.tcpSocket !== undefined && isProgramAsked(container))
    return undefined;
  const doubts = [
    ...known.doubts,
    ...(container.facts.quorum ? peerDoubts(kind, container, root) : []),
    ...rolloutDoubts(kind, container),
  ];
  return kind === 'startup' ? asLiveness(container, { ...known, doubts }) : { ...known, doubts };
}

function lookAtPort(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const served = servedPorts(container, root);
  const isHeard = ({ number }: AskedPort) => listening(container, number, root) !== undefined;
  if (served.length === 0) return undefined;
  if (kind === 'liveness' && isProgramAsked(container)) return undefined;
  // A port that somebody answers at comes before one that a Service refers to.
  const port = served.find(isHeard) ?? declaredPorts(container).find(isHeard) ?? served[0]!;
  const handler = { tcpSocket: { port: port.port } };
  const told = listening(container, port.number, root);
  if (told === undefined && isNeighbours(container, port.number, root)) return undefined;
  const doubts = [
    // A reference to a port shows nobody who listens (docs/design/judgement.md 1).
    ...(told === undefined ? ['that something listens there is not known'] : []),
    ...(kind === 'liveness' ? ['a guess: a liveness probe that is wrong restarts healthy pods'] : []),
    ...askedOtherwise(container, root),
    ...peerDoubts(kind, container, root),
    ...rolloutDoubts(kind, container),
  ];
  const sends = port.evidence === undefined ? [] : [port.evidence];
  return { handler, known: undefined, doubts, evidence: [...sends, ...(told === undefined ? [] : [told])] };
}

/** Programs out of one hand answer alike: where another one is asked for a page, an open port is the lesser question. */
function askedOtherwise({ image, workload }: Container, root: Root): Doubt[] {
  const handOf = (name: string) => name.slice(0, name.lastIndexOf('/') + 1);
  for (const other of root.workloads.flatMap(each => each.containers)) {
    const path = other.get([FIELD.readiness, 'httpGet', 'path']);
    if (other.workload === workload || other.facts.family !== undefined || path === undefined) continue;
    if (handOf(other.image.name) !== handOf(image.name)) continue;
    return [`${describeContainer(other)} is asked for ${String(path)}, and this one may answer there too`];
  }
  return [];
}

/** A delay that somebody has written for a start that takes its time. */
const SLOW = 30;

/**
 * A startup probe asks what a written liveness probe asks, with more patience, and a command no sooner than that. Who has written a
 * short delay has seen it start within that, and gains nothing.
 */
function asLiveness(container: Container, found: Found): Found | undefined {
  const liveness = container.get([FIELD.liveness]);
  const written = handlerOf(liveness);
  if (written === undefined || !isMap(liveness)) return found;
  const delay = effective(liveness, 'initialDelaySeconds');
  if (delay > 0 && delay < SLOW) return undefined;
  const at = container.workload.where([...container.path, FIELD.liveness]);
  const evidence: Evidence = { kind: 'manifest', at, says: 'its liveness probe asks the same' };
  // What is asked is written: whether the usual port is declared is not the question any more.
  const doubts = found.doubts.filter(each => each !== UNDECLARED);
  return {
    handler: written,
    // Tools of a server may disturb it before it has made its files.
    known:
      written.exec === undefined || delay === 0
        ? found.known
        : { ...found.known, initialDelaySeconds: delay },
    doubts,
    evidence: [...found.evidence, evidence],
  };
}

function knownHandler(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const { facts, image } = container;
  const fact = facts.probes[kind];
  if (fact === undefined) return undefined;
  const name = ['exec', 'httpGet', 'tcpSocket', 'grpc'].find(each => isMap(fact.value[each]));
  const isSaid = isPromised(fact);
  if (name === undefined || (!isSaid && asksForHiddenPage(fact.value, container))) return undefined;
  const answers = fact.evidence.kind === 'family' ? answersProbes(container) : 'yes';
  if (answers === 'no') return undefined;
  const target = fact.value[name] as JsonObject;
  const needsShell = name === 'exec' && (!isSaid || SHELL.test(stringsIn(target.command)[0] ?? ''));
  if (needsShell && facts.shell === false) return undefined;
  const declared = mapsIn(container.get(['ports']));
  const isDeclared =
    target.port === undefined
      ? declared.some(({ containerPort }) => facts.ports.includes(Number(containerPort)))
      : declared.some(
          ({ containerPort, name: port }) => containerPort === target.port || port === target.port,
        );
  // The containers of a pod share its ports: somebody else answers there, or may.
  const others = container.workload.containers.filter(each => each !== container && each.role !== 'init');
  const declarer = isDeclared ? undefined : others.find(each => declaresPort(each, target.port));
  // What is said of an image that both run is about the one that declares the port.
  if (declarer !== undefined && (!isSaid || declarer.image.name === image.name)) return undefined;
  const doubts: Doubt[] = [];
  if (declarer !== undefined)
    doubts.push(`container ${declarer.name} declares port ${String(target.port)}, which it asks`);
  if (!isDeclared && name !== 'exec' && others.some(each => each.image.name === image.name)) {
    doubts.push('another container of the pod runs the same image, and none of them declares the port');
  }
  if (!fact.verified) doubts.push(`that it suits ${image.name} is not verified`);
  if (answers === 'perhaps') doubts.push('whether it answers there its configuration decides');
  if (!isSaid) {
    if (!isDeclared) doubts.push(UNDECLARED);
    if (container.get(['command']) !== undefined) doubts.push(ENTRYPOINT_REPLACED);
    const moved = name === 'exec' ? undefined : movedEndpoint(container, name, target.port);
    if (moved !== undefined) doubts.push(`${moved} may move what the probe asks`);
    if (kind === 'liveness' && mountsOf(container).some(({ path }) => isWithin(path, INIT_SCRIPTS))) {
      doubts.push('it runs scripts before it listens, and a restart in between leaves half of them done');
    }
  }
  return {
    handler: { [name]: isSaid ? target : withPortName(asTold(target, container), container, root) },
    known: fact.value,
    doubts,
    evidence: [fact.evidence],
  };
}

/** By the name of the port, where a Service or another probe of the container calls it so. */
function withPortName(target: JsonObject, container: Container, root: Root): JsonObject {
  const { workload } = container;
  const declared = mapsIn(container.get(['ports'])).find(each => each.containerPort === target.port);
  const name = declared?.name;
  if (typeof name !== 'string') return target;
  const probed = Object.values(FIELD).flatMap(field =>
    Object.values(handlerOf(container.get([field])) ?? {}),
  );
  const served = root.servicesFor(workload).flatMap(each => mapsIn(each.get(['spec', 'ports'])));
  const isUsed =
    probed.some(each => isMap(each) && each.port === name) ||
    served.some(({ targetPort }) => targetPort === name);
  return isUsed ? { ...target, port: name } : target;
}

function declaresPort(container: Container, port: Json | undefined): boolean {
  return (
    port !== undefined &&
    mapsIn(container.get(['ports'])).some(each => each.containerPort === port || each.name === port)
  );
}

interface AskedPort {
  /** By its name where it has one. */
  readonly port: string | number;
  readonly number: number;
  /** What sends there. */
  readonly evidence: Evidence | undefined;
}

/** Declared TCP ports of the container that a Service sends to. */
function servedPorts(container: Container, root: Root): AskedPort[] {
  const declared = tcpPorts(container);
  return root.servicesFor(container.workload).flatMap(service =>
    mapsIn(service.get(['spec', 'ports'])).flatMap(({ port, targetPort = port, protocol = 'TCP' }) => {
      const found = declared.find(
        ({ name, containerPort }) => targetPort === name || targetPort === containerPort,
      );
      if (protocol !== 'TCP' || found === undefined || isNoneToAsk(found, port)) return [];
      const at = service.where(['spec', 'ports']);
      const says = `Service ${service.name} sends to this port`;
      return [askedPort(found, { kind: 'manifest', at, says })];
    }),
  );
}

/** Those that only kubelet asks are among them. */
function declaredPorts(container: Container): AskedPort[] {
  return tcpPorts(container)
    .filter(each => !isNoneToAsk(each, undefined))
    .map(each => askedPort(each, undefined));
}

function tcpPorts(container: Container): JsonObject[] {
  return mapsIn(container.get(['ports'])).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
}

function askedPort({ name, containerPort }: JsonObject, evidence: Evidence | undefined): AskedPort {
  const number = Number(containerPort);
  return { port: typeof name === 'string' ? name : number, number, evidence };
}

const TLS_PORTS = [443, 6443, 8443, 9443, 10250, 10443];

/** A connection that is opened and dropped is an error in the log of a TLS server, at each try; metrics are no traffic. */
function isNoneToAsk({ name, containerPort }: JsonObject, port: Json | undefined): boolean {
  return (
    /tls|ssl|https|webhook|metrics|prom/i.test(String(name ?? '')) ||
    TLS_PORTS.includes(Number(containerPort)) ||
    port === 443
  );
}

/** Liveness must not share readiness' handler: a busy pod would be restarted instead of left alone. */
export function clashes(
  handler: JsonObject,
  kind: ProbeKind,
  container: Container,
  planned: JsonObject | undefined,
): boolean {
  if (kind === 'startup') return false;
  const other = FIELD[kind === 'liveness' ? 'readiness' : 'liveness'];
  return sameHandler(handler, container.get([other])) || sameHandler(handler, planned);
}
