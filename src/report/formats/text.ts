/** Findings for a terminal. */
import { DELETED_FIRST } from '../../kubernetes/pod-templates.ts';
import type { Fix } from '../../plan/model/result.ts';
import { type Group, groupedBy } from '../../plan/rendered/grouped.ts';
import { briefsOf } from '../diff/comments.ts';
import type { Mask } from '../secrets/mask.ts';
import type { Colors } from '../words/colors.ts';
import {
  inOrder,
  lineOf,
  OUTCOMES,
  outcomeFor,
  outcomeOf,
  severityPainter,
  worstFirst,
} from '../words/findings.ts';
import { shortIds } from '../words/ids.ts';
import { cutTo, shown } from '../words/list.ts';
import { maskedFix } from '../words/masked-fix.ts';
import { settlingLine } from '../words/questions/open-facts.ts';
import { saidText } from '../words/said.ts';
import { isBlind, NOTHING_READ, tallyAll, unreadEnvironments } from '../words/tally.ts';
import { totals } from '../words/totals.ts';
import { count, folderName, splitAt, subjectText, table, WIDTH, wrapped } from '../words/words.ts';
import type { ScanReport } from './scan-report.ts';

export interface TextOptions {
  readonly colors: Colors;
  /** Hides secrets before lines are cut or broken. */
  readonly mask: Mask;
  /** A paragraph for each finding, with what speaks for it. */
  readonly isVerbose?: boolean;
  /** All that was found, where only what a fix would write is shown: a line for each, so that every id can be copied. */
  readonly fixableOf?: readonly Fix[] | undefined;
}

/** What each file has: equal findings on one line, with what becomes of them. */
export function scanText({ findings, plan }: ScanReport, options: TextOptions): string {
  const { colors, mask, isVerbose, fixableOf = [] } = options;
  const fixes = inOrder(findings).map(fix => maskedFix(fix, mask));
  const parts = isVerbose
    ? fixes.map(fix => paragraph(fix, colors))
    : [...byFile(fixes)].flatMap(([file, group]) => [
        colors.bold(file),
        ...upstreamLine(group),
        ...onceThereLines(group),
        ...rowsOf(
          group.filter(fix => fix.upstream === undefined && !isOnceThere(fix)),
          shortIds(plan),
          options,
        ),
      ]);
  const unread = unreadEnvironments(plan);
  const last = [
    ...wrapped(totalOf(findings, fixableOf) ?? (isBlind(plan) ? NOTHING_READ : 'no findings')),
    ...(unread.length === 0 ? [] : wrapped(`not looked at: ${shown(unread)}`)),
  ];
  return `${[...parts, ...last].join('\n')}\n`;
}

/** Undefined where nothing is found. */
function totalOf(findings: readonly Fix[], fixableOf: readonly Fix[]): string | undefined {
  if (findings.length > 0) return totals(tallyAll(findings));
  return fixableOf.length > 0
    ? `nothing that kustomend fix would write, of ${totals(tallyAll(fixableOf))}`
    : undefined;
}

function byFile(fixes: readonly Fix[]): Map<string, Group<Fix>> {
  return groupedBy(fixes, ({ subject }) => splitAt(subject.at).file);
}

/** What is found in a file that others release is for them to mend: one line that names it, and --verbose for each. */
function upstreamLine(fixes: readonly Fix[]): string[] {
  const theirs = fixes.filter(fix => fix.upstream !== undefined);
  const [worst] = worstFirst(theirs);
  if (worst === undefined) return [];
  const { unsafe } = tallyAll(theirs);
  const over = unsafe > 0 ? `; --unsafe patches ${unsafe}` : '';
  const line = `  ${count(theirs.length, 'finding')}, worst ${worst.severity}, in what is ${worst.upstream}${over}`;
  return [cutTo(line, WIDTH)];
}

/** Whether it is about what cannot be changed any more where it is there: a Job that has run as a rule. */
function isOnceThere({ doubts, upstream, status }: Fix): boolean {
  return upstream === undefined && status === 'unsafe' && doubts.some(doubt => doubt.endsWith(DELETED_FIRST));
}

/** Nobody deletes a Job that has run for each of its findings: one line for the object, and --verbose for each. */
function onceThereLines(fixes: readonly Fix[]): string[] {
  const byObject = groupedBy(fixes.filter(isOnceThere), ({ subject }) => `${subject.kind} ${subject.name}`);
  return [...byObject].map(([object, group]) => {
    const { line } = splitAt(group[0].subject.at);
    const many = count(group.length, 'finding');
    return cutTo(`  ${line}  ${many} on ${object}: recreate it to have them taken (--unsafe)`, WIDTH);
  });
}

/** Line, severity, transform, what becomes of it, id, and the fault; with each finding by itself where all ids are wanted. */
function rowsOf(
  fixes: readonly Fix[],
  short: (id: string) => string,
  { colors, fixableOf }: TextOptions,
): string[] {
  const groups = groupedBy(fixes, fix => (fixableOf ? fix.id : lineOf(fix)));
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
  return all.flatMap((group, i) => {
    const start = `  ${starts[i]!.padEnd(width)}  `;
    const [first] = group;
    const isOne = new Set(group.map(fix => subjectText(fix.subject))).size === 1;
    const said = `${shown(briefsOf(group))}${isOne ? ` (${nameOf(first)})` : ''}`;
    // What is wrong is never cut: it goes on below where it begins.
    const [line = '', ...further] = wrapped(said, '', WIDTH - start.length);
    const own = (start + line).replace(first.severity, severityPainter(first.severity, colors));
    return [own, ...further.map(each => ' '.repeat(start.length) + each)];
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
