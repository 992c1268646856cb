/** A review on a screen: lines that fit, whatever its size. */
import type { Fix } from '../../plan/model/result.ts';
import type { FieldChange } from '../../report/effects/effects.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import type { Colors } from '../../report/words/colors.ts';
import { severityPainter } from '../../report/words/findings.ts';
import { cutTo, shown } from '../../report/words/list.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import { saidText } from '../../report/words/said.ts';
import { count, subjectText, wrapped } from '../../report/words/words.ts';
import type { Facts } from '../known/facts.ts';
import { helpLines } from '../state/keys.ts';
import { otherPlaceText } from '../state/placing.ts';
import {
  answerTo,
  currentItem,
  type PageName,
  progressOf,
  type ReviewState,
  visibleItems,
} from '../state/state.ts';
import { type Item, kindOf } from '../stating/items.ts';
import { statementText } from '../stating/stated-words.ts';
import { cutPainted, diffLines, type Line, type Size, visible, windowOf } from '../terminal/lines.ts';
import { answerLines, questionLines, settingLines } from './answer-screen.ts';
import { footOf } from './foot.ts';
import { listLines } from './list-screen.ts';
import { reasonsOf } from './reasons.ts';

/** What a screen is told besides the state. */
export interface Told {
  /** Of the item on the screen; undefined while it is worked out. */
  readonly facts: Facts | undefined;
  /** A page that is read. */
  readonly page: (page: PageName) => readonly string[];
  /** What is written once it is confirmed. */
  readonly proven: (size: Size) => readonly string[];
  readonly mask: Mask;
  readonly colors: Colors;
  /** Paints lines of a diff; undefined where they could not be. */
  readonly filter?: ((lines: readonly string[]) => readonly string[] | undefined) | undefined;
}

/** As many lines as the screen has at most, none of them wider than it is. */
export function screenOf(state: ReviewState, told: Told, size: Size): readonly Line[] {
  const foot = footOf(state, told, size);
  const body = bodyOf(state, told, { ...size, rows: size.rows - foot.length });
  // Of a window that is too narrow for anything every line is cut.
  return [...body, ...foot]
    .slice(-size.rows)
    .map(line => (line.length > size.columns ? cutPainted(line, size.columns) : line));
}

function bodyOf(state: ReviewState, told: Told, size: Size): readonly Line[] {
  const { view } = state;
  switch (view.name) {
    case 'page': {
      const lines = view.page === 'help' ? helpLines() : told.page(view.page);
      const isDiff = view.page === 'diff' || view.page === 'rendered';
      const shownLines = isDiff
        ? diffLines(lines, told.colors, size.columns, told.filter)
        : textLines(lines, size, view.page === 'why' ? '' : FURTHER);
      return windowOf(shownLines, state.scroll, size.rows);
    }
    case 'proven':
      return windowOf(textLines(told.proven(size), size), state.scroll, size.rows);
    case 'list':
      return listLines(state, view.cursor, told, size);
    case 'settings':
      return settingLines(view.settings, view.cursor, told, size);
    case 'answer':
      return windowOf(answerLines(view.setting, view.text, told, size), state.scroll, size.rows);
    case 'end':
      return endLines(state, told, size);
    default: {
      const item = currentItem(state);
      if (item === undefined) return endLines(state, told, size);
      const { question } = item;
      if (question === undefined) return itemLines(state, item, told, size);
      const lines = questionLines({ ...item, question }, told, size);
      return [
        told.colors.dim(cutTo(progressLine(state), size.columns)),
        ...windowOf(lines, state.scroll, size.rows - 1),
      ];
    }
  }
}

/** Texts that are wider than the screen go on in the next line, as far in. */
function textLines(lines: readonly string[], { columns }: Size, further = FURTHER): Line[] {
  return lines.flatMap(line => {
    const indent = /^ */.exec(line)![0];
    // Painted ones are tables, which breaking would spoil.
    if (line.length <= columns || line.includes('\u001b')) return [cutPainted(line, columns)];
    const [first = '', ...others] = wrapped(
      line.trim().replace(/ {3,}/g, '  '),
      indent,
      columns - further.length,
    );
    return [first, ...others.map(each => further + each)].map(each => cutPainted(each, columns));
  });
}

