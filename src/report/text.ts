/** Findings for a terminal. */
import type { Fix } from '../plan/model/result.ts';
import type { Severity } from '../transform.ts';
import type { Colors } from './colors.ts';
import { inOrder, outcomeOf, type ScanReport } from './findings.ts';
import { tallyAll } from './tally.ts';
import { count, folderName, oneLine } from './words.ts';

/** One paragraph per finding: place, severity, id and message; then where it holds and what becomes of it. */
export function scanText({ findings }: ScanReport, colors: Colors): string {
  const parts = inOrder(findings).map(fix => paragraph(fix, colors));
  const { found, fixed, unsafe, person } = tallyAll(findings);
  const total =
    found === 0
      ? 'no findings'
      : `${count(found, 'finding')}: ${fixed} can be fixed, ${unsafe} with --unsafe, ${person} for a person`;
  return `${[...parts, total].join('\n')}\n`;
}

function paragraph(fix: Fix, colors: Colors): string {
  const { kind, name, field, at } = fix.subject;
  const paint = painter(fix.severity, colors);
  return [
    `${colors.bold(at)}: ${paint(fix.severity)} ${fix.transform}: ${oneLine(fix.message)}`,
    `    ${oneLine(`${kind}/${name}${field === '' ? '' : ` ${field}`}`)} in ${fix.roots.map(folderName).join(', ')}`,
    ...fix.evidence.map(e => `    ${oneLine(`${e.at}: ${e.says}`)}`),
    `    ${oneLine(outcomeOf(fix))} ${colors.dim(`[${fix.id}]`)}`,
  ].join('\n');
}

function painter(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === 'critical') return colors.red;
  return severity === 'high' ? colors.yellow : text => text;
}
