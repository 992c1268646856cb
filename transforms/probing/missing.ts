/** Probes that a container lacks, and where a handler may come from (catalogue L4). */

import type { Container, Evidence, Json, JsonObject, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isPromised } from '../shared/non-root.ts';
import { type ProbeKind, sameHandler } from './timings.ts';

export interface Found {
  readonly handler: JsonObject;
  readonly known: JsonObject | undefined;
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
}

export const FIELD: Readonly<Record<ProbeKind, string>> = {
  liveness: 'livenessProbe',
  readiness: 'readinessProbe',
  startup: 'startupProbe',
};

/** A handler for a missing probe: the configuration's or the family's, else a look at a port that a Service uses. */
export function handlerFor(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const known = knownHandler(kind, container);
  if (known !== undefined) return known;
  if (kind === 'startup') return undefined;
  const port = servedPort(container, root);
  if (port === undefined) return undefined;
  const handler = { tcpSocket: { port: port.port } };
  const evidence: Evidence = {
    kind: 'manifest',
    at: port.at,
    says: `Service ${port.service} sends to this port`,
  };
  const reasons =
    kind === 'liveness' ? ['a guess: a liveness probe that is wrong restarts healthy pods'] : [];
  return { handler, known: undefined, reasons, evidence: [evidence] };
}

function knownHandler(kind: ProbeKind, container: Container): Found | undefined {
  const { facts, image } = container;
  const fact = facts.probes[kind];
  if (fact === undefined) return undefined;
  const name = ['exec', 'httpGet', 'tcpSocket', 'grpc'].find(each => isMap(fact.value[each]));
  if (name === undefined || (name === 'exec' && facts.shell === false)) return undefined;
  const target = fact.value[name] as JsonObject;
  const declared = mapsIn(container.get(['ports']));
  const isDeclared =
    target.port === undefined
      ? declared.some(({ containerPort }) => facts.ports.includes(Number(containerPort)))
      : declared.some(
          ({ containerPort, name: port }) => containerPort === target.port || port === target.port,
        );
  // The containers of a pod share its ports: somebody else answers there, or may.
  const others = container.workload.containers.filter(each => each !== container && each.role !== 'init');
  if (!isDeclared && others.some(each => declaresPort(each, target.port))) return undefined;
  const reasons: string[] = [];
  if (!isDeclared && name !== 'exec' && others.some(each => each.image.name === image.name)) {
    reasons.push('another container of the pod runs the same image, and none of them declares the port');
  }
  if (!fact.verified) reasons.push(`that it suits ${image.name} is not verified`);
  if (!isPromised(fact)) {
    if (!isDeclared) reasons.push('the container does not declare the port that the image usually has');
    if (container.get(['command']) !== undefined) reasons.push("it does not run the image's own command");
  }
  return { handler: { [name]: target }, known: fact.value, reasons, evidence: [fact.evidence] };
}

function declaresPort(container: Container, port: Json | undefined): boolean {
  return (
    port !== undefined &&
    mapsIn(container.get(['ports'])).some(each => each.containerPort === port || each.name === port)
  );
}

/** A declared TCP port of the container that a Service sends to, by name where it has one. */
function servedPort(
  container: Container,
  root: Root,
): { readonly port: string | number; readonly service: string; readonly at: string } | undefined {
  const declared = mapsIn(container.get(['ports'])).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  for (const service of root.servicesFor(container.workload)) {
    for (const { port, targetPort = port, protocol = 'TCP' } of mapsIn(service.get(['spec', 'ports']))) {
      if (protocol !== 'TCP') continue;
      const found = declared.find(
        ({ name, containerPort }) => targetPort === name || targetPort === containerPort,
      );
      if (found === undefined) continue;
      const target = typeof found.name === 'string' ? found.name : Number(found.containerPort);
      return { port: target, service: service.name, at: service.where(['spec', 'ports']) };
    }
  }
  return undefined;
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
