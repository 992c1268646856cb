/** Findings as Markdown: for the summary of a CI job or a comment on a pull request. */

import { SEVERITIES } from '../../plan/repository/active.ts';
import { inOrder, outcomeOf, type ScanReport, totals } from '../words/findings.ts';
import { rootsOut, tallyAll, tallyByEnvironment } from '../words/tally.ts';
import { folderName, oneLine } from '../words/words.ts';

export function scanMarkdown({ findings, plan }: ScanReport): string {
  const rows = inOrder(findings).map(fix =>
    row([
      fix.severity,
      `\`${fix.transform}\``,
      `${code(fix.subject.at)}<br>${code(`${fix.subject.kind}/${fix.subject.name}`)}`,
      text(fix.message),
      fix.roots.map(root => code(folderName(root))).join('<br>'),
      text(outcomeOf(fix)),
    ]),
  );
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
        ]
      : []),
    ...out(plan),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function environments(plan: ScanReport['plan']): string[] {
  const rows = [...tallyByEnvironment(plan)].map(([name, bySeverity]) =>
    row([text(name), ...SEVERITIES.map(severity => String(bySeverity.get(severity)?.found ?? 0))]),
  );
  if (rows.length === 0) return [];
  return [row(['environment', ...SEVERITIES]), '| --- | --: | --: | --: | --: |', ...rows, ''];
}

function out(plan: ScanReport['plan']): string[] {
  const roots = rootsOut(plan);
  if (roots.length === 0) return [];
  return [
    '### Out of sight',
    '',
    ...roots.map(root => `- ${code(root.at ?? folderName(root.folder))}: ${text(root.reason ?? root.state)}`),
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

function text(value: string): string {
  return oneLine(value)
    .replace(/[\\|<>*_`~[\]]/g, '\\$&')
    .replaceAll('@', '&#64;');
}

function code(value: string): string {
  return `\`${oneLine(value).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
