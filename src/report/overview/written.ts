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

/** Findings on the files that a run leaves. */
export interface Remains {
  /** Of what flags or paths chose. Undefined: nothing was chosen. */
  readonly chosen?: readonly Fix[];
  readonly others: readonly Fix[];
}

/** `71 findings remain: 30 need --unsafe, 27 need an answer`, `nothing else of what was chosen is left; 71 others remain: ...` */
export function remainsText({ chosen, others }: Remains): string {
  const rest = tallyAll(others);
  const own = tallyAll(chosen ?? []);
  if (own.found + rest.found === 0) return 'nothing else was found';
  if (chosen === undefined)
    return `${count(rest.found, 'finding remains', 'findings remain')}: ${outcomesText(rest)}`;
  const first =
    own.found === 0
      ? 'nothing else of what was chosen is left'
      : `${count(own.found, 'finding remains', 'findings remain')} of what was chosen: ${outcomesText(own)}`;
  if (rest.found === 0) return first;
  return `${first}; ${count(rest.found, 'other remains', 'others remain')}: ${outcomesText(rest)}`;
}