/** What goes on in the next line. */
const FURTHER = '    ';

function endLines(state: ReviewState, { mask }: Pick<Told, 'mask'>, { columns }: Size): Line[] {
  const { accepted, rejected, along, left, questions } = progressOf(state);
  const lines = [
    `${count(accepted, 'fix is', 'fixes are')} taken, ${rejected} left out${along > 0 ? ` and ${along} with them` : ''}, ${left} open.`,
    ...(questions === 0 ? [] : [`${count(questions, 'question is', 'questions are')} open: e answers one.`]),
    ...state.stated.map(each => cutTo(`into the configuration: ${mask(statementText(each))}`, columns)),
    '',
    ...(accepted > 0
      ? ['y  plan what is taken as one set, prove it, and show what would be written']
      : state.stated.length > 0
        ? ['y  show what would be written: the configuration alone']
        : ['Nothing is taken: nothing would be written.']),
    'b  back to the fixes',
    's  save the answers and leave: what is open is asked next time',
  ];
  return lines.flatMap(line => (line === '' ? [''] : wrapped(line, '', columns)));
}

/** Of what a fix changes in the render: the rest is behind `r`. */
const MOST_EFFECTS = 6;
const MOST_WORDS = 3;
const FEWEST_HUNKS = 3;

function itemLines(state: ReviewState, item: Item, told: Told, size: Size): readonly Line[] {
  const { columns, rows } = size;
  const head = headLines(state, item, told, size);
  const { facts } = told;
  if (facts === undefined)
    return [...head, '', told.colors.dim('working out what it changes ...')].slice(0, rows);
  const below = belowLines(
    facts,
    facts.canMove ? otherPlaceText(item, state.raised) : undefined,
    told,
    columns,
  );
  const hunks = facts.reason === undefined ? hunkLinesOf(facts, told, columns) : [];
  const room = rows - head.length - 1;
  const kept = below.slice(0, Math.max(room - FEWEST_HUNKS - 1, 1));
  const window = windowOf(hunks, state.scroll, room - kept.length - (hunks.length > 0 ? 1 : 0));
  const parts = [head, window, kept].filter(lines => lines.length > 0);
  return parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])).slice(0, rows);
}

function headLines(state: ReviewState, item: Item, told: Told, { columns }: Size): readonly Line[] {
  const { colors, mask } = told;
  const [first, ...others] = item.fixes.map(fix => maskedFix(fix, mask));
  const fix = first!;
  const title =
    others.length === 0
      ? `${fix.transform}: ${subjectText(fix.subject)}`
      : `${kindOf(fix)}, ${count(item.fixes.length, 'fix', 'fixes')}`;
  const says = others.length === 0 ? saidText(fix) : `on ${shown(subjectsOf(item, mask))}`;
  const isGroup = others.length > 0;
  const fixes = [fix, ...others];
  // The message of a single one ends with it.
  const against = isGroup ? reasonsOf(fixes, each => each.doubts.map(mask)) : [];
  const evidence = reasonsOf(fixes, each => each.evidence.map(({ at, says }) => `${at}: ${says}`));
  const forIt = isGroup ? evidence : evidence.slice(0, 1);
  return [
    colors.dim(cutTo(progressLine(state), columns)),
    colors.bold(cutTo(title, columns)),
    severityPainter(fix.severity, colors)(cutTo(attributes(state, item), columns)),
    ...firstOf(wrapped(says, '', columns), MOST_WORDS),
    ...against.flatMap(text => wrapped(`against it: ${text}`, '', columns).map(colors.yellow)),
    ...forIt.flatMap(text => wrapped(`evidence: ${text}`, '', columns)),
  ];
}

function firstOf(lines: readonly Line[], most: number): Line[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most - 1), `${lines[most - 1]} ...`];
}

function subjectsOf(item: Item, mask: Mask): string[] {
  return [...new Set(item.fixes.map(fix => mask(subjectText(fix.subject))))];
}

