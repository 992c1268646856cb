/** Ports that a container declares twice: a merge keeps the last of one number, and the API server refuses one name twice. */

import type { Container, JsonObject, Proposal } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { indexBy } from '../shared/index-by.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';

export type DoublePortMessage = 'double-port' | 'lost-port' | 'double-port-name';

export interface LostPort {
  /** `8087/TCP` */
  readonly port: string;
  /** All that the manifest says, in its order. */
  readonly names: readonly string[];
  readonly kept: string;
}

export function* doublePorts(container: Container): Generator<Proposal<DoublePortMessage>> {
  const subject = describeContainer(container);
  const at = { on: container.workload.key, path: [...container.path, 'ports'] };
  const nothing = { at, changes: [], evidence: [] };
  const ports = mapsIn(container.get(['ports']));
  const names = ports.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (twice.length > 0) {
    yield { message: 'double-port-name', data: { subject, names: enumerated(twice) }, ...nothing };
    return;
  }
  for (const [port, same] of byNumber(ports)) {
    if (same.length > 1) yield { message: 'double-port', data: { subject, port }, ...nothing };
  }
  for (const { port, names: said, kept } of lostPorts(container)) {
    yield { message: 'lost-port', data: { subject, port, names: enumerated(said), kept }, ...nothing };
  }
}

/** Numbers that the manifest declares by several names, of which the render has one. */
export function lostPorts(container: Container): readonly LostPort[] {
  const rendered = byNumber(mapsIn(container.get(['ports'])));
  return [...byNumber(writtenPorts(container))].flatMap(([port, written]) => {
    const [kept, ...others] = rendered.get(port) ?? [];
    const names = written.map(nameOf);
    if (kept === undefined || others.length > 0 || new Set(names).size < 2) return [];
    return [{ port, names, kept: nameOf(kept) }];
  });
}

function writtenPorts({ name, path, workload }: Container): readonly JsonObject[] {
  const { written } = workload;
  const list = path
    .slice(0, -1)
    .reduce<unknown>(
      (value, step) => (isMap(value) && typeof step === 'string' ? value[step] : undefined),
      written,
    );
  const own = mapsIn(list as JsonObject[]).find(each => each.name === name);
  return mapsIn(own?.ports);
}

function nameOf({ name, containerPort }: JsonObject): string {
  return String(name ?? containerPort);
}

/** One number may be had at several ports of the node. */
function byNumber(ports: readonly JsonObject[]): ReadonlyMap<string, readonly JsonObject[]> {
  const inside = ports.filter(({ hostPort }) => hostPort === undefined);
  return indexBy(inside, ({ containerPort, protocol = 'TCP' }) => [
    `${String(containerPort)}/${String(protocol)}`,
  ]);
}
