/** What a run has written, and what is left: the state after it, not the one that it found. */
import type { Fix, Plan } from '../../plan/model/result.ts';
import { tallyAll } from '../words/tally.ts';
import { outcomesText } from '../words/totals.ts';
import { count, oneLine, WIDTH, wrapped } from '../words/words.ts';
import { filesText, proofLines } from './changes.ts';
import { firstCause, noticeLines } from './first-lines.ts';
import type { OverviewContext } from './overview.ts';

export interface WrittenContext extends Pick<OverviewContext, 'witness' | 'mask' | 'toRead' | 'screen'> {
  /** What is not written, in words. */
  readonly remains: string;
  /** A line that says how it is taken back. */
  readonly undo: string;
  /** What to type to go on. Undefined: nothing is left. */
  readonly next: string | undefined;
}

export function writtenText(
  plan: Plan,
  { witness, mask, toRead, screen, remains, undo, next }: WrittenContext,
): string {
  const width = Math.min(screen?.columns ?? WIDTH, WIDTH);
  const lines = (text: string) => wrapped(mask(oneLine(text)), '', width);
  const notices = plan.notices.map(({ message, at }) =>
    mask(oneLine(`notice: ${at ? `${at}: ` : ''}${message}`)),
  );
  const { fixable, risky } = tallyAll(plan.fixes);
  // Who takes one by its id has named no flag.
  const many = risky < fixable ? `${risky} ` : fixable > 1 ? 'all ' : '';
  const unsafe = risky === 0 ? '' : ` (${many}unsafe)`;
  const fixes = fixable === 0 ? '' : `${count(fixable, 'fix', 'fixes')}${unsafe} in `;
  return [
    ...firstCause(plan, screen, mask),
    ...(toRead === undefined ? [] : [mask(toRead)]),
    ...noticeLines(notices, screen),
    ...proofLines(plan, witness, width),
    ...lines(`written: ${fixes}${filesText(plan)}`),
    ...lines(remains),
    undo.trimEnd(),
    ...(next === undefined ? [] : [`next: ${next}`]),
  ]
    .join('\n')
    .concat('\n');
}

/** Of what was found, what is not written. A finding may be written in some roots, and left in others. */
export function remaining({ fixes: written }: Plan, found: readonly Fix[]): readonly Fix[] {
  const ids = new Set(written.filter(({ status }) => status === 'planned').map(({ id }) => id));
  return found.filter(({ id, status }) => !(status === 'planned' && ids.has(id)));
}

/** `71 findings remain: 30 need --unsafe, 27 need an answer` */
export function remainsText(left: readonly Fix[]): string {
  const tally = tallyAll(left);
  if (tally.found === 0) return 'nothing else was found';
  return `${count(tally.found, 'finding remains', 'findings remain')}: ${outcomesText(tally)}`;
}
