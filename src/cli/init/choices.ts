/** Decisions with answers at hand, as `kustomend init` writes them: comments where the answers would stand. */
import { exemptionEntry, valueBelow } from '../../config/statements.ts';
import type { Plan } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { flow } from '../../report/words/flow.ts';
import { isStated } from '../../report/words/questions/choices.ts';
import { type Question, questionsOf } from '../../report/words/questions/questions.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { exemptionsOf } from '../../review/stating/exempting.ts';
import { dominantEol } from '../../text/source-text.ts';
import type { ExemptChoice, StatedChoice } from '../../transform.ts';

export const CHOICES =
  '# Decisions with answers at hand: remove the # before one (kustomend review asks about them, too).';
/** More entries than anybody wants to take out of a comment. */
const MOST_ENTRIES = 8;

/** Those that only have to be taken. */
export function choosable(plan: Plan): readonly Question[] {
  return questionsOf(plan).filter(({ choices }) => choices.length > 0);
}

/** Whether a text has the question already, with its answers below. */
export function isAskedIn(text: string, { about }: Pick<Question, 'about'>): boolean {
  return text.includes(headOf(about));
}

function headOf(about: string): string {
  return `# ${oneLine(about)}: `;
}

/** The section `transforms:`: what a section holds beside comments would have no place below it. */
export function choiceLines(questions: readonly Question[]): string[] {
  const answers = questions.flatMap(question =>
    question.choices.filter(isStated).map(choice => ({ question, choice })),
  );
  if (answers.length === 0) return [];
  return [
    'transforms:',
    ...[...groupedBy(answers, ({ choice }) => choice.states.path[1])].flatMap(([id, own]) => [
      `  ${id}:`,
      ...[...groupedBy(own, ({ question }) => question)].flatMap(([question, all]) => [
        `    ${questionLine(question)}`,
        ...shownOf(all.map(({ choice }) => choice)).map(choice => `    # ${statedLine(choice)}`),
      ]),
    ]),
  ];
}

/** Of lists for one option the first alone: who says that all are meant takes out those that are not. */
function shownOf(choices: readonly StatedChoice[]): readonly StatedChoice[] {
  const seen = new Set<string>();
  return choices.filter(({ states: { path, value } }) => {
    const option = JSON.stringify(path);
    if (!Array.isArray(value)) return true;
    const isFirst = !seen.has(option);
    seen.add(option);
    return isFirst;
  });
}

function statedLine({ says, states: { path, value } }: StatedChoice): string {
  const [, , option, ...below] = path;
  return oneLine(`${option}: ${flow(valueBelow(below, value))}  # ${says}`);
}

/** The section `ignore:`: reasons why findings stay as they are. @param path of the configuration */
export function exemptionLines(plan: Plan, questions: readonly Question[], path: string): string[] {
  const lines = questions.flatMap(question => {
    const reasons = question.choices.filter((each): each is ExemptChoice => !isStated(each));
    if (reasons.length === 0) return [];
    return [questionLine(question), ...reasons.flatMap(choice => entryLines(plan, question, choice, path))];
  });
  // As far to the left as a review writes its own: entries that stand apart are no list.
  return lines.length === 0 ? [] : ['ignore:', ...lines];
}

function entryLines(
  { fixes }: Plan,
  { asking }: Question,
  { exempt }: ExemptChoice,
  configPath: string,
): string[] {
  const entries = exemptionsOf(asking, fixes, exempt);
  const rest = entries.length - MOST_ENTRIES;
  return [
    ...entries.slice(0, MOST_ENTRIES).map(each => `# - ${oneLine(flow(exemptionEntry(each, configPath)))}`),
    ...(rest > 0 ? [`# and ${rest} more, which kustomend review writes`] : []),
  ];
}

/** Lines of a block from which nobody has taken an answer. */
const UNTAKEN = /^(?:#.*|transforms:|ignore:| {2}[\w-]+:| +#.*)$/;

/** What others have written, and whoever has begun the file. */
export function withoutChoices(text: string): string {
  const lines = text.split(/(?<=\n)/);
  const { start, end } = blockIn(lines) ?? { start: 0, end: 0 };
  return lines.toSpliced(start, end - start).join('');
}

/** From its heading to the next blank line. */
function blockIn(lines: readonly string[]): { readonly start: number; readonly end: number } | undefined {
  const start = lines.findIndex(line => line.trimEnd() === CHOICES);
  if (start < 0) return undefined;
  const blank = lines.findIndex((line, index) => index > start && line.trim() === '');
  return { start, end: blank < 0 ? lines.length : blank };
}

/** The block of a run before, as it is now; one from which somebody has taken an answer stays as it is. */
export function withChoicesOfToday(text: string, now: readonly string[]): string {
  const lines = text.split(/(?<=\n)/);
  const block = blockIn(lines);
  if (block === undefined) return text;
  const { start, end } = block;
  if (!lines.slice(start, end).every(line => UNTAKEN.test(line.trimEnd()))) return text;
  const eol = dominantEol(text);
  lines.splice(start, end - start, ...now.filter(line => line !== '').map(line => line + eol));
  return lines.join('');
}

function questionLine({ about, answer, settles }: Question): string {
  return oneLine(`${headOf(about)}${answer} (${count(settles, 'finding')})`);
}
