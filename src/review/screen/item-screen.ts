/** One fix, or one group, on a screen: what it is about, its hunks, and what they change. */
import type { Fix } from '../../plan/model/result.ts';
import type { FieldChange } from '../../report/effects/effects.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import { severityPainter } from '../../report/words/findings.ts';
import { cutTo, shown } from '../../report/words/list.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import { saidText } from '../../report/words/said.ts';
import { count, subjectText, wrapped } from '../../report/words/words.ts';
import type { Facts } from '../known/facts.ts';
import { LOOKING, otherPlaceText } from '../state/placing.ts';
import { answerTo, currentItem, progressOf, type ReviewState, visibleItems } from '../state/state.ts';
import { type Item, kindOf } from '../stating/items.ts';
import { diffLines, type Line, type Size, visible, windowOf } from '../terminal/lines.ts';
import { extentOf, STILL } from '../terminal/scrolls.ts';
import { reasonsOf } from './reasons.ts';
import type { Screen, Told } from './told.ts';

/** Of what a fix changes in the render: the rest is behind `r`. */
const MOST_EFFECTS = 6;
const MOST_WORDS = 3;
/** Of a group: who is in it is in the hunks, too. */
const MOST_NAMES = 2;
/** What the ends of those lines lose where they are broken. */
const BROKEN = 24;
/** What a screen is looked at for. */
const FEWEST_HUNKS = 8;
/** Of a screen, for all that is said above the hunk. */
const MOST_HEAD = 0.45;
/** More are for `w`. */
const MOST_REASONS = 3;

export function itemLines(state: ReviewState, item: Item, told: Told, size: Size): Screen {
  const { columns, rows } = size;
  const head = headLines(state, item, told, size);
  const { facts } = told;
  if (facts === undefined)
    return {
      lines: [...head, '', told.colors.dim('working out what it changes ...')].slice(0, rows),
      extent: STILL,
    };
  const hunks = facts.reason === undefined ? hunkLinesOf(facts, told, columns) : [];
  const room = rows - head.length - 1;
  const below = belowLines(
    facts,
    placeText(state, item, facts),
    { ...told, room: Math.max(room - Math.min(hunks.length, FEWEST_HUNKS) - 1, 1) },
    columns,
  );
  const forHunks = room - below.length - (hunks.length > 0 ? 1 : 0);
  const window = windowOf(hunks, state.scroll, forHunks);
  const parts = [head, window, below].filter(lines => lines.length > 0);
  const lines = parts.flatMap((part, index) => (index === 0 ? part : ['', ...part])).slice(0, rows);
  return { lines, extent: extentOf(hunks.length, forHunks) };
}

/** What is not tried yet keeps its line: nothing moves once it is. */
function placeText({ raised }: ReviewState, item: Item, { canMove }: Facts): string | undefined {
  if (canMove === undefined) return LOOKING;
  return canMove ? otherPlaceText(item, raised) : undefined;
}

function headLines(state: ReviewState, item: Item, told: Told, { columns, rows }: Size): readonly Line[] {
  const { colors, mask } = told;
  const [first, ...others] = item.fixes.map(fix => maskedFix(fix, mask));
  const fix = first!;
  const title =
    others.length === 0
      ? `${fix.transform}: ${subjectText(fix.subject)}`
      : `${kindOf(fix)}, ${count(item.fixes.length, 'fix', 'fixes')}`;
  const says =
    others.length === 0
      ? saidText(fix)
      : `on ${shown(subjectsOf(item, mask), { width: MOST_NAMES * columns - BROKEN })}`;
  const isGroup = others.length > 0;
  const fixes = [fix, ...others];
  // The message of a single one ends with it.
  const against = isGroup ? reasonsOf(fixes, each => each.doubts.map(mask)) : [];
  const evidence = reasonsOf(fixes, each => each.evidence.map(({ at, says }) => `${at}: ${says}`));
  const forIt = isGroup ? evidence : evidence.slice(0, 1);
  const head = [
    colors.dim(cutTo(progressLine(state), columns)),
    colors.bold(cutTo(title, columns)),
    severityPainter(fix.severity, colors)(cutTo(attributes(state, item), columns)),
    ...firstOf(wrapped(says, '', columns), isGroup ? MOST_NAMES : MOST_WORDS),
  ];
  const reasons = [
    ...against.map(text => wrapped(`against it: ${text}`, '', columns).map(colors.yellow)),
    ...forIt.map(text => wrapped(`evidence: ${text}`, '', columns)),
  ];
  return [...head, ...whatFits(reasons, Math.floor(rows * MOST_HEAD) - head.length)];
}

/** As many reasons as there is room for, whole, and how many there are besides. */
function whatFits(reasons: readonly (readonly Line[])[], room: number): Line[] {
  const many = reasons.findIndex(
    (_, index) =>
      index >= MOST_REASONS ||
      reasons.slice(0, index + 1).flat().length > room - (index + 1 < reasons.length ? 1 : 0),
  );
  // One is said at least, whatever the window.
  const fitting = many < 0 ? reasons : reasons.slice(0, Math.max(many, 1));
  const rest = reasons.length - fitting.length;
  return [...fitting.flat(), ...(rest > 0 ? [`${count(rest, 'reason')} more (w)`] : [])];
}

function firstOf(lines: readonly Line[], most: number): Line[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most - 1), `${lines[most - 1]} ...`];
}

function subjectsOf(item: Item, mask: Mask): string[] {
  return [...new Set(item.fixes.map(fix => mask(subjectText(fix.subject))))];
}

/** `screen 2 of 31; fixes: 4 taken, 1 left out, 36 open; /severity:high`: a screen may hold a group of them. */
/** One answer may be several. */
export function entriesText({ stated }: ReviewState): string {
  return `${count(stated.length, 'entry', 'entries')} for the configuration`;
}

export function progressLine(state: ReviewState): string {
  const items = visibleItems(state);
  const current = currentItem(state);
  const index = items.findIndex(({ key }) => key === current?.key) + 1;
  const { accepted, rejected, along, left, questions } = progressOf(state);
  const query = state.query === '' ? '' : `; /${state.query}`;
  if (state.scope === 'questions')
    return `question ${index} of ${items.length} left; ${entriesText(state)}${query}`;
  const asked = questions === 0 ? '' : `; ${count(questions, 'question')}`;
  return `screen ${index} of ${items.length}; fixes: ${accepted} taken, ${rejected + along} left out, ${left} open${asked}${query}`;
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
  { effects, also, needs, reason }: Facts,
  elsewhere: string | undefined,
  { colors, mask, room }: Told & { readonly room: number },
  columns: number,
): Line[] {
  if (reason !== undefined) return wrapped(`by itself it is not written: ${reason}`, '', columns);
  const lines = effects.flatMap(({ where, changes }) => [
    colors.dim(cutTo(`rendered in ${where}:`, columns)),
    ...changes.map(change => fieldLine(change, columns)),
  ]);
  const names = [...new Set(needs.map(fix => `${fix.transform} of ${subjectText(fix.subject)}`))];
  const others = [
    ...(also === undefined ? [] : [cutTo(`also changes ${also}`, columns)]),
    ...(names.length === 0 ? [] : [cutTo(`it needs, and brings: ${shown(names)}`, columns)]),
    ...(elsewhere === undefined ? [] : [colors.dim(cutTo(mask(`p: ${elsewhere}`), columns))]),
  ];
  const most = Math.min(Math.max(room - others.length - 1, 2), MOST_EFFECTS);
  const rest = lines.length - most;
  return [...(rest > 1 ? [...lines.slice(0, most), `  and ${rest} lines more (r)`] : lines), ...others];
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
