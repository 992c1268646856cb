/** Which headers ingress-nginx lets an Ingress set: its ConfigMap lists them, and by default none. */

import type { Change, Doubt, Evidence, Json, JsonObject, Resource, Root } from '../../src/transform.ts';

export interface HeaderOptions {
  readonly headers: JsonObject;
  readonly allowedResponseHeaders: readonly string[];
}

/** What the fix rests on. */
export interface HeaderContext {
  readonly root: Root;
  readonly options: HeaderOptions;
  configured(option: keyof HeaderOptions, says: string): Evidence | undefined;
}

interface Allowed {
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
  /** In the ConfigMap of the controller, where this root renders it. */
  readonly changes: readonly Change[];
}

const PATH = ['data', 'global-allowed-response-headers'];

/** Names under which the controller is installed, by its own manifests and its chart. */
const NAMESPACES = ['ingress-nginx', 'nginx-ingress', 'kube-system', 'ingress'];

/** Undefined where one of them is not known to be allowed: the controller would answer 503 for all of the Ingress. */
export function allowedBy(
  names: readonly string[],
  { root, options, configured }: HeaderContext,
): Allowed | undefined {
  const stated = configured('allowedResponseHeaders', 'the controller allows them');
  if (stated !== undefined && names.every(each => options.allowedResponseHeaders.includes(each)))
    return { evidence: [stated], doubts: [], changes: [] };
  const map = controllerMap(root);
  if (map === undefined) return undefined;
  const listed = listedIn(map);
  const missing = names.filter(each => !listed.includes(each));
  const says = 'the ConfigMap of the controller lists what it allows';
  const evidence: Evidence = { kind: 'manifest', at: map.where(PATH), says };
  if (missing.length === 0) return { evidence: [evidence], doubts: [], changes: [] };
  // What another root renders is not changed by a fix of this one.
  if (!root.resources.includes(map)) return undefined;
  return {
    evidence: [evidence],
    doubts: ['the controller answers 503 until it has read the longer list'],
    changes: [map.set(PATH, longer(map.get(PATH), missing))],
  };
}

/** As it is written, with more at its end. */
function longer(written: Json | undefined, missing: readonly string[]): string {
  if (typeof written !== 'string' || written.trim() === '') return missing.join(',');
  return [written.trimEnd(), ...missing].join(written.includes(', ') ? ', ' : ',');
}

function listedIn(map: Resource): string[] {
  const text = map.get(PATH);
  if (typeof text !== 'string') return [];
  return text
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '');
}

function controllerMap(root: Root): Resource | undefined {
  return NAMESPACES.flatMap(each => root.platform.find('ConfigMap', each)).find(
    ({ name, labels }) =>
      name === 'ingress-nginx-controller' ||
      name === 'nginx-configuration' ||
      (labels['app.kubernetes.io/name'] === 'ingress-nginx' &&
        labels['app.kubernetes.io/component'] === 'controller'),
  );
}
