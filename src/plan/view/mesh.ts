/** What a service mesh is told, and what is told of it: it holds for the whole cluster, whoever renders it. */

import { meshMarksOf } from '../../kubernetes/mesh.ts';
import type { Json, JsonObject, Resource } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';

type Identified = Pick<Resource, 'kind' | 'apiVersion' | 'labels' | 'annotations'>;

/** Whether an object is a Namespace of a mesh, or says who is let in. */
export function isOfMesh(object: Identified): boolean {
  return isPolicy(object) || (isNamespace(object) && meshMarksOf(object).length > 0);
}

/** The same of objects of a root, as far as it counts. */
export function meshOf(objects: readonly JsonObject[]): readonly Json[] {
  return objects.flatMap((object): Json[] => {
    const { kind, apiVersion, metadata } = object;
    const type = { kind: String(kind), apiVersion: String(apiVersion) };
    if (isPolicy(type)) return [object];
    if (!isNamespace(type)) return [];
    const { name = null, labels, annotations } = isJsonMap(metadata) ? metadata : {};
    const marks = meshMarksOf({ labels: textsOf(labels), annotations: textsOf(annotations) });
    return marks.length === 0 ? [] : [[name, ...marks.map(({ key, value }) => `${key}=${value}`)]];
  });
}

function isNamespace({ kind, apiVersion }: Pick<Identified, 'kind' | 'apiVersion'>): boolean {
  return kind === 'Namespace' && apiVersion === 'v1';
}

function isPolicy({ kind, apiVersion }: Pick<Identified, 'kind' | 'apiVersion'>): boolean {
  return kind === 'PeerAuthentication' && apiVersion.startsWith('security.istio.io/');
}

function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(isJsonMap(value ?? null) ? (value as JsonObject) : {});
  return Object.fromEntries(entries.map(([key, each]) => [key, String(each)]));
}