/** `2 of 31; 4 taken, 1 left out, 26 open; /severity:high` */
function progressLine(state: ReviewState): string {
  const items = visibleItems(state);
  const current = currentItem(state);
  const index = items.findIndex(({ key }) => key === current?.key) + 1;
  const { accepted, rejected, along, left, questions } = progressOf(state);
  const asked = questions === 0 ? '' : `; ${count(questions, 'question')}`;
  const query = state.query === '' ? '' : `; /${state.query}`;
  return `${index} of ${items.length}; ${accepted} taken, ${rejected + along} left out, ${left} open${asked}${query}`;
}

const ANSWERED = {
  accepted: 'taken',
  rejected: 'left out',
  skipped: 'open',
  along: 'left out with another',
  exempt: 'never again',
  mixed: 'some taken',
} as const;

function attributes(state: ReviewState, item: Item): string {
  const { fixes } = item;
  const environments = [...new Set(fixes.flatMap(fix => fix.environments))];
  const restarting = fixes.filter(({ restarts }) => restarts).length;
  const answer = answerTo(state, item);
  const parts = [
    fixes[0].severity,
    ...(fixes[0].safety === 'unsafe' ? ['unsafe'] : []),
    restarting === 0
      ? 'restarts nothing'
      : restarting === fixes.length
        ? 'restarts pods'
        : 'some restart pods',
    environments.length === 0 ? count(rootsOf(fixes).size, 'root') : shown(environments),
    ...(answer === undefined ? [] : [ANSWERED[answer]]),
  ];
  return parts.join('; ');
}

function rootsOf(fixes: readonly Fix[]): ReadonlySet<string> {
  return new Set(fixes.flatMap(({ roots }) => roots));
}

function hunkLinesOf({ patches }: Facts, told: Told, columns: number): readonly Line[] {
  return patches.flatMap(({ path, isNew, lines }) => [
    told.colors.bold(cutTo(`${visible(path)}${isNew ? ' (new file)' : ''}`, columns)),
    ...(lines === undefined
      ? [told.colors.dim(cutTo('not shown: the change stands beside a secret', columns))]
      : diffLines(lines, told.colors, columns, told.filter)),
  ]);
}

function belowLines(
  { effects, needs, reason }: Facts,
  elsewhere: string | undefined,
  { colors, mask }: Told,
  columns: number,
): Line[] {
  if (reason !== undefined) return wrapped(`by itself it is not written: ${reason}`, '', columns);
  const lines = effects.flatMap(({ where, changes }) => [
    colors.dim(cutTo(`rendered in ${where}:`, columns)),
    ...changes.map(change => fieldLine(change, columns)),
  ]);
  const rest = lines.length - MOST_EFFECTS;
  const names = [...new Set(needs.map(fix => `${fix.transform} of ${subjectText(fix.subject)}`))];
  return [
    ...(rest > 1 ? [...lines.slice(0, MOST_EFFECTS), `  and ${rest} lines more (r)`] : lines),
    ...(names.length === 0 ? [] : [cutTo(`it needs, and brings: ${shown(names)}`, columns)]),
    ...(elsewhere === undefined ? [] : [colors.dim(cutTo(mask(`p: ${elsewhere}`), columns))]),
  ];
}

/** Where it is too long, the beginning of the path goes first: its end says which field it is, and a word of which container. */
function fieldLine({ object, path, says }: FieldChange, columns: number): Line {
  const line = `  ${object} ${path}: ${says}`;
  if (line.length <= columns || path === '') return cutTo(line.replace(' : ', ': '), columns);
  const [above = '', container] = /^.*ontainers\.\[?(?:name=)?([^.\]]+)\]?(?=\.)/.exec(path) ?? [];
  // Of the one that is called as its workload is, nothing has to be said.
  const isNamed = container !== undefined && !object.endsWith(`/${container}`);
  const name = isNamed ? `${object} (${container})` : object;
  const field = path.slice(above.length);
  const over = `  ${name} ${LEFT_OUT}${field}: ${says}`.length - columns;
  const dots = over <= 0 && container !== undefined ? 0 : field.indexOf('.', Math.max(over, 1));
  const rest = dots < 0 ? field.slice(field.lastIndexOf('.')) : field.slice(dots);
  return cutTo(`  ${name} ${LEFT_OUT}${rest}: ${says}`, columns);
}

const LEFT_OUT = '..';
