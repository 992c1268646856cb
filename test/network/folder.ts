/** The manifests of a folder, as one root. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { JsonObject, Root } from '../../src/transform.ts';
import { filesBelow } from '../kustomize/corpus.ts';
import { rootOfObjects } from '../transforms/root.ts';

/** What cannot be read is left out. */
export function rootOfFolder(folder: string): Root {
  return rootOfObjects(objectsIn(folder));
}

export function objectsIn(folder: string): JsonObject[] {
  return filesBelow(folder)
    .filter(path => /\.(?:ya?ml|json)$/.test(path) && !path.includes('output'))
    .sort()
    .flatMap(path => parseAllDocuments(readFileSync(join(folder, path), 'utf8'), { logLevel: 'silent' }))
    .filter(document => document.errors.length === 0)
    .flatMap(document => itemsOf(document.toJS() as JsonObject | null))
    .filter(object => typeof object.kind === 'string' && typeof object.metadata === 'object');
}

/** Items of a `PodList` need not say that they are Pods. */
function itemsOf(object: JsonObject | null): JsonObject[] {
  if (object === null || !Array.isArray(object.items)) return object === null ? [] : [object];
  const kind = /^(\w+)List$/.exec(String(object.kind))?.[1];
  return (object.items as JsonObject[]).map(item => ({ ...(kind !== undefined && { kind }), ...item }));
}
