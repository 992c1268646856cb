/** Screens of what people state: a question, the things that can be stated, and an answer as it is typed. */
import { UnstatableError, withStatements } from '../../config/statements.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import type { Colors } from '../../report/words/colors.ts';
import { severityPainter } from '../../report/words/findings.ts';
import { flow } from '../../report/words/flow.ts';
import { cutTo, shown } from '../../report/words/list.ts';
import { askedText } from '../../report/words/questions/asked-text.ts';
import { choiceText } from '../../report/words/questions/choices.ts';
import type { Question } from '../../report/words/questions/questions.ts';
import { count, folderName, oneLine, subjectText, wrapped } from '../../report/words/words.ts';
import type { Choice } from '../../transform.ts';
import type { Item } from '../stating/items.ts';
import { isChoice, type Setting } from '../stating/settings.ts';
import { settingText } from '../stating/stated-words.ts';
import { statementsOf } from '../stating/typed.ts';
import type { Line, Size } from '../terminal/lines.ts';

interface Shown {
  readonly mask: Mask;
  readonly colors: Colors;
}

/** The question, how it is answered, and what waits for it. */
export function questionLines(
  { fixes, question }: Item & { readonly question: Question },
  { mask, colors }: Shown,
  { columns }: Size,
): Line[] {
  const { answer, settles, key, choices } = question;
  const environments = [...new Set(fixes.flatMap(fix => fix.environments))];
  const roots = [...new Set(fixes.flatMap(fix => fix.roots))].map(folderName);
  const where = environments.length > 0 ? environments : roots;
  const waiting = fixes.map(({ brief, subject, severity }) =>
    severityPainter(
      severity,
      colors,
    )(cutTo(mask(`  ${severity}: ${brief}, ${subjectText(subject)}`), columns)),
  );
  return [
    ...wrapped(mask(oneLine(askedText(question))), '', columns).map(colors.bold),
    colors.dim(cutTo(`a question; in ${shown(where)}`, columns)),
    // A decision is asked in its own words.
    ...(key === undefined ? [] : wrapped(mask(oneLine(`e answers it, as ${answer}`)), '', columns)),
    ...choices.map((choice, index) => choiceLine(choice, index, { mask, colors }, columns)),
    '',
    `${count(settles, 'finding waits', 'findings wait')} for it:`,
    ...waiting,
  ];
}

/** `  1  annotations on pods  transforms: {monitoring: {by: pods}}` */
function choiceLine(choice: Choice, index: number, { mask, colors }: Shown, columns: number): Line {
  const says = cutTo(`  ${index + 1}  ${mask(oneLine(choice.says))}`, columns);
  const becomes = `  ${mask(oneLine(choiceText(choice)))}`;
  const room = columns - says.length;
  return room < LEAST ? says : `${says}${colors.dim(cutTo(becomes, room))}`;
}

/** Fewer columns of a line of the configuration say nothing. */
const LEAST = 24;

/** All that can be stated, around the cursor. */
export function settingLines(
  settings: readonly Setting[],
  cursor: number,
  { mask, colors }: Shown,
  { columns, rows }: Size,
): Line[] {
  const asks = settings.some(isChoice)
    ? 'Which answer? Its number takes it; without one another value is typed.'
    : 'What can be stated in the configuration:';
  const head = [cutTo(asks, columns), ''];
  const here = settings[cursor];
  const foot = here === undefined ? [] : ['', ...wrapped(mask(oneLine(here.says)), '', columns)];
  const room = Math.max(rows - head.length - foot.length, 1);
  const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), settings.length - room));
  const lines = settings.slice(first, first + room).map((setting, index) => {
    const isHere = first + index === cursor;
    const now = setting.now === undefined || isChoice(setting) ? '' : `: ${flow(setting.now)}`;
    const number = isChoice(setting) ? `${first + index + 1}  ` : '';
    const text = mask(oneLine(`${settingText(setting)}${now}`));
    const line = cutTo(`${isHere ? '>' : ' '} ${number}${text}`, columns);
    return isHere ? colors.bold(line) : line;
  });
  return [...head, ...lines, ...foot].slice(0, rows);
}

/** What an answer means, what is said now, and the lines that it becomes. */
export function answerLines(
  setting: Setting,
  typed: string,
  { mask, colors }: Shown,
  { columns }: Size,
): Line[] {
  const { says, now } = setting;
  const said = now === undefined ? 'nothing is said of it yet' : `now: ${flow(now)}`;
  return [
    ...wrapped(mask(oneLine(settingText(setting))), '', columns).map(colors.bold),
    ...wrapped(mask(oneLine(says)), '', columns),
    cutTo(mask(oneLine(said)), columns),
    '',
    ...becomes(setting, typed.trim(), columns),
  ];
}

/** As it would be written into a configuration that says nothing else; what is no answer yet is said. */
function becomes(setting: Setting, typed: string, columns: number): string[] {
  if (typed === '') return [];
  try {
    const text = withStatements('', statementsOf(setting, typed), '');
    const lines = text.trimEnd().split('\n');
    return ['it becomes:', ...lines.map(line => cutTo(`  ${line}`, columns))];
  } catch (error) {
    if (!(error instanceof UnstatableError)) throw error;
    return wrapped(oneLine(error.message), '', columns);
  }
}
