/**
 * What a GitOps controller changes of what a folder builds: `kustomize:` of an Application, the patches and images of a
 * Flux Kustomization. It is one more layer above the root, and written in no kustomization.
 */

import type { Files } from '../../../kustomize/files/files.ts';
import { entry, type Node, toJson } from '../../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import { placeOf, textsAt } from '../manifests/documents.ts';

export interface Above {
  /** Object that says it: `Application shop`. */
  readonly by: string;
  /** `file:line` of the first of its fields. */
  readonly at: string;
  /** The fields of a kustomization that does the same. */
  readonly fields: JsonObject;
}

/** Fields of Flux that mean what they mean in a kustomization. */
const FLUX_FIELDS = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'images',
  'namePrefix',
  'nameSuffix',
];

export function aboveByFlux(files: Files, by: string, spec: Node | undefined): Above | undefined {
  const found = FLUX_FIELDS.flatMap(field => {
    const node = entry(spec, field);
    return node === undefined ? [] : [{ field, node, value: toJson(node) }];
  });
  // A merge patch of Flux is data where kustomize wants a text.
  const fields = found.map(({ field, value }) => [
    field,
    field === 'patchesStrategicMerge' && Array.isArray(value)
      ? value.map(each => JSON.stringify(each))
      : field === 'patchesJson6902' && Array.isArray(value)
        ? value.map(withTextPatch)
        : value,
  ]);
  return aboveOf(files, by, found[0]?.node, Object.fromEntries(fields));
}

function withTextPatch(value: Json): Json {
  return isJsonMap(value) && Array.isArray(value.patch)
    ? { ...value, patch: JSON.stringify(value.patch) }
    : value;
}

/** Fields of Argo CD that mean what they mean in a kustomization. */
const ARGO_FIELDS = ['patches', 'namePrefix', 'nameSuffix', 'namespace', 'replicas'];

export function aboveByArgo(files: Files, by: string, kustomize: Node | undefined): Above | undefined {
  if (kustomize === undefined) return undefined;
  const fields: Record<string, Json> = {};
  for (const field of ARGO_FIELDS) {
    const node = entry(kustomize, field);
    if (node !== undefined) fields[field] = field === 'replicas' ? replicasOf(toJson(node)) : toJson(node);
  }
  const images = textsAt(kustomize, 'images').map(imageEntry);
  if (images.length > 0) fields.images = images;
  const first = [...ARGO_FIELDS, 'images'].flatMap(field => entry(kustomize, field) ?? [])[0];
  return aboveOf(files, by, first, fields);
}

/** `count` may be a text there. */
function replicasOf(value: Json): Json {
  if (!Array.isArray(value)) return value;
  return value.map(each => (isJsonMap(each) ? { ...each, count: Number(each.count) } : each));
}

/** `[old=]name[:tag|@digest]`, as `kustomize edit set image` takes it. */
function imageEntry(text: string): JsonObject {
  const [old, renamed] = text.includes('=') ? text.split(/=(.*)/s) : [undefined, text];
  const [, name = '', tag, digest] =
    /^(.*?)(?::([^:/@]+))?(?:@(sha256:[0-9a-f]+))?$/s.exec(renamed ?? '') ?? [];
  return {
    name: old ?? name,
    ...(old === undefined || old === name ? {} : { newName: name }),
    ...(tag === undefined ? {} : { newTag: tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Nothing where templates stand for values: they are other values for every Application. */
function aboveOf(files: Files, by: string, first: Node | undefined, fields: JsonObject): Above | undefined {
  if (first === undefined || JSON.stringify(fields).includes('{{')) return undefined;
  return { by, at: placeOf(files, first), fields };
}
