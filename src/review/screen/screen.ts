/** A review on a screen: lines that fit, whatever its size. */

import { cutTo } from '../../report/words/list.ts';
import { count, wrapped } from '../../report/words/words.ts';
import { helpLines } from '../state/keys.ts';
import { currentItem, progressOf, type ReviewState } from '../state/state.ts';
import { hasChange } from '../stating/items.ts';
import { statementText } from '../stating/stated-words.ts';
import { cutPainted, diffLines, type Line, type Size, windowOf } from '../terminal/lines.ts';
import { extentOf } from '../terminal/scrolls.ts';
import { answerLines, questionLines, settingLines } from './answer-screen.ts';
import { footOf } from './foot.ts';
import { entriesText, itemLines, progressLine } from './item-screen.ts';
import { listLines } from './list-screen.ts';
import { reportLines } from './report-screen.ts';
import type { Screen, Told } from './told.ts';

export function screenOf(state: ReviewState, told: Told, size: Size): Screen {
  const foot = footOf(state, told, size);
  const { lines, extent } = bodyOf(state, told, { ...size, rows: size.rows - foot.length });
  // Of a window that is too narrow for anything every line is cut.
  const fitting = [...lines, ...foot]
    .slice(-size.rows)
    .map(line => (line.length > size.columns ? cutPainted(line, size.columns) : line));
  return { lines: fitting, extent };
}

function bodyOf(state: ReviewState, told: Told, size: Size): Screen {
  const moving = (lines: readonly Line[], from?: readonly number[]): Screen => ({
    lines: windowOf(lines, state.scroll, size.rows),
    extent: extentOf(lines.length, size.rows, from),
  });
  const broken = ({ lines, from }: Broken) => moving(lines, from);
  const { view } = state;
  switch (view.name) {
    case 'page': {
      const lines = view.page === 'help' ? helpLines(state.scope) : told.page(view.page);
      const isDiff = view.page === 'diff' || view.page === 'rendered';
      return isDiff
        ? moving(diffLines(lines, told.colors, size.columns, told.filter))
        : broken(textLines(lines, size, view.page === 'why' ? '' : FURTHER));
    }
    case 'proven':
      return broken(textLines(told.proven(size), size));
    case 'list':
      return { lines: listLines(state, view.cursor, told, size), extent: extentOf(0, size.rows) };
    case 'settings':
      return {
        lines: settingLines(view.settings, view.cursor, told, size),
        extent: extentOf(0, size.rows),
      };
    case 'answer':
      return moving(answerLines(view.setting, view.text, told, size));
    case 'end':
      return moving(endLines(state, told, size));
    default: {
      const item = currentItem(state);
      if (item === undefined) return moving(endLines(state, told, size));
      const { question } = item;
      if (hasChange(item)) return itemLines(state, item, told, size);
      const lines =
        question === undefined
          ? reportLines(item, told, size)
          : questionLines({ ...item, question }, told, size);
      const progress = told.colors.dim(cutTo(progressLine(state), size.columns));
      return {
        lines: [progress, ...windowOf(lines, state.scroll, size.rows - 1)],
        extent: extentOf(lines.length, size.rows - 1),
      };
    }
  }
}

interface Broken {
  readonly lines: readonly Line[];
  /** Which line of the text each is from. */
  readonly from: readonly number[];
}

/** Texts that are wider than the screen go on in the next line, as far in. */
function textLines(texts: readonly string[], size: Size, further = FURTHER): Broken {
  const parts = texts.map(text => brokenLine(text, size, further));
  return { lines: parts.flat(), from: parts.flatMap((lines, index) => lines.map(() => index)) };
}

function brokenLine(line: string, { columns }: Size, further: string): Line[] {
  const indent = /^ */.exec(line)![0];
  // Painted ones are tables, which breaking would spoil.
  if (line.length <= columns || line.includes('\u001b')) return [cutPainted(line, columns)];
  const [first = '', ...others] = wrapped(
    line.trim().replace(/ {3,}/g, '  '),
    indent,
    columns - further.length,
  );
  // A path of a field has no blank, and its end says most.
  return [first, ...others.map(each => further + each)]
    .flatMap(each => chunks(each, columns))
    .map(each => cutPainted(each, columns));
}

function chunks(text: string, size: number): string[] {
  if (text.length <= size) return [text];
  return [text.slice(0, size), ...chunks(text.slice(size), size)];
}

/** What goes on in the next line. */
const FURTHER = '    ';

function endLines(state: ReviewState, { mask }: Pick<Told, 'mask'>, { columns }: Size): Line[] {
  const stated = state.stated.map(each =>
    cutTo(`into the configuration: ${mask(statementText(each))}`, columns),
  );
  const lines = state.scope === 'questions' ? answersLines(state, stated) : takenLines(state, stated);
  return lines.flatMap(line => (line === '' ? [''] : wrapped(line, '', columns)));
}

function answersLines(state: ReviewState, stated: readonly Line[]): Line[] {
  const { questions } = progressOf(state);
  return [
    `${entriesText(state)}, ${count(questions, 'question')} open.`,
    ...stated,
    '',
    'y  write the configuration: answers, and what is open as comments and question marks',
    'b  back to the questions',
    'q  leave, and write nothing',
  ];
}

function takenLines(state: ReviewState, stated: readonly Line[]): Line[] {
  const { accepted, rejected, along, left, safe, questions } = progressOf(state);
  const ofThem = left === 0 ? '' : `, ${safe === 0 ? 'none' : safe} of them safe`;
  return [
    `${count(accepted, 'fix is', 'fixes are')} taken, ${rejected} left out${along > 0 ? ` and ${along} with them` : ''}, ${left} open${ofThem}.`,
    ...(questions === 0 ? [] : [`${count(questions, 'question is', 'questions are')} open: e answers one.`]),
    ...stated,
    '',
    ...(accepted > 0
      ? ['y  plan what is taken as one set, prove it, and show what would be written']
      : state.stated.length > 0
        ? ['y  show what would be written: the configuration alone']
        : ['Nothing is taken: nothing would be written.']),
    'b  back to the fixes',
    's  save the answers and leave: what is open is asked next time',
  ];
}
