/** Findings as workflow commands: GitHub shows them beside the lines of a pull request. */
import type { Severity } from '../../transform.ts';
import { inOrder, outcomeOf, type ScanReport } from '../words/findings.ts';
import { oneLine, splitAt } from '../words/words.ts';

const COMMAND: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
};

export function scanGithub({ findings }: ScanReport): string {
  return inOrder(findings)
    .map(fix => {
      const { file, line } = splitAt(fix.subject.at);
      const { kind, name } = fix.subject;
      const message = oneLine(`${kind}/${name}: ${fix.message} (${outcomeOf(fix)})`);
      const where = `file=${property(file)},line=${line},title=${property(`kustomend ${fix.transform}`)}`;
      return `::${COMMAND[fix.severity]} ${where}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
