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
    .filter(path => /\.ya?ml$/.test(path) && !path.includes('expected'))
    .sort()
    .flatMap(path => parseAllDocuments(readFileSync(join(folder, path), 'utf8'), { logLevel: 'silent' }))
    .filter(document => document.errors.length === 0)
    .map(document => document.toJS() as JsonObject | null)
    .flatMap(object => (Array.isArray(object?.items) ? (object.items as JsonObject[]) : [object]))
    .filter(object => typeof object?.kind === 'string' && typeof object.metadata === 'object')
    .map(object => object as JsonObject);
}
