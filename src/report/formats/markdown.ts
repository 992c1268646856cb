/** Findings as Markdown: for the summary of a CI job or a comment on a pull request. */

import { SEVERITIES } from '../../plan/repository/active.ts';
import { outcomeOf, worstFirst } from '../words/findings.ts';
import { saidText } from '../words/said.ts';
import { rootsOut, tallyAll, tallyByEnvironment } from '../words/tally.ts';
import { totals } from '../words/totals.ts';
import { count, folderName, oneLine } from '../words/words.ts';
import type { ScanReport } from './scan-report.ts';

/** GitHub takes 65,536 characters of a comment; some are left for what stands around it. */
const ROOM = 60_000;
/** What belongs to the table besides its rows, and what follows it. */
const ROOM_OF_ROWS = 40_000;

/** The table of a scan, and the diff where both have room in a comment. */
export function previewMarkdown(report: ScanReport, diff: string): string {
  const table = scanMarkdown(report);
  if (diff === '') return table;
  const lines = count(diff.split('\n').length - 1, 'line');
  if (table.length + diff.length > ROOM)
    return `${table}\nThe diff has ${lines}: \`kustomend --diff\` shows it.\n`;
  return `${table}\n${block('diff', diff)}`;
}

/** The worst first: a table that is too long for a comment ends with how many there are besides. */
export function scanMarkdown({ findings, plan }: ScanReport): string {
  const all = worstFirst(findings).map(fix =>
    row([
      fix.severity,
      `\`${fix.transform}\``,
      `${code(fix.subject.at)}<br>${code(`${fix.subject.kind}/${fix.subject.name}`)}`,
      markdownText(saidText(fix)),
      fix.roots.map(root => code(folderName(root))).join('<br>'),
      markdownText(outcomeOf(fix)),
    ]),
  );
  const rows = withinRoom(all);
  const more = all.length - rows.length;
  const lines = [
    '## kustomend',
    '',
    `${totals(tallyAll(findings))}.`,
    '',
    ...environments({ ...plan, fixes: findings }),
    ...(rows.length > 0
      ? [
          row(['severity', 'id', 'where', 'what', 'roots', 'then']),
          '| --- | --- | --- | --- | --- | --- |',
          ...rows,
          '',
          ...(more === 0 ? [] : [`And ${count(more, 'finding')} more: \`kustomend scan\` lists all.`, '']),
        ]
      : []),
    ...out(plan),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function withinRoom(rows: readonly string[]): readonly string[] {
  let room = ROOM_OF_ROWS;
  const end = rows.findIndex(each => (room -= each.length + 1) < 0);
  return end < 0 ? rows : rows.slice(0, end);
}

function environments(plan: ScanReport['plan']): string[] {
  const rows = [...tallyByEnvironment(plan)].map(([name, bySeverity]) =>
    row([markdownText(name), ...SEVERITIES.map(severity => String(bySeverity.get(severity)?.found ?? 0))]),
  );
  if (rows.length === 0) return [];
  return [row(['environment', ...SEVERITIES]), '| --- | --: | --: | --: | --: |', ...rows, ''];
}

/** More roots than anybody reads of one by one. */
const MOST_OUT = 20;

function out(plan: ScanReport['plan']): string[] {
  const roots = rootsOut(plan);
  if (roots.length === 0) return [];
  const shown = roots.slice(0, MOST_OUT);
  return [
    '### Out of sight',
    '',
    ...shown.map(
      root => `- ${code(root.at ?? folderName(root.folder))}: ${markdownText(root.reason ?? root.state)}`,
    ),
    ...(roots.length > MOST_OUT ? [`- and ${roots.length - MOST_OUT} more`] : []),
  ];
}

/** A text of several lines as it is: none of them ends the block. */
export function block(language: string, text: string): string {
  const runs = text.match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(runs.reduce((most, run) => Math.max(most, run.length + 1), 3));
  return `${fence}${language}\n${text}${fence}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A text in which nothing is markup, and nobody is called by it. */
export function markdownText(value: string): string {
  return oneLine(value)
    .replace(/[\\|<>*_`~[\]]/g, '\\$&')
    .replaceAll('@', '&#64;');
}

function code(value: string): string {
  return `\`${oneLine(value).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
