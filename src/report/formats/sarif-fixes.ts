/** Changes as SARIF has them: replacements of whole lines. */

import { filesOfPlace } from '../../plan/model/place-files.ts';
import type { Fix } from '../../plan/model/result.ts';
import type { ShownChange } from '../diff/diff.ts';
import { oneLine } from '../words/words.ts';

/**
 * The change of a fix that can be taken by itself: nothing else is written to its files, and all of it is shown.
 *
 * @returns undefined where a reader would write more than the finding is about
 */
export function sarifFix(fix: Fix, changes: ReadonlyMap<string, ShownChange>): object | undefined {
  if (fix.status !== 'planned') return undefined;
  const files = [...new Set(fix.places.flatMap(filesOfPlace))].flatMap(file => changes.get(file) ?? []);
  const isAlone = files.every(each => each.hidden === 0 && each.fixes.length === 1);
  if (files.length === 0 || !isAlone) return undefined;
  return {
    description: { text: oneLine(fix.message) },
    artifactChanges: files.map(({ path, hunks }) => ({
      artifactLocation: { uri: encodeURI(path), uriBaseId: '%SRCROOT%' },
      replacements: hunks.flatMap(replacementsOf),
    })),
  };
}

interface Replacement {
  readonly deletedRegion: {
    readonly startLine: number;
    readonly startColumn: 1;
    readonly endLine: number;
    readonly endColumn: 1;
  };
  readonly insertedContent?: { readonly text: string };
}

/** One for each run of changed lines: from the start of its first to the start of the line behind its last. */
function replacementsOf({ oldStart, oldLines, lines }: ShownChange['hunks'][number]): Replacement[] {
  const found: Replacement[] = [];
  // A side without lines is named by the line before it.
  let line = oldLines === 0 ? Math.max(oldStart, 1) : oldStart;
  let [removed, added]: [number, string[]] = [0, []];
  const end = (): void => {
    if (removed + added.length > 0) {
      const startLine = line - removed;
      found.push({
        deletedRegion: { startLine, startColumn: 1, endLine: line, endColumn: 1 },
        ...(added.length > 0 && { insertedContent: { text: added.join('') } }),
      });
    }
    [removed, added] = [0, []];
  };
  for (const written of lines) {
    const sign = written[0];
    if (sign === '+') added.push(`${written.slice(1)}\n`);
    if (sign === '-') removed++;
    if (sign === ' ') end();
    if (sign === '-' || sign === ' ') line++;
  }
  end();
  return found;
}
