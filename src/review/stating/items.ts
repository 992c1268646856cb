/** What a person is asked about: fixes alone, those that are alike as one, what nobody can write, and questions. */
import type { Fix } from '../../plan/model/result.ts';
import { type Group, groupedBy } from '../../plan/rendered/grouped.ts';
import { SEVERITIES } from '../../plan/repository/active.ts';
import { outcomeFor } from '../../report/words/findings.ts';
import type { Question } from '../../report/words/questions/questions.ts';

/** One screen of a review, and one answer. */
export interface Item {
  /** The same as long as the fixes are: the kind of a group, the id of a fix, or what a question is about. */
  readonly key: string;
  /** Of a question the findings that wait for it. */
  readonly fixes: Group<Fix>;
  readonly question?: Question;
  /** Nothing can be written: a person has to change it. */
  readonly isReport?: true;
}

/** Said of what is only reported. */
export const NOTHING_TO_TAKE = 'nothing to take: a person has to change it';

/** Of a question and of what is only reported there is nothing to take. */
export function hasChange({ question, isReport }: Item): boolean {
  return question === undefined && isReport === undefined;
}

/** Questions as items; an answer to one is kept by its key. */
export function questionItems(questions: readonly Question[]): readonly Item[] {
  return questions.flatMap(question => {
    const [first, ...others] = question.asking;
    return first === undefined
      ? []
      : [{ key: `question: ${question.about}`, fixes: [first, ...others], question }];
  });
}

/** What an answer to an item is kept by. */
export function idsOf(item: Item): readonly string[] {
  return hasChange(item) ? item.fixes.map(({ id }) => id) : [item.key];
}

/** The fixes that a review asks about: what can be written, each once; the safe ones first, then the worst, then in the order of the plan. */
export function reviewable(fixes: readonly Fix[]): readonly Fix[] {
  const planned = fixes.filter(({ status }) => status === 'planned');
  const once = [...new Map(planned.map(fix => [fix.id, fix])).values()];
  const rank = ({ severity, safety }: Fix) =>
    Number(safety === 'unsafe') * SEVERITIES.length + SEVERITIES.indexOf(severity);
  return once.sort((a, b) => rank(a) - rank(b));
}

/** What a review tells besides: bad enough to be known before anything is deployed, and nothing that can be written. */
export function reportable(fixes: readonly Fix[]): readonly Fix[] {
  const isBad = ({ severity }: Fix) => severity === 'critical' || severity === 'high';
  return fixes.filter(fix => isBad(fix) && outcomeFor(fix) === 'reported');
}

/** Those that are alike as one. */
export function reportItems(reports: readonly Fix[]): readonly Item[] {
  return [...groupedBy(reports, kindOf)].map(([kind, fixes]) => ({
    key: `report: ${kind}`,
    fixes,
    isReport: true,
  }));
}

/** Fixes with one kind are alike: same remediation, same fault, same risk. */
export function kindOf({ transform, brief, safety, status }: Fix): string {
  const isUnsafe = safety === 'unsafe' && status !== 'reported';
  return `${transform}: ${brief}${isUnsafe ? ' (unsafe)' : ''}`;
}

/**
 * All that is safe, then what is not; of each groups first, in the order of their first fixes. What is in one that has been opened is asked fix by fix, in its place.
 *
 * @param opened kinds of groups
 */
export function itemsOf(fixes: readonly Fix[], opened: ReadonlySet<string>): readonly Item[] {
  const kinds = [...groupedBy(fixes, kindOf)];
  const rank = ([, group]: (typeof kinds)[number]) =>
    Number(group[0].safety === 'unsafe') * 2 + Number(group.length === 1);
  return kinds
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(([kind, group]) =>
      group.length > 1 && !opened.has(kind)
        ? [{ key: kind, fixes: group }]
        : group.map(fix => ({ key: fix.id, fixes: [fix] as const })),
    );
}
