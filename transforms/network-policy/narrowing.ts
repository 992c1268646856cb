/** Entries of a written policy that let in too much: callers and ports are named in their place, and all other entries stay. */

import { mapOf } from '../../src/network/data.ts';
import { declaredPorts, portAt, protocolOf, targetPortOf } from '../../src/network/services.ts';
import type {
  Change,
  Doubt,
  Evidence,
  Json,
  JsonObject,
  Resource,
  Root,
  Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { type Wordings, wordingsOf } from './as-written.ts';
import type { CallerOptions } from './callers/known.ts';
import type { Call } from './callers/tunnels.ts';
import { ingressOf, peersOf, plainPods, portsIn, referredPods, type Wording } from './manifest.ts';
import { passesBy } from './proof.ts';
import { type Admission, admissionTo, type PortRule, portsOf } from './rules.ts';

/** An item of `ingress`: whom somebody decided on, and what lets in too much. */
interface Entry {
  readonly rule: JsonObject;
  readonly decided: readonly JsonObject[];
  readonly wide: readonly JsonObject[];
  /** Undefined: all. */
  readonly ports: Json | undefined;
}

/** What a policy says once its wide entries are narrowed. */
export interface Narrowed {
  /** As the manifest has to say it. */
  readonly ingress: JsonObject[];
  /** The same as it is rendered. */
  readonly plain: JsonObject[];
  readonly callers: readonly string[];
  readonly changes: readonly Change[];
  readonly nameless: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
  /** What nothing here says, where some entry needs it. */
  readonly unknown: 'callers' | 'ports' | undefined;
}

export function isEmptyRule({ from, ports }: JsonObject): boolean {
  return mapsIn(from).length === 0 && mapsIn(ports).length === 0;
}

export function isWholeNamespace({ podSelector, namespaceSelector, ipBlock }: JsonObject): boolean {
  if (namespaceSelector !== undefined || ipBlock !== undefined || !isMap(podSelector)) return false;
  return Object.values(podSelector).every(each =>
    Array.isArray(each) ? each.length === 0 : isMap(each) && Object.keys(each).length === 0,
  );
}

/** The pods of all namespaces. */
export function isWholeCluster({ podSelector, namespaceSelector }: JsonObject): boolean {
  const isAll = (selector: Json | undefined) => isMap(selector) && Object.keys(selector).length === 0;
  return isAll(namespaceSelector) && (podSelector === undefined || isAll(podSelector));
}

/** @param workloads that the policy selects */
export function narrowedBy(
  policy: Resource,
  workloads: readonly Workload[],
  options: CallerOptions,
  root: Root,
): Narrowed {
  const namespace = root.platform.namespaceOf(policy);
  const spec = mapOf(policy.get(['spec']));
  const items = mapsIn(spec.ingress);
  const wordings = wordingsOf(policy, 'ingress', items);
  const entries = items.map(inParts);
  const decided = entries.flatMap(({ rule, decided: from }) =>
    from.length > 0 || isForPorts(rule) ? [{ ...rule, from }] : [],
  );
  const fromElsewhere = decided
    .filter(({ from }) => from.some(isElsewhere))
    .map(({ from: _, ...rule }): JsonObject => rule);
  const lets = (call: Call, ...ingress: readonly JsonObject[]) =>
    passesBy(call, { namespace, spec: { ...spec, ingress } }, root);
  const parts = entries.map(entry => ({
    ...entry,
    admission: isWide(entry)
      ? admissionTo(workloads, options, root, call => isMeant(call, entry))
      : undefined,
    missing: isPortless(entry) ? portsFor(entry.decided) : [],
  }));
  const open = parts.flatMap(({ admission }) => admission ?? []);
  const isWithoutPorts = parts.some(part => isPortless(part) && part.missing.length === 0);
  const said = (words: Wording['words'], known: Wordings) =>
    parts.flatMap(part => saidOf(part, known, { home: namespace, targets: workloads, words }, root));
  return {
    ingress: said(referredPods(root), wordings),
    plain: said(plainPods, new Map()),
    callers: [...new Set(open.flatMap(({ callers }) => callers))],
    changes: open.flatMap(({ changes }) => changes),
    nameless: open.flatMap(({ nameless }) => nameless),
    evidence: open.flatMap(({ evidence }) => evidence),
    doubts: [...new Set(open.flatMap(({ doubts }) => doubts))],
    unknown: open.some(({ rules }) => rules.length === 0) ? 'callers' : isWithoutPorts ? 'ports' : undefined,
  };

  /** A name that no pod has is no port. */
  function isMeant(call: Call, { rule, wide, ports }: Entry): boolean {
    if (typeof call.edge.port !== 'number' || lets(call, ...decided)) return false;
    if (call.peer.type !== 'pods' && call.peer.type !== 'namespaces')
      return lets(call, { ...rule, from: wide });
    // Where it stands is not known: it may be among those that the entry lets in, or is what somebody decided on for that port.
    return lets(call, { ports: ports ?? [] }) && !lets(call, ...fromElsewhere);
  }

  /** Those at which all of some callers are seen, else whatever the pods are there for. */
  function portsFor(from: readonly JsonObject[]): readonly PortRule[] {
    const { calls } = admissionTo(workloads, options, root);
    const theirs = calls.filter(call => lets(call, { from }));
    const areSeen = from.every(peer => theirs.some(call => lets(call, { from: [peer] })));
    return portsOf(
      [...theirs.map(({ edge }) => edge), ...(areSeen ? [] : servedBy(workloads, root))].filter(
        ({ port }) => typeof port === 'number',
      ),
    );
  }
}

interface Part extends Entry {
  readonly admission: Admission | undefined;
  /** Ports for whom somebody decided on, where the entry lets them in at all. */
  readonly missing: readonly PortRule[];
}

function saidOf(
  { rule, decided, wide, ports, admission, missing }: Part,
  wordings: Wordings,
  wording: Wording,
  root: Root,
): readonly JsonObject[] {
  const written = wordings.get(rule) ?? rule;
  if (admission === undefined && missing.length === 0) return [written];
  const rules = admission?.rules ?? [];
  const kept = (peer: JsonObject) => wordings.get(peer) ?? peer;
  if (ports !== undefined) {
    // They are decided, also where a caller is seen at one of them only.
    const named = peersOf(
      rules.flatMap(({ peers }) => peers),
      wording,
      root,
    );
    const from = mapsIn(rule.from).flatMap(peer =>
      decided.includes(peer) ? [kept(peer)] : peer === wide[0] ? named : [],
    );
    return [{ ...written, from }];
  }
  const stays =
    decided.length === 0 ? [] : [{ ...written, from: decided.map(kept), ports: portsIn(missing) }];
  return [...stays, ...ingressOf(rules, wording, root)];
}

function inParts(rule: JsonObject): Entry {
  const ports = mapsIn(rule.ports).length > 0 ? rule.ports : undefined;
  const isTooWide = (peer: JsonObject) =>
    isWholeNamespace(peer) || (ports === undefined && isWholeCluster(peer));
  const peers = mapsIn(rule.from);
  return {
    rule,
    ports,
    decided: peers.filter(each => !isTooWide(each)),
    wide: peers.filter(isTooWide),
  };
}

function isWide({ rule, wide }: Entry): boolean {
  return wide.length > 0 || isEmptyRule(rule);
}

function isPortless({ ports, decided }: Entry): boolean {
  return ports === undefined && decided.length > 0;
}

function isElsewhere({ namespaceSelector, ipBlock }: JsonObject): boolean {
  return namespaceSelector !== undefined || ipBlock !== undefined;
}

/** For everybody, at some ports. */
function isForPorts({ from, ports }: JsonObject): boolean {
  return mapsIn(from).length === 0 && mapsIn(ports).length > 0;
}

/** What pods declare, and where their Services lead. */
export function servedBy(workloads: readonly Workload[], root: Root): readonly PortRule[] {
  return workloads.flatMap(workload => [
    ...declaredPorts(workload).map(each => ({
      port: portAt(workload, each.containerPort),
      protocol: protocolOf(each),
    })),
    ...root
      .servicesFor(workload)
      .flatMap(service => mapsIn(service.get(['spec', 'ports'])))
      .map(each => ({ port: portAt(workload, targetPortOf(each)), protocol: protocolOf(each) })),
  ]);
}
