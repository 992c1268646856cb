/** One line for each remediation: how much, how bad, where, and an example. */
import type { Fix, Plan } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { SEVERITIES } from '../../plan/repository/active.ts';
import type { Colors } from '../words/colors.ts';
import { OUTCOMES, outcomeFor, severityPainter } from '../words/findings.ts';
import { cutTo } from '../words/list.ts';
import { environmentsOf, tallyAll } from '../words/tally.ts';
import { NO_ENVIRONMENT, table } from '../words/words.ts';

interface TableOptions {
  readonly width: number;
  /** Remediations that have a line, before the rest is counted. */
  readonly most: number;
  readonly colors: Colors;
}

type Cell = string | number;

/** A column, and whether it says anything here. */
interface Column {
  readonly head: string;
  readonly isWanted: boolean;
  cell(fixes: readonly Fix[]): Cell;
}

const NAME_WIDTH = 14;
const EXAMPLE = 'example';
/** `no memory limit (web...` says something, `no digest (api...` does not. */
const FEWEST_EXAMPLE = 20;
const WHERE = 'where';
const RESTARTS = 'restarts';
const REPORTED = 'reported';
/** Eighty columns are few. */
const GAP = 1;

export function remediationTable(plan: Plan, { width, most, colors }: TableOptions): string[] {
  const all = byRemediation(plan);
  const idle = all.filter(isIdle);
  const groups = all.filter(group => !isIdle(group));
  const said = idle.length === 0 ? [] : [cutTo(idleText(idle), width)];
  if (groups.length === 0) return said;
  const room = most - said.length;
  // The line that counts the rest takes the place of one.
  const shownGroups = groups.length <= room ? groups : groups.slice(0, Math.max(room - 1, 1));
  const columns = fittingColumns(columnsOf(plan, shownGroups), shownGroups, width);
  const [head = '', ...lines] = tableWithExamples(columns, shownGroups, width);
  const rest = groups.length - shownGroups.length;
  return [
    colors.bold(head),
    ...lines.map((line, i) => painted(line, worstOf(shownGroups[i]!), colors)),
    ...(rest > 0 ? [`and ${rest} more (kustomend scan lists all)`] : []),
    ...said,
  ];
}

/** Of which every number of a line would be zero; what is left out has a line of its own. */
function isIdle(fixes: readonly Fix[]): boolean {
  const outcomes = new Set(fixes.map(outcomeFor));
  outcomes.delete('left');
  return outcomes.size === 1 && outcomes.has('reported');
}

/** `reported only: cluster-admin 3 (critical), probes 2` */
function idleText(groups: readonly (readonly Fix[])[]): string {
  const names = groups.map(group => {
    const own = group.filter(fix => outcomeFor(fix) === 'reported');
    const worst = worstOf(own);
    const isBad = worst === 'critical' || worst === 'high';
    return `${own[0]!.transform} ${own.length}${isBad ? ` (${worst})` : ''}`;
  });
  return `${OUTCOMES.reported}: ${names.join(', ')}`;
}

/** What goes first where a window is narrow: numbers last, and the example before all of them. */
const LEAST = [WHERE, 'worst', REPORTED, RESTARTS, 'digest'];

function fittingColumns(
  columns: readonly Column[],
  groups: readonly (readonly Fix[])[],
  width: number,
): readonly Column[] {
  let fitting = columns;
  for (const least of LEAST) {
    if (plainTable(fitting, groups).every(line => line.length <= width)) break;
    fitting = fitting.filter(({ head }) => head !== least);
  }
  return fitting;
}

/** Of an example that would be cut to a few letters nobody has anything: the place goes for it, or it is left out. */
function tableWithExamples(
  columns: readonly Column[],
  groups: readonly (readonly Fix[])[],
  width: number,
): string[] {
  const plain = plainTable(columns, groups);
  const room = (lines: readonly string[]) => width - Math.max(...lines.map(line => line.length)) - 2;
  const withoutPlace = plainTable(
    columns.filter(({ head }) => head !== WHERE),
    groups,
  );
  if (room(withoutPlace) < FEWEST_EXAMPLE) return plain;
  const lines = room(plain) < FEWEST_EXAMPLE ? withoutPlace : plain;
  return table([
    [lines[0]!, EXAMPLE],
    ...groups.map((fixes, i) => [lines[i + 1]!, cutTo(exampleOf(fixes), room(lines))]),
  ]);
}

