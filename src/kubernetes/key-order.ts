/**
 * Where people expect a new key to stand. Source: the order of the Kubernetes documentation's examples, of
 * `kubectl create --dry-run -o yaml` and of kustomize's own `kustomization.yaml` field order.
 */

import {
  CONTAINER_KEYS,
  KUSTOMIZATION_KEYS,
  KUSTOMIZATION_ONLY,
  ORDERS,
  POD_SPEC_KEYS,
} from './key-order-data.ts';

type Path = readonly (string | number)[];

/**
 * The existing key after which `newKey` should go.
 *
 * @param path path of the map that receives the key, from the top of the object or kustomization
 * @param keys keys of that map, in the order of the text
 * @returns the key; null when the new key goes first; undefined when it goes to the end, because no convention knows
 *   it or knows any of its neighbours
 */
export function conventionalNeighbour(
  path: Path,
  keys: readonly string[],
  newKey: string,
): string | null | undefined {
  const order = orderFor(path, [...keys, newKey]);
  const rank = order.indexOf(newKey);
  if (rank < 0) return undefined;
  let neighbour: string | undefined;
  let hasFollower = false;
  for (const key of keys) {
    const keyRank = order.indexOf(key);
    if (keyRank > rank) hasFollower = true;
    // The last in the text, whatever its rank: memory before cpu stays a pair.
    else if (keyRank >= 0) neighbour = key;
  }
  return neighbour ?? (hasFollower ? null : undefined);
}

/**
 * A new value with the keys of its maps in the conventional order.
 *
 * @param path where the value will stand
 */
export function inConventionalOrder<T>(path: Path, value: T): T {
  if (Array.isArray(value)) return value.map((item, i) => inConventionalOrder([...path, i], item)) as T;
  if (value === null || typeof value !== 'object') return value;
  const keys: string[] = [];
  for (const key of Object.keys(value)) {
    const after = conventionalNeighbour(path, keys, key);
    keys.splice(after === undefined ? keys.length : after === null ? 0 : keys.indexOf(after) + 1, 0, key);
  }
  const map = value as Record<string, unknown>;
  return Object.fromEntries(keys.map(key => [key, inConventionalOrder([...path, key], map[key])])) as T;
}

/** The order list of a map, told by where it stands and, where that is not enough, by the keys it has. */
function orderFor(path: Path, keys: readonly string[]): readonly string[] {
  const last = path.at(-1);
  if (last === undefined) {
    return keys.some(key => KUSTOMIZATION_ONLY.has(key)) ? KUSTOMIZATION_KEYS : ORDERS.object!;
  }
  if (typeof last === 'number') return elementOrder(path, keys);
  if (last === 'securityContext') {
    return typeof path.at(-2) === 'number' ? ORDERS.securityContext! : ORDERS.podSecurityContext!;
  }
  if (last === 'spec') return specOrder(path, keys);
  if (last === 'limits' || last === 'requests') return ORDERS.amounts!;
  if (last.endsWith('Probe')) return ORDERS.probe!;
  return Object.hasOwn(ORDERS, last) ? ORDERS[last]! : [];
}

function elementOrder(path: Path, keys: readonly string[]): readonly string[] {
  const list = path.at(-2);
  if (list === 'containers' || list === 'initContainers' || list === 'ephemeralContainers') {
    return CONTAINER_KEYS;
  }
  if (list === 'ports') return keys.includes('containerPort') ? ORDERS.containerPort! : ORDERS.servicePort!;
  const name = `${String(list)}[]`;
  return Object.hasOwn(ORDERS, name) ? ORDERS[name]! : [];
}

/** `spec` means a pod's, a controller's or another kind's: the most telling keys decide. */
function specOrder(path: Path, keys: readonly string[]): readonly string[] {
  if (path.at(-2) === 'template' || keys.includes('containers')) return POD_SPEC_KEYS;
  if (path.at(-2) === 'jobTemplate') return ORDERS.jobSpec!;
  if (keys.includes('jobTemplate') || keys.includes('schedule')) return ORDERS.cronJobSpec!;
  if (keys.includes('backoffLimit') || keys.includes('completions') || keys.includes('parallelism')) {
    return ORDERS.jobSpec!;
  }
  if (keys.includes('template')) return ORDERS.controllerSpec!;
  return ORDERS.otherSpec!;
}
