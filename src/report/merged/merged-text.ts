/** A sum of reports as people read it: tables for a terminal, and for a page. */
import { SEVERITIES } from '../../plan/repository/active.ts';
import { markdownText } from '../formats/markdown.ts';
import { cutTo } from '../words/list.ts';
import type { Tally } from '../words/tally.ts';
import { totals } from '../words/totals.ts';
import { count, oneLine, table, WIDTH, wrapped } from '../words/words.ts';
import type { Merged } from './merged-schema.ts';

/** Of the questions: the rest is in the reports. */
const MOST_QUESTIONS = 5;

type Cell = string | number;

export function mergedText(merged: Merged): string {
  const { reports, totals: all } = merged;
  const blocks = [
    wrapped(`${count(reports.length, 'report')}, ${totals(tallyOf(all))}`, '', WIDTH),
    fitting(reportRows(merged)),
    ...(merged.remediations.length > 0 ? [fitting(remediationRows(merged))] : []),
    ...(merged.questions.length > 0 ? [questionLines(merged)] : []),
  ];
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

export function mergedMarkdown(merged: Merged): string {
  const { reports, totals: all } = merged;
  const blocks = [
    ['## kustomend'],
    [`${count(reports.length, 'report')}, ${totals(tallyOf(all))}.`],
    markdownTable(reportRows(merged)),
    ...(merged.remediations.length > 0 ? [markdownTable(remediationRows(merged))] : []),
    ...(merged.questions.length > 0 ? [['### What settles most'], markdownTable(questionRows(merged))] : []),
  ];
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

/** Names give way where a line would be too long. */
function fitting(rows: readonly (readonly Cell[])[]): string[] {
  const tooLong = Math.max(...table(rows).map(line => line.length)) - WIDTH;
  if (tooLong <= 0) return table(rows);
  const longest = Math.max(...rows.map(([name]) => String(name).length));
  const room = Math.max(longest - tooLong, SHORTEST_NAME);
  return table(rows.map(([name, ...others]) => [cutTo(String(name), room), ...others]));
}

/** What still tells names apart. */
const SHORTEST_NAME = 20;

function tallyOf(numbers: Merged['totals']): Tally {
  return { ...numbers, risky: 0 };
}

const COLUMNS = ['fixable', 'unsafe', 'answer', 'digest', 'reported', 'left'] as const;

/** Those that say anything here. */
function columnsOf({ totals: all }: Merged) {
  return COLUMNS.filter(column => column === 'fixable' || all[column] > 0);
}

function reportRows(merged: Merged): Cell[][] {
  const columns = columnsOf(merged);
  const head = ['report', ...SEVERITIES, ...columns, 'roots', 'out'];
  const rows = merged.reports.map(({ name, severities, roots, rootsOut, ...numbers }) => [
    oneLine(name),
    ...SEVERITIES.map(severity => severities[severity]),
    ...columns.map(column => numbers[column]),
    roots,
    rootsOut,
  ]);
  return withHead(head, rows);
}

function remediationRows(merged: Merged): Cell[][] {
  const columns = columnsOf(merged);
  const head = ['remediation', 'worst', ...columns, 'reports'];
  const rows = merged.remediations.map(({ transform, worst, reports: having, ...numbers }) => [
    oneLine(transform),
    worst,
    ...columns.map(column => numbers[column]),
    having.length,
  ]);
  return withHead(head, rows);
}

/** Heads of numbers stand over their last digit. */
function withHead(head: readonly string[], rows: readonly (readonly Cell[])[]): Cell[][] {
  const widths = head.map((_, i) => Math.max(...rows.map(row => String(row[i]).length)));
  const heads = head.map((name, i) => (typeof rows[0]?.[i] === 'number' ? name.padStart(widths[i]!) : name));
  return [heads, ...rows.map(row => [...row])];
}

function questionRows({ questions }: Merged): Cell[][] {
  const shown = questions.slice(0, MOST_QUESTIONS);
  return [
    ['question', 'findings', 'reports'],
    ...shown.map(({ about, question, settles, reports }) => [
      oneLine(question ?? about),
      settles,
      reports.length,
    ]),
  ];
}

function questionLines(merged: Merged): string[] {
  const rest = merged.questions.length - MOST_QUESTIONS;
  const lines = questionRows(merged)
    .slice(1)
    .flatMap(([question, settles, reports]) =>
      wrapped(
        `${count(Number(settles), 'finding')} in ${count(Number(reports), 'report')}: ${question}`,
        '  ',
      ),
    );
  return [
    'What settles most:',
    ...lines,
    ...(rest > 0 ? [`  and ${count(rest, 'question')} more (the reports have them)`] : []),
  ];
}

function markdownTable([head = [], ...rows]: readonly (readonly Cell[])[]): string[] {
  const row = (cells: readonly Cell[]) => `| ${cells.map(each => markdownText(String(each))).join(' | ')} |`;
  const alignment = head.map((_, i) => (typeof rows[0]?.[i] === 'number' ? '--:' : '---'));
  return [row(head), `| ${alignment.join(' | ')} |`, ...rows.map(row)];
}