function plainTable(columns: readonly Column[], groups: readonly (readonly Fix[])[]): string[] {
  const rows = groups.map(fixes => columns.map(column => column.cell(fixes)));
  return table([columns.map(({ head }, i) => alignedHead(head, rows, i)), ...rows], GAP);
}

/** Heads of numbers stand over their last digit. */
function alignedHead(head: string, rows: readonly (readonly Cell[])[], index: number): Cell {
  const isNumber = rows.every(row => typeof row[index] === 'number');
  if (!isNumber) return head;
  const width = Math.max(head.length, ...rows.map(row => String(row[index]).length));
  return head.padStart(width);
}

function painted(line: string, worst: Fix['severity'], colors: Colors): string {
  return line.replace(worst, severityPainter(worst, colors));
}

/** The worst first, then those with most findings. */
function byRemediation({ fixes }: Plan): (readonly Fix[])[] {
  const groups = groupedBy(
    fixes.filter(fix => fix.status !== 'ignored'),
    fix => fix.transform,
  );
  const rank = (group: readonly Fix[]) => SEVERITIES.indexOf(worstOf(group));
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.length - a.length);
}

function worstOf(fixes: readonly Fix[]): Fix['severity'] {
  return SEVERITIES.find(severity => fixes.some(fix => fix.severity === severity))!;
}

function columnsOf(plan: Plan, groups: readonly (readonly Fix[])[]): Column[] {
  const all = environmentsOf(plan).length;
  const where = (fixes: readonly Fix[]) => {
    const names = environmentsOf(plan, fixes);
    if (names.length === all) return 'all';
    const [only] = names;
    return names.length > 1 ? `${names.length} of ${all}` : cutTo(only ?? NO_ENVIRONMENT, NAME_WIDTH);
  };
  const hasAny = (cell: (fixes: readonly Fix[]) => number) => groups.some(group => cell(group) > 0);
  const columns: Column[] = [
    { head: 'remediation', isWanted: true, cell: ([first]) => first!.transform },
    { head: 'worst', isWanted: true, cell: worstOf },
    { head: 'fixable', isWanted: true, cell: fixes => tallyAll(fixes).fixable },
    { head: 'unsafe', isWanted: hasAny(f => tallyAll(f).unsafe), cell: fixes => tallyAll(fixes).unsafe },
    { head: 'answer', isWanted: hasAny(f => tallyAll(f).answer), cell: fixes => tallyAll(fixes).answer },
    { head: 'digest', isWanted: hasAny(f => tallyAll(f).digest), cell: fixes => tallyAll(fixes).digest },
    { head: REPORTED, isWanted: hasAny(f => tallyAll(f).reported), cell: fixes => tallyAll(fixes).reported },
    { head: RESTARTS, isWanted: hasAny(restartsOf), cell: restartsOf },
    // The first line says what was looked at.
    { head: WHERE, isWanted: new Set(groups.map(where)).size > 1, cell: where },
  ];
  return columns.filter(({ isWanted }) => isWanted);
}

/** Workloads that what is planned restarts. */
function restartsOf(fixes: readonly Fix[]): number {
  const restarting = fixes.filter(fix => fix.status === 'planned' && fix.restarts);
  return new Set(restarting.map(({ subject }) => `${subject.kind}/${subject.name}`)).size;
}

/** `no memory limit (web)`, of the worst that the line counts, one that can be fixed where there is one; the shortest is cut least. */
function exampleOf(fixes: readonly Fix[]): string {
  const rank = { fixable: 0, unsafe: 1, answer: 2, digest: 3, reported: 4, left: 5 };
  const worst = worstOf(fixes);
  const examples = fixes
    .filter(({ severity }) => severity === worst)
    .map(fix => {
      const outcome = outcomeFor(fix);
      // They have no column.
      const word = outcome === 'reported' || outcome === 'left' ? `${OUTCOMES[outcome]}: ` : '';
      return { rank: rank[outcome], text: `${word}${fix.brief} (${nameIn(fix.subject)})` };
    });
  const [first] = examples.sort((a, b) => a.rank - b.rank || a.text.length - b.text.length);
  return first!.text;
}

/** The container where it is called otherwise than its workload: another one of the pod may have what this one lacks. */
function nameIn({ name, container }: Fix['subject']): string {
  return container === undefined || name.includes(container) ? name : `${container} of ${name}`;
}
