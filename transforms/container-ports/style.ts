/** How the repository writes ports: their names, and whether they say their protocol (catalogue M11). */

import type { Container, JsonObject, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { remembered } from '../shared/remembered.ts';
import { isLegalPortName } from './names.ts';
import type { PortUse } from './uses.ts';

/** The name that Services have for a port, else its neighbours'; undefined rather than one that nobody uses. */
export function nameFor(use: PortUse, root: Root, taken: ReadonlySet<unknown>): string | undefined {
  const neighbours = namesByPort(root).get(`${use.port} ${use.protocol}`) ?? [];
  return [...use.names, ...neighbours].find(each => !taken.has(each));
}

/** What ports of a number are called by other workloads of the root, the most common name first. */
const namesByPort = remembered((root: Root): ReadonlyMap<string, readonly string[]> => {
  const counts = new Map<string, Map<string, number>>();
  for (const { name, containerPort, protocol = 'TCP' } of portsOf(root)) {
    if (typeof name !== 'string' || !isLegalPortName(name)) continue;
    const key = `${String(containerPort)} ${String(protocol)}`;
    const names = counts.get(key) ?? new Map<string, number>();
    counts.set(key, names.set(name, (names.get(name) ?? 0) + 1));
  }
  const sorted = (names: ReadonlyMap<string, number>) =>
    [...names].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
  return new Map([...counts].map(([key, names]) => [key, sorted(names)]));
});

/** Whether ports say `protocol: TCP` here: those of the container, else of its pod, else most of the root. */
export function saysProtocol(container: Container, root: Root): boolean {
  const own = mapsIn(container.get(['ports']));
  if (own.length > 0) return own.every(isExplicit);
  const pod = container.workload.containers.flatMap(each => mapsIn(each.get(['ports'])));
  return pod.length > 0 ? pod.every(isExplicit) : isMostlyExplicit(root);
}

const isMostlyExplicit = remembered((root: Root): boolean => {
  const ports = portsOf(root);
  return ports.filter(isExplicit).length * 2 > ports.length;
});

function isExplicit({ protocol }: JsonObject): boolean {
  return protocol !== undefined;
}

function portsOf({ workloads }: Root): JsonObject[] {
  return workloads.flatMap(({ containers }) => containers.flatMap(each => mapsIn(each.get(['ports']))));
}
