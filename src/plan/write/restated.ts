/** Fields of kustomizations that are said in their successors. */
import { readKustomization } from '../../kustomize/file/kustomization.ts';
import { folderOf, joinPath } from '../../kustomize/files/files.ts';
import { type OutdatedField, restate } from '../../kustomize/restate/restate.ts';
import { Refusal } from '../../yaml/read/refusal.ts';
import type { Restatement } from '../find/goals.ts';
import type { Place } from '../model/result.ts';
import type { Draft } from './draft/draft.ts';

/** @returns what could not be written, by the keys of its findings, and why */
export function writeRestated(
  wanted: readonly Restatement[],
  draft: Draft,
  notEditable: (file: string) => string | null,
): {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly refused: readonly (readonly [string, string])[];
} {
  const places = new Map<string, Place[]>();
  const refused: (readonly [string, string])[] = [];
  for (const { file, field, fixIds, findings } of wanted) {
    const reason = notEditable(file) ?? written(file, field as OutdatedField, draft);
    if (reason !== null) refused.push(...findings.map(finding => [finding, reason] as const));
    else for (const id of fixIds) places.set(id, [...(places.get(id) ?? []), { file, kind: 'in-place' }]);
  }
  return { places, refused };
}

/** Each field by what the file says behind the one before it. @returns what speaks against it */
function written(file: string, field: OutdatedField, draft: Draft): string | null {
  const isFile = (path: string) => {
    const joined = joinPath(folderOf(file), path);
    return joined !== undefined && draft.text(joined) !== undefined;
  };
  try {
    draft.splice(file, restate(readKustomization(file, draft.text(file)!), field, isFile));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
