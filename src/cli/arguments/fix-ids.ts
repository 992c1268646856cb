/** Ids of fixes as users write them: any beginning that is meant for one fix alone, as git takes those of commits. */
import type { Fix } from '../../plan/model/result.ts';
import { subjectText } from '../../report/words/words.ts';
import { UsageError } from '../process/errors.ts';

const MOST_CANDIDATES = 5;
/** The flag takes all words behind it. */
const FOLDERS_FIRST = '; a folder stands before it: kustomend fix FOLDER --id ID';

export function isFixId(text: string): boolean {
  return /^[0-9a-f]{4,12}$/.test(text);
}

/** No fix has it, here and now. */
export class UnknownFixError extends UsageError {}

/**
 * The whole id.
 *
 * @param asked what wants to know it, for messages
 * @throws UnknownFixError when no fix has it, UsageError when several begin with it
 */
export function resolveId(prefix: string, fixes: readonly Fix[], asked: string): string {
  if (!isFixId(prefix))
    throw new UsageError(
      `${asked}: "${prefix}" is no id of a fix: four to twelve of 0-9 and a-f${asked === '--id' ? FOLDERS_FIRST : ''}`,
    );
  const found = new Map(fixes.filter(({ id }) => id.startsWith(prefix)).map(fix => [fix.id, fix]));
  if (found.size === 0)
    throw new UnknownFixError(
      `${asked}: no fix here has the id ${prefix}; kustomend scan -v lists them, with the flags it was found with`,
    );
  if (found.size > 1) {
    const all = [...found.values()];
    const shown = all
      .slice(0, MOST_CANDIDATES)
      .map(fix => `${fix.id} (${fix.transform}, ${subjectText(fix.subject)})`);
    const rest = all.length - shown.length;
    const more = rest > 0 ? ` and ${rest} more` : '';
    throw new UsageError(`${asked}: ${prefix} is the beginning of ${shown.join(', ')}${more}`);
  }
  return [...found.keys()][0]!;
}
