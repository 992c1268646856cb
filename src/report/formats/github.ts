/** Findings as workflow commands: GitHub shows them beside the lines of a pull request. */
import type { Severity } from '../../transform.ts';
import { outcomeOf, worstFirst } from '../words/findings.ts';
import { saidText } from '../words/said.ts';
import { count, oneLine, splitAt } from '../words/words.ts';
import type { ScanReport } from './scan-report.ts';

const COMMAND: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

/** GitHub shows ten of a kind for each step, and leaves the others out without a word. */
const MOST = 10;

/** The worst findings, and how many there are besides. */
export function scanGithub({ findings }: ScanReport): string {
  const shown = worstFirst(findings).slice(0, MOST);
  const rest = findings.length - shown.length;
  const more = `and ${count(rest, 'finding')} more: kustomend scan lists all`;
  return [
    ...shown.map(fix => {
      const { file, line } = splitAt(fix.subject.at);
      const { kind, name } = fix.subject;
      const message = oneLine(`${kind}/${name}: ${saidText(fix)} (${outcomeOf(fix)})`);
      const where = `file=${property(file)},line=${line},title=${property(`kustomend ${fix.transform}`)}`;
      return `::${COMMAND[fix.severity]} ${where}::${data(message)}\n`;
    }),
    ...(rest === 0 ? [] : [`::notice title=kustomend::${data(more)}\n`]),
  ].join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
