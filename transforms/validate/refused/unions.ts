/** Of several fields one: a merge keeps what the base says beside what an overlay says. */

import type { FieldPath, Json, JsonObject, Proposal, Resource, Workload } from '../../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../../shared/data.ts';
import { describeContainer } from '../../shared/pods.ts';
import { enumerated } from '../../shared/prose.ts';

export type UnionMessage = 'exclusive';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];
const HOOKS = ['postStart', 'preStop'];
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];
const VALUES = ['secretKeyRef', 'configMapKeyRef', 'fieldRef', 'resourceFieldRef', 'fileKeyRef'];

interface Union {
  /** A part of its object. */
  readonly what: string;
  readonly path: FieldPath;
  readonly fields: readonly string[];
}

/** What the pods of a workload say in two ways, of which the API server takes one. */
export function* podUnions(workload: Workload): Generator<Proposal<UnionMessage>> {
  for (const { name, ...volume } of mapsIn(workload.pod.volumes)) {
    const path = [...workload.podPath, 'volumes', { name: String(name) }];
    yield* found(workload, `${workload.kind} ${workload.name}`, {
      what: `volume ${String(name)}`,
      path,
      fields: written(volume, Object.keys(volume)),
    });
  }
  for (const container of workload.containers) {
    const { object, path } = container;
    const unions = [...variables(object), ...probes(object), ...hooks(object)];
    for (const each of unions) {
      const at = [...path, ...each.path];
      yield* found(workload, describeContainer(container), { ...each, path: at });
    }
  }
}

/** Blocks of addresses, which are no pods, beside selectors of pods. */
export function* peerUnions(policy: Resource): Generator<Proposal<UnionMessage>> {
  if (policy.kind !== 'NetworkPolicy' || !policy.apiVersion.startsWith('networking.k8s.io/')) return;
  for (const [direction, side] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    const peers = mapsIn(policy.get(['spec', direction])).flatMap(rule => mapsIn(rule[side]));
    const mixed = peers.find(peer => isMap(peer.ipBlock) && written(peer, SELECTORS).length > 0);
    if (mixed === undefined) continue;
    yield* found(policy, `${policy.kind} ${policy.name}`, {
      what: `a peer of ${direction}`,
      path: ['spec', direction],
      fields: written(mixed, ['ipBlock', ...SELECTORS]),
    });
  }
}

const SELECTORS = ['podSelector', 'namespaceSelector'];

function variables({ env }: JsonObject): Union[] {
  return mapsIn(env).flatMap(variable => {
    const what = `variable ${String(variable.name)}`;
    const path = ['env', { name: String(variable.name) }];
    const { value, valueFrom } = variable;
    // An empty value is none to the API server.
    const hasBoth = value !== undefined && value !== null && value !== '' && isMap(valueFrom);
    return [
      ...(hasBoth ? [{ what, path, fields: ['value', 'valueFrom'] }] : []),
      { what, path: [...path, 'valueFrom'], fields: written(mapAt(variable, 'valueFrom'), VALUES) },
    ];
  });
}

function probes(container: JsonObject): Union[] {
  return PROBES.map(probe => ({
    what: probe,
    path: [probe],
    fields: written(mapAt(container, probe), HANDLERS),
  }));
}

function hooks(container: JsonObject): Union[] {
  const lifecycle = mapAt(container, 'lifecycle');
  return HOOKS.map(hook => ({
    what: hook,
    path: ['lifecycle', hook],
    fields: written(mapAt(lifecycle, hook), HANDLERS),
  }));
}

/** Those that are said: a merge patch takes one out with null. */
function written(map: JsonObject, fields: readonly string[]): string[] {
  return fields.filter(field => isSaid(map[field]));
}

function isSaid(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

function* found(
  { key }: Resource,
  subject: string,
  { what, path, fields }: Union,
): Generator<Proposal<UnionMessage>> {
  if (fields.length < 2) return;
  yield {
    message: 'exclusive',
    data: { subject, what, fields: enumerated(fields) },
    at: { on: key, path },
    changes: [],
    evidence: [],
  };
}
