/** All items of a review in a list, around the cursor. */

import type { Mask } from '../../report/secrets/mask.ts';
import type { Colors } from '../../report/words/colors.ts';
import { severityPainter } from '../../report/words/findings.ts';
import { cutTo } from '../../report/words/list.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import { count, oneLine, subjectText, table } from '../../report/words/words.ts';
import { answerTo, type ReviewState, visibleItems } from '../state/state.ts';
import { type Item, kindOf } from '../stating/items.ts';
import type { Line, Size } from '../terminal/lines.ts';

const MARKS = { accepted: 'y', rejected: 'n', skipped: 'j', along: 'n', exempt: 'i', mixed: '~' } as const;

export function listLines(
  state: ReviewState,
  cursor: number,
  { colors, mask }: { readonly colors: Colors; readonly mask: Mask },
  { columns, rows }: Size,
): Line[] {
  const items = visibleItems(state);
  const first = Math.max(0, Math.min(cursor - Math.floor(rows / 2), items.length - rows));
  const seen = items.slice(first, first + rows);
  const lines = table(seen.map(item => [markOf(state, item), item.fixes[0].severity, says(item, mask)]));
  return lines.map((line, index) => {
    const item = seen[index]!;
    const isHere = first + index === cursor;
    const text = cutTo(`${isHere ? '>' : ' '} ${line}`, columns);
    return isHere ? colors.bold(text) : severityPainter(item.fixes[0].severity, colors)(text);
  });
}

function markOf(state: ReviewState, item: Item): string {
  const answer = answerTo(state, item);
  return answer === undefined ? ' ' : MARKS[answer];
}

function says({ fixes, question, isReport }: Item, mask: Mask): string {
  if (question !== undefined) return mask(oneLine(`question: ${question.about}`));
  const fix = maskedFix(fixes[0], mask);
  const many = isReport ? count(fixes.length, 'finding') : count(fixes.length, 'fix', 'fixes');
  const about = fixes.length > 1 ? many : subjectText(fix.subject);
  return `${isReport ? 'reported: ' : ''}${kindOf(fix)}, ${about}`;
}
