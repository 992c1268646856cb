/** What waits for the answer to a question, and why it is asked: for `w` in a review. */
import { groupedBy } from '../../plan/rendered/grouped.ts';
import type { Mask } from '../secrets/mask.ts';
import { maskedFix } from '../words/masked-fix.ts';
import type { Question } from '../words/questions/questions.ts';
import { saidOf } from '../words/said.ts';
import { subjectText } from '../words/words.ts';
import type { Documented } from './explain.ts';

/** A line for each finding, and what a remediation says of all of them once. Lines are as long as they are. */
export function explainQuestion(
  { asking, key }: Question,
  documented: (transform: string) => Documented,
  mask: Mask,
): string[] {
  const said = asking.map(fix => maskedFix(fix, mask));
  // What the configuration answers is asked once for all; what is decided, by each finding.
  const reasons = new Set(key === undefined ? said.flatMap(({ reason }) => reason ?? []) : []);
  const evidence = new Set(said.flatMap(fix => fix.evidence.map(({ at, says }) => `${at}: ${says}`)));
  return [
    ...part('What is asked', [...reasons]),
    ...part('What is known', [...evidence]),
    'What waits for it:',
    ...said.map(fix => `  ${fix.subject.at}: ${subjectText(fix.subject)}: ${saidOf(fix).fault} [${fix.id}]`),
    '',
    ...[...groupedBy(said, ({ transform }) => transform)].flatMap(([id, fixes]) =>
      part(`Why (${id})`, [...new Set(fixes.map(({ why }) => why ?? documented(id).docs.why))]),
    ),
  ];
}

function part(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [`${title}:`, ...texts.map(text => `  ${text}`), ''];
}
