/**
 * What is wrong with a pod whatever it is for: the API server refuses it, or the kubelet cannot start it. Not every
 * mistake, but those that a change can make: names that are there twice, mounts of a volume that is not there, and the
 * objects that must be there.
 */
import { allContainers, podKindOf, podTemplatesIn, type Step } from './pod-templates.ts';

export interface PodFlaw {
  /** What it is, as the end of a sentence about the object; equal flaws say the same. */
  readonly says: string;
  /** The element in question. */
  readonly path: readonly Step[];
}

export interface PodReference {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: string;
  readonly path: readonly Step[];
}

type Map = Readonly<Record<string, unknown>>;

interface Pod {
  readonly spec: Map;
  readonly path: readonly Step[];
  readonly containers: readonly Container[];
}

interface Container {
  readonly name: string;
  readonly object: Map;
  readonly path: readonly Step[];
}

/** The flaws of a workload's pods; none for other kinds. */
export function podFlaws(object: Map): PodFlaw[] {
  return podsOf(object).flatMap(pod => flawsOf(pod, mapAt(object, 'spec')));
}

function flawsOf(pod: Pod, owner: Map): PodFlaw[] {
  const { containers } = pod;
  const volumes = mapsIn(pod.spec.volumes);
  const claims = [...mapsIn(owner.volumeClaimTemplates), ...mapsIn(pod.spec.volumeClaimTemplates)].map(
    each => mapAt(each, 'metadata').name,
  );
  const present = new Set([...volumes.map(({ name }) => name), ...claims]);
  return [
    ...repeated(
      containers.map(({ name, path }) => ({ key: name, path })),
      'two containers are named',
    ),
    ...repeated(keyed(volumes, 'name', [...pod.path, 'volumes']), 'two volumes are named'),
    ...containers.flatMap(container => [
      ...missingVolumes(container, present),
      ...duplicatesIn(container, 'env', 'name', 'has two variables named'),
      // A port goes by its number: which of the two is the new one is not said.
      ...duplicatesIn(container, 'ports', 'name', 'has two ports named').map(flaw => ({
        ...flaw,
        path: [...container.path, 'ports'],
      })),
      ...duplicatesIn(container, 'volumeMounts', 'mountPath', 'mounts two volumes at'),
    ]),
  ];
}

function missingVolumes({ name, object, path }: Container, present: ReadonlySet<unknown>): PodFlaw[] {
  const uses = [
    ...mapsIn(object.volumeMounts).map(each => ({ each, list: 'volumeMounts', key: 'mountPath' })),
    ...mapsIn(object.volumeDevices).map(each => ({ each, list: 'volumeDevices', key: 'devicePath' })),
  ];
  return uses.flatMap(({ each, list, key }) => {
    const at = each[key];
    if (typeof each.name !== 'string' || typeof at !== 'string' || present.has(each.name)) return [];
    return [
      {
        says: `container ${name} mounts ${each.name} at ${at}, and the pod has no such volume`,
        path: [...path, list, { [key]: at }],
      },
    ];
  });
}

function duplicatesIn({ name, object, path }: Container, list: string, key: string, says: string): PodFlaw[] {
  return repeated(keyed(mapsIn(object[list]), key, [...path, list]), `container ${name} ${says}`);
}

interface Keyed {
  readonly key: string;
  readonly path: readonly Step[];
}

function keyed(items: readonly Map[], key: string, path: readonly Step[]): Keyed[] {
  return items.flatMap(item => {
    const value = item[key];
    return typeof value === 'string' ? [{ key: value, path: [...path, { [key]: value }] }] : [];
  });
}

function repeated(items: readonly Keyed[], says: string): PodFlaw[] {
  const seen = new Set<string>();
  return items.flatMap(({ key, path }) => {
    if (seen.has(key)) return [{ says: `${says} ${key}`, path }];
    seen.add(key);
    return [];
  });
}

/** The objects of its own namespace that a workload's pods cannot start without. */
export function podReferences(object: Map): PodReference[] {
  return podsOf(object).flatMap(referencesOf);
}

/** Names of the Secrets among them. */
export function secretsOf(object: Map): readonly string[] {
  return podReferences(object).flatMap(({ kind, name }) => (kind === 'Secret' ? [name] : []));
}

function referencesOf(pod: Pod): PodReference[] {
  const account = pod.spec.serviceAccountName;
  return [
    ...reference('ServiceAccount', { name: account }, [...pod.path, 'serviceAccountName']),
    ...pod.containers.flatMap(referencesOfContainer),
    ...keyedMaps(pod.spec.volumes, 'name', [...pod.path, 'volumes']).flatMap(({ map, path }) => [
      ...reference('ConfigMap', map.configMap, path),
      ...reference('Secret', map.secret, path),
      ...reference('PersistentVolumeClaim', map.persistentVolumeClaim, path),
      ...mapsIn(mapAt(map, 'projected').sources).flatMap(source => [
        ...reference('ConfigMap', source.configMap, path),
        ...reference('Secret', source.secret, path),
      ]),
    ]),
  ];
}

function referencesOfContainer({ object, path }: Container): PodReference[] {
  const all = [...path, 'envFrom'];
  return [
    ...keyedMaps(object.env, 'name', [...path, 'env']).flatMap(({ map, path: at }) => [
      ...reference('ConfigMap', mapAt(map, 'valueFrom').configMapKeyRef, at),
      ...reference('Secret', mapAt(map, 'valueFrom').secretKeyRef, at),
    ]),
    ...mapsIn(object.envFrom).flatMap(source => [
      ...reference('ConfigMap', source.configMapRef, all),
      ...reference('Secret', source.secretRef, all),
    ]),
  ];
}

/** What Kubernetes itself puts into every namespace. */
const PROVIDED = new Set(['ServiceAccount default', 'ConfigMap kube-root-ca.crt']);

function reference(kind: PodReference['kind'], source: unknown, path: readonly Step[]): PodReference[] {
  if (!isMap(source) || source.optional === true) return [];
  const name = source.name ?? source.secretName ?? source.claimName;
  if (typeof name !== 'string' || name === '' || PROVIDED.has(`${kind} ${name}`)) return [];
  return [{ kind, name, path }];
}

function podsOf(object: Map): Pod[] {
  const known = podKindOf(String(object.kind), String(object.apiVersion));
  if (known === undefined) return [];
  return podTemplatesIn(object).map(({ spec, path }) => ({
    spec,
    path,
    containers: [
      ...allContainers(known, spec).map(each => ({ ...each, path: [...path, ...each.path] })),
      ...keyedMaps(spec.ephemeralContainers, 'name', [...path, 'ephemeralContainers']).map(
        ({ key, map, path: at }) => ({ name: key, object: map, path: at }),
      ),
    ],
  }));
}

function keyedMaps(list: unknown, key: string, path: readonly Step[]): (Keyed & { readonly map: Map })[] {
  return mapsIn(list).flatMap(map => keyed([map], key, path).map(each => ({ ...each, map })));
}

function mapAt(map: Map, key: string): Map {
  const value = map[key];
  return isMap(value) ? value : {};
}

function mapsIn(list: unknown): Map[] {
  return Array.isArray(list) ? list.filter(isMap) : [];
}

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
