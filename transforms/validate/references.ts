/** Names of ConfigMaps, Secrets, claims and accounts in pods that nothing answers to. */

import { secretsMadeBy } from '../../src/kubernetes/made-secrets.ts';
import type {
  Ask,
  FieldPath,
  Json,
  JsonObject,
  Proposal,
  Resource,
  Root,
  Workload,
} from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { nearName } from '../shared/near.ts';
import { enumerated, type Question } from '../shared/prose.ts';
import { isMissing, providersOf, sameNamespace } from '../shared/provided.ts';
import { isCustom } from '../shared/voices.ts';

export type ReferenceMessage = 'missing' | 'made-outside' | 'missing-key';

interface Use {
  readonly kind: 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim' | 'ServiceAccount';
  readonly name: string;
  /** Keys of it that must be there. */
  readonly keys: readonly string[];
  readonly path: FieldPath;
}

/** Objects that the cluster itself or a mesh puts into every namespace. */
const GIVEN = new Set([
  'ConfigMap/kube-root-ca.crt',
  'ConfigMap/openshift-service-ca.crt',
  'ConfigMap/istio-ca-root-cert',
  'ServiceAccount/default',
  'ServiceAccount/builder',
  'ServiceAccount/deployer',
]);

/** What the pods of a workload name and nobody provides: one finding for all of it. */
export function* danglingReferences(workload: Workload, root: Root): Generator<Proposal<ReferenceMessage>> {
  const uses = usesOf(workload).filter(use => !GIVEN.has(`${use.kind}/${use.name}`));
  const unrendered = uses.filter(use => isMissing(use, workload, root));
  const madeAt = ({ kind, name, path }: Use) =>
    root.platform.madeOutside(kind, name, workload.where(path), root.platform.namespaceOf(workload));
  const missing = unrendered.filter(use => madeAt(use) === undefined);
  const made = unrendered.filter(use => madeAt(use) !== undefined);
  const subject = `${workload.kind} ${workload.name}`;
  if (missing.length > 0) {
    const near = [...new Set(missing.flatMap(use => meantBy(use, workload, root)))];
    yield {
      message: 'missing',
      data: { workload: subject, names: namesOf(missing), near: near.join('') },
      at: { on: workload.key, path: missing[0]!.path },
      changes: [],
      evidence: [],
      ...(missing.every(use => renamedApart(use, workload, root) !== undefined)
        ? NAMESPACE_MISSING
        : {
            blocked: `who makes ${missing.length === 1 ? 'it' : 'them'}? Add it, correct the name, mark the reference optional where pods can do without, or exempt it with who makes it`,
            asks: [...new Set(missing.map(({ kind }) => kind))].map(kind => whoMakes(kind, missing)),
          }),
    };
  }
  if (made.length > 0) {
    const places = [...new Set(made.flatMap(use => madeAt(use) ?? []))];
    yield {
      message: 'made-outside',
      data: { workload: subject, names: namesOf(made), places: enumerated(places) },
      at: { on: workload.key, path: made[0]!.path },
      changes: [],
      evidence: [],
    };
  }
  for (const use of uses) yield* missingKeys(use, workload, root);
}

/** It renames in one namespace only. The overlay that sets the namespace for all of them settles it too. */
const NAMESPACE_MISSING: Question = {
  known: 'write the same namespace at the object (or its generator) and at what reads it',
};

const MADE_BY = 'Nobody: add it, correct the name, or mark the reference optional where pods can do without';

/** Asked once for all that is missing of a kind: whoever makes one of them usually makes all. */
function whoMakes(kind: string, missing: readonly Use[]): Ask {
  const names = missing.filter(use => use.kind === kind).map(({ name }) => name);
  return {
    type: 'decision',
    about: `who makes each ${kind} that pods need and nobody renders`,
    question: `who makes ${names.length === 1 ? 'it' : 'them'}? ${MADE_BY}`,
    names,
    choices: [staying('somebody outside of this repository', 'made outside of this repository')],
  };
}

function namesOf(uses: readonly Use[]): string {
  return enumerated([...new Set(uses.map(use => `${use.kind} ${use.name}`))]);
}

/** What is there of the kind under a name that may have been meant: as manifests call it, without the hash of a generator. */
function meantBy(use: Use, workload: Workload, root: Root): string[] {
  const { kind, name } = use;
  const apart = renamedApart(use, workload, root);
  if (apart !== undefined) return [` (${name} ${apart})`];
  const there = root.find(kind, each => sameNamespace(each.namespace, workload.namespace)).map(sourceName);
  const near = nearName(name, there);
  return near === undefined ? [] : [` (did you mean ${near}?)`];
}

