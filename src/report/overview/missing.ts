/** What brings back roots that do not build because a file is not there: commands as they are typed. */
import { folderOf } from '../../kustomize/files/files.ts';
import type { MissingFile, Plan } from '../../plan/model/result.ts';
import { shellWord, shellWords } from '../words/shell.ts';

/** Of a longer command nobody sees what it does. */
const MOST_FILES = 5;

/** Relative to the top, each once. */
export function missingFiles({ roots }: Pick<Plan, 'roots'>): readonly MissingFile[] {
  const missing = new Map(
    roots.flatMap(({ selected, lacks }) => (selected && lacks ? [[lacks.file, lacks] as const] : [])),
  );
  return [...missing.values()];
}

/**
 * Makes files, for who wants to look.
 *
 * @param typed a path as it is typed where the command is
 */
export function makeCommand(missing: readonly MissingFile[], typed: (path: string) => string): string {
  const named = missing.slice(0, MOST_FILES);
  const folders = named.filter(each => !each.hasFolder).map(({ file }) => typed(folderOf(file)));
  const copies = named.flatMap(({ file, sample }) =>
    sample === undefined ? [] : [`cp ${shellWord(typed(sample))} ${shellWord(typed(file))}`],
  );
  const empty = named.filter(({ sample }) => sample === undefined).map(({ file }) => typed(file));
  return [
    ...(folders.length === 0 ? [] : [`mkdir -p ${shellWords([...new Set(folders)])}`]),
    ...copies,
    ...(empty.length === 0 ? [] : [`touch ${shellWords(empty)}`]),
  ].join(' && ');
}
