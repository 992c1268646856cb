/** Many reports in one sum: a fleet of repositories, or one repository by its parts. */
import type { Fix, FixStatus } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { SEVERITIES } from '../../plan/repository/active.ts';
import type { Severity } from '../../transform.ts';
import { type Tally, tallyAll } from '../words/tally.ts';
import type { Counted, Merged } from './merged-schema.ts';

export interface NamedReport {
  readonly name: string;
  readonly report: Counted;
}

type Numbers = Merged['totals'];
type Counting = Pick<Fix, 'id' | 'transform' | 'severity' | 'status' | 'safety' | 'lookups'>;
type Named = { readonly name: string; readonly finding: Counting };

/**
 * Equal findings of two repositories are two: an id says what a finding is about, and repositories have workloads of one name.
 *
 * @param version of kustomend
 */
export function merge(named: readonly NamedReport[], version: string): Merged {
  const found: Named[] = named.flatMap(({ name, report }) =>
    report.findings.map(finding => ({ name, finding: { ...finding, status: finding.status as FixStatus } })),
  );
  const numbersOf = (all: readonly Named[]): Numbers =>
    sum([...groupedBy(all, each => each.name).values()].map(each => tallyAll(each.map(f => f.finding))));
  const reports = named.map(({ name, report }) => {
    const own = found.filter(each => each.name === name);
    const roots = report.roots.filter(root => root.selected);
    return {
      name,
      ...numbersOf(own),
      severities: severitiesOf(own.map(each => each.finding)),
      roots: roots.length,
      rootsOut: roots.filter(({ state }) => state !== 'evaluated').length,
    };
  });
  const remediations = [...groupedBy(found, each => each.finding.transform)].map(([transform, all]) => ({
    transform,
    worst: worstOf(all.map(each => each.finding.severity)),
    ...numbersOf(all),
    reports: [...new Set(all.map(each => each.name))],
  }));
  return {
    version: 1,
    tool: { name: 'kustomend', version },
    totals: numbersOf(found),
    reports: reports.sort((a, b) => bySeverity(a.severities, b.severities) || order(a.name, b.name)),
    remediations: remediations.sort(
      (a, b) =>
        SEVERITIES.indexOf(a.worst) - SEVERITIES.indexOf(b.worst) ||
        b.found - a.found ||
        order(a.transform, b.transform),
    ),
    questions: questionsOf(named),
  };
}

function sum(tallies: readonly Tally[]): Numbers {
  const add = (of: keyof Numbers) => tallies.reduce((all, each) => all + each[of], 0);
  return {
    found: add('found'),
    fixable: add('fixable'),
    unsafe: add('unsafe'),
    answer: add('answer'),
    digest: add('digest'),
    reported: add('reported'),
    left: add('left'),
  };
}

type BySeverity = Readonly<Record<Severity, number>>;

function severitiesOf(findings: readonly Pick<Fix, 'id' | 'severity'>[]): BySeverity {
  const of = (severity: Severity) =>
    new Set(findings.filter(each => each.severity === severity).map(({ id }) => id)).size;
  return { critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low') };
}

function bySeverity(a: BySeverity, b: BySeverity): number {
  const differing = SEVERITIES.find(severity => a[severity] !== b[severity]);
  return differing === undefined ? 0 : b[differing] - a[differing];
}

function worstOf(severities: readonly Severity[]): Severity {
  return SEVERITIES.find(each => severities.includes(each))!;
}

/** What several ask is one question: who answers knows it for all. */
function questionsOf(named: readonly NamedReport[]): Merged['questions'] {
  const asked = named.flatMap(({ name, report }) =>
    report.questions.map(question => ({ name, ...question })),
  );
  const groups = [...groupedBy(asked, each => each.about)].map(([about, all]) => {
    const { question } = all[0];
    return {
      about,
      ...(question !== undefined && { question }),
      settles: all.reduce((settled, each) => settled + each.settles, 0),
      reports: [...new Set(all.map(each => each.name))],
    };
  });
  return groups.sort((a, b) => b.settles - a.settles || order(a.about, b.about));
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