/** Why the object that is meant is not found: kustomize renames references to what is in their namespace only. */
function renamedApart({ kind, name }: Use, { namespace }: Workload, root: Root): string | undefined {
  const [meant] = root.find(
    kind,
    each => each.name !== name && sourceName(each) === name && sameNamespace(each.namespace, namespace),
  );
  if (meant === undefined || meant.namespace === namespace) return undefined;
  return meant.namespace === undefined
    ? `is there without a namespace, which kustomize does not take for that of namespace ${namespace}`
    : `is there in namespace ${meant.namespace}, and its reader says none`;
}

/** Keys that an object which is there does not have. What a controller fills later has none yet. */
function* missingKeys(use: Use, workload: Workload, root: Root): Generator<Proposal<'missing-key'>> {
  const [provider] = providersOf(use.kind, use.name, workload, root);
  const held = provider ? keysOf(provider) : keysToBe(use, workload, root);
  if (held === undefined || held.size === 0) return;
  const absent = use.keys.filter(key => !held.has(key));
  if (absent.length === 0) return;
  yield {
    message: 'missing-key',
    data: {
      workload: `${workload.kind} ${workload.name}`,
      object: `${use.kind} ${use.name}`,
      keys: enumerated(absent),
    },
    at: { on: workload.key, path: use.path },
    changes: [],
    evidence: [],
    blocked: `which key of ${use.kind} ${use.name} is meant? It has ${enumerated([...held].sort().slice(0, 8))}`,
  };
}

/** Of a Secret that something in sight makes, as far as that says every key. */
function keysToBe({ kind, name }: Use, { namespace }: Workload, root: Root): ReadonlySet<string> | undefined {
  if (kind !== 'Secret') return undefined;
  const makers = root.resources
    .filter(each => isCustom(each) && sameNamespace(each.namespace, namespace))
    .flatMap(each => secretsMadeBy(each.object))
    .filter(made => made.name === name);
  const [made] = makers;
  // Two that make one put their keys together.
  return makers.length === 1 && made?.isWhole ? new Set(made.keys) : undefined;
}

function keysOf({ kind, object }: Resource): ReadonlySet<string> | undefined {
  if (kind !== 'ConfigMap' && kind !== 'Secret') return undefined;
  if (typeof object.type === 'string' && object.type.startsWith('kubernetes.io/service-account'))
    return undefined;
  return new Set(
    [object.data, object.stringData, object.binaryData].flatMap(map => (isMap(map) ? Object.keys(map) : [])),
  );
}

/** What the pods of a workload name, and cannot do without. */
export function usesOf(workload: Workload): readonly Use[] {
  const account = workload.pod.serviceAccountName ?? workload.pod.serviceAccount;
  const path = [...workload.podPath, 'serviceAccountName'];
  return [
    ...(typeof account === 'string'
      ? [{ kind: 'ServiceAccount', name: account, keys: [], path } as const]
      : []),
    ...workload.containers.flatMap(({ object, path: at }) => [
      ...mapsIn(object.env).flatMap(variable => fromVariable(variable, at)),
      ...mapsIn(object.envFrom).flatMap(source => [
        ...useOf('ConfigMap', source.configMapRef, [...at, 'envFrom']),
        ...useOf('Secret', source.secretRef, [...at, 'envFrom']),
      ]),
    ]),
    ...mapsIn(workload.pod.volumes).flatMap(volume => fromVolume(volume, workload.podPath)),
  ];
}

function fromVariable(variable: JsonObject, at: FieldPath): Use[] {
  if (!isMap(variable.valueFrom) || typeof variable.name !== 'string') return [];
  const path = [...at, 'env', { name: variable.name }];
  return [
    ...useOf('ConfigMap', variable.valueFrom.configMapKeyRef, path),
    ...useOf('Secret', variable.valueFrom.secretKeyRef, path),
  ];
}

function fromVolume(volume: JsonObject, podPath: FieldPath): Use[] {
  if (typeof volume.name !== 'string') return [];
  const path = [...podPath, 'volumes', { name: volume.name }];
  const claim = isMap(volume.persistentVolumeClaim) ? volume.persistentVolumeClaim.claimName : undefined;
  const sources = isMap(volume.projected) ? mapsIn(volume.projected.sources) : [];
  return [
    ...useOf('ConfigMap', volume.configMap, path),
    ...useOf('Secret', volume.secret, path),
    ...(typeof claim === 'string'
      ? [{ kind: 'PersistentVolumeClaim', name: claim, keys: [], path } as const]
      : []),
    ...sources.flatMap(source => [
      ...useOf('ConfigMap', source.configMap, path),
      ...useOf('Secret', source.secret, path),
    ]),
  ];
}

function useOf(kind: 'ConfigMap' | 'Secret', source: Json | undefined, path: FieldPath): Use[] {
  if (!isMap(source) || source.optional === true) return [];
  const name = kind === 'Secret' ? (source.name ?? source.secretName) : source.name;
  if (typeof name !== 'string' || name === '') return [];
  const items = mapsIn(source.items).flatMap(item => (typeof item.key === 'string' ? [item.key] : []));
  return [{ kind, name, keys: typeof source.key === 'string' ? [source.key] : items, path }];
}
