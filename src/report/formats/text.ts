/** Findings for a terminal. */
import type { Fix } from '../../plan/model/result.ts';
import { type Group, groupedBy } from '../../plan/rendered/grouped.ts';
import { briefsOf } from '../diff/comments.ts';
import type { Mask } from '../secrets/mask.ts';
import type { Colors } from '../words/colors.ts';
import { inOrder, OUTCOMES, outcomeFor, outcomeOf, severityPainter } from '../words/findings.ts';
import { shortIds } from '../words/ids.ts';
import { cutTo, shown } from '../words/list.ts';
import { maskedFix } from '../words/masked-fix.ts';
import { settlingLine } from '../words/open-facts.ts';
import { saidText } from '../words/said.ts';
import { tallyAll } from '../words/tally.ts';
import { totals } from '../words/totals.ts';
import { folderName, splitAt, subjectText, table, WIDTH, wrapped } from '../words/words.ts';
import type { ScanReport } from './scan-report.ts';

export interface TextOptions {
  readonly colors: Colors;
  /** Hides secrets before lines are cut or broken. */
  readonly mask: Mask;
  /** A paragraph for each finding, with what speaks for it. */
  readonly isVerbose?: boolean;
}

/** What each file has: equal findings on one line, with what becomes of them. */
export function scanText({ findings, plan }: ScanReport, { colors, mask, isVerbose }: TextOptions): string {
  const fixes = inOrder(findings).map(fix => maskedFix(fix, mask));
  const parts = isVerbose
    ? fixes.map(fix => paragraph(fix, colors))
    : [...byFile(fixes)].flatMap(([file, group]) => [
        colors.bold(file),
        ...rowsOf(group, shortIds(plan), colors),
      ]);
  const tally = tallyAll(findings);
  return `${[...parts, ...wrapped(tally.found === 0 ? 'no findings' : totals(tally))].join('\n')}\n`;
}

function byFile(fixes: readonly Fix[]): Map<string, Group<Fix>> {
  return groupedBy(fixes, ({ subject }) => splitAt(subject.at).file);
}

/** Line, severity, transform, what becomes of it, id, and the fault. */
function rowsOf(fixes: readonly Fix[], short: (id: string) => string, colors: Colors): string[] {
  const groups = groupedBy(fixes, fix => `${fix.transform} ${outcomeFor(fix)} ${fix.brief}`);
  const all = [...groups.values()];
  const starts = table(
    all.map(([first, ...more]) => [
      splitAt(first.subject.at).line,
      first.severity,
      first.transform,
      OUTCOMES[outcomeFor(first)],
      `${short(first.id)}${more.length > 0 ? ` +${more.length}` : ''}`,
    ]),
  );
  const width = Math.max(...starts.map(line => line.length));
  return all.map((group, i) => {
    const start = `  ${starts[i]!.padEnd(width)}  `;
    const [first] = group;
    const isOne = new Set(group.map(fix => subjectText(fix.subject))).size === 1;
    const said = `${shown(briefsOf(group))}${isOne ? ` (${nameOf(first)})` : ''}`;
    const line = start + cutTo(said, WIDTH - start.length);
    return line.replace(first.severity, severityPainter(first.severity, colors));
  });
}

/** The name alone: the line says of which object. */
function nameOf({ subject: { name, container } }: Fix): string {
  return container === undefined || container === name ? name : `${name} ${container}`;
}

/** A text that is no manifest is in none. */
function inRoots({ roots }: Fix): string {
  return roots.length === 0 ? '' : ` in ${shown(roots.map(folderName))}`;
}

const INDENT = '    ';

function paragraph(fix: Fix, colors: Colors): string {
  const { subject } = fix;
  const paint = severityPainter(fix.severity, colors);
  const field = subject.field === '' ? '' : ` ${subject.field}`;
  const settling = settlingLine(fix);
  const inset = (text: string) => wrapped(text, INDENT);
  const head = `${fix.severity} ${fix.transform} [${fix.id}]`;
  const isLong = subject.at.length + 2 + head.length > WIDTH;
  return [
    `${colors.bold(subject.at)}:${isLong ? `\n${INDENT}` : ' '}${paint(fix.severity)} ${fix.transform} ${colors.dim(`[${fix.id}]`)}`,
    ...inset(saidText(fix)),
    ...inset(`${subject.kind}/${subject.name}${field}${inRoots(fix)}`),
    ...fix.evidence.flatMap(each => inset(`${each.at}: ${each.says}`)),
    ...inset(outcomeOf(fix) + (settling === undefined ? '' : `; safe once it is said: ${settling}`)),
  ].join('\n');
}
