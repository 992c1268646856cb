/**
 * Lists whose elements have a key, so that a path can select one by it.
 *
 * Source: `x-kubernetes-patch-merge-key` and `x-kubernetes-list-map-keys` of Kubernetes' OpenAPI. This says how people
 * speak of an element; whether kustomize merges the list for a given kind is the merge schema's business.
 */

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** List field -> its keys, where the name alone decides. */
const KEYS_BY_FIELD: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ownerReferences: ['uid'],
  conditions: ['type'],
  webhooks: ['name'],
};

/** A step of a path: a map key, a list index, or the element selected by its keys. */
export type KeyedStep = string | number | { readonly [key: string]: string | number };

/**
 * Keys of the elements of the list at `path`.
 *
 * @param kind kind of the object: `ports` of a Service and of a container have different keys
 * @param path path of the list itself: `['spec', 'containers', {name: 'web'}, 'ports']`
 * @returns null for lists that have no key and are set whole (args, envFrom, tolerations, rules, ...)
 */
export function mergeKeysOf(kind: string, path: readonly KeyedStep[]): readonly string[] | null {
  const field = path.at(-1);
  if (typeof field !== 'string') return null;
  if (field === 'ports') return portKeys(kind, path);
  if (field === 'secrets') return kind === 'ServiceAccount' && path.length === 1 ? ['name'] : null;
  // A ServiceAccount's imagePullSecrets are atomic, unlike a pod's.
  if (field === 'imagePullSecrets' && kind === 'ServiceAccount') return null;
  return Object.hasOwn(KEYS_BY_FIELD, field) ? KEYS_BY_FIELD[field]! : null;
}

function portKeys(kind: string, path: readonly KeyedStep[]): readonly string[] | null {
  const owner = path.at(-3);
  if (typeof owner === 'string' && CONTAINER_LISTS.includes(owner)) return ['containerPort', 'protocol'];
  return kind === 'Service' && path.length === 2 ? ['port', 'protocol'] : null;
}

/** Index of the first element that has every value of the selector, or -1. An absent protocol counts as TCP. */
export function indexOfElement(
  list: readonly unknown[],
  selector: { readonly [key: string]: string | number },
): number {
  return list.findIndex(element => {
    if (typeof element !== 'object' || element === null) return false;
    const map = element as Record<string, unknown>;
    return Object.entries(selector).every(([key, value]) => keyValue(map, key) === value);
  });
}

function keyValue(element: Readonly<Record<string, unknown>>, key: string): string | number | undefined {
  const value = element[key] ?? (key === 'protocol' ? 'TCP' : undefined);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
