/** The summary of a plan: what was found, what becomes of it, and what was out of sight. */
import { type FixStatus, type Plan, REPORTED, type RootReport } from '../plan/model/result.ts';
import { SEVERITIES } from '../plan/repository/active.ts';
import type { Colors } from './colors.ts';
import { questionsOf } from './questions.ts';
import { countPlaces, NO_ENVIRONMENT, rootsOut, tallyAll, tallyByEnvironment } from './tally.ts';
import { count, folderName, oneLine, table } from './words.ts';

export interface SummaryContext {
  /** What is known of the user's kustomize: `kustomize v5.8.2 agrees`. */
  readonly witness: string;
  readonly masked: readonly string[];
  readonly unsafeAllowed: boolean;
}

export function summary(plan: Plan, context: SummaryContext, colors: Colors): string {
  const lines = [
    ...environmentTable(plan, colors),
    ...withheld(plan),
    ...restarts(plan),
    ...placements(plan),
    ...out(plan, colors),
    ...plan.notices.map(({ message, at }) => `notice: ${at ? `${at}: ` : ''}${oneLine(message)}`),
    ...masked(context, colors),
    ...proof(plan, context),
    ...advice(plan, context),
  ];
  return `${lines.join('\n')}\n`;
}

function environmentTable(plan: Plan, colors: Colors): string[] {
  const rows: (string | number)[][] = [];
  const environments = [...tallyByEnvironment(plan)].sort(
    ([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1),
  );
  for (const [environment, bySeverity] of environments) {
    let name = environment;
    for (const severity of SEVERITIES) {
      const tally = bySeverity.get(severity);
      if (!tally || tally.found === 0) continue;
      rows.push([name, severity, tally.found, tally.fixed, tally.unsafe, tally.person, tally.other]);
      name = '';
    }
    if (name !== '') rows.push([name, 'nothing found']);
  }
  const total = tallyAll(plan.fixes);
  const head = ['environment', 'severity', 'found', 'fixed', '--unsafe', 'person', 'other'];
  rows.push(['all', 'once each', total.found, total.fixed, total.unsafe, total.person, total.other]);
  const [first, ...rest] = table([head, ...rows]);
  return [colors.bold(first!), ...rest];
}

function rankOf(environment: string): number {
  return environment === NO_ENVIRONMENT ? 1 : 0;
}

/** What the column "other" holds, and what is exempt. */
function withheld(plan: Plan): string[] {
  const number = (status: FixStatus) => plan.fixes.filter(fix => fix.status === status).length;
  const other = [
    [number('waiting'), 'waiting for another fix'],
    [number('restart'), 'would restart pods'],
    [number('rejected'), 'rejected'],
    [number('withdrawn'), 'cannot be written'],
  ] as const;
  const parts = other.filter(([many]) => many > 0).map(([many, words]) => `${many} ${words}`);
  const exempt = number('ignored');
  return [
    ...(parts.length > 0 ? [`other: ${parts.join(', ')} (kustomend scan says why)`] : []),
    ...(exempt > 0 ? [`exempt: ${exempt} (kustomend scan --format json lists them)`] : []),
  ];
}

function restarts(plan: Plan): string[] {
  const parts = plan.roots
    .filter(root => root.restarts > 0)
    .map(root => `${folderName(root.folder)} ${count(root.restarts, 'workload')}`);
  return parts.length === 0 ? [] : [`restarts: ${parts.join(', ')}`];
}

function placements(plan: Plan): string[] {
  if (plan.changes.length === 0) return ['nothing to change'];
  const places = countPlaces(plan);
  const parts = [
    count(places.sourceEdits, 'source edit'),
    count(places.extendedPatches, 'extended patch', 'extended patches'),
    count(places.newPatches, 'new patch', 'new patches'),
    count(places.newFiles, 'new file'),
    count(places.entries, 'entry', 'entries'),
  ];
  return [`${count(plan.changes.length, 'file')}: ${parts.join(', ')}`];
}

const STATE = {
  'out-of-scope': 'not evaluated here',
  'out-of-sight': 'out of sight',
  opaque: 'partly out of sight',
  failed: 'does not build, with kustomize neither',
  evaluated: '',
};
const MOST_ROOTS = 20;

/** One line per cause for which roots are not seen in whole: where, which, why, and what would show them. */
export function outOfSight(plan: Plan): string[] {
  const byCause = new Map<string, RootReport[]>();
  for (const root of rootsOut(plan)) {
    const cause = `${root.state} ${root.at ?? root.folder} ${root.reason}`;
    byCause.set(cause, [...(byCause.get(cause) ?? []), root]);
  }
  return [...byCause.values()].map(([root, ...others]) => {
    const { folder, state, reason = '', at } = root!;
    const more = others.length === 0 ? '' : ` and ${count(others.length, 'root')} more`;
    const name = folderName(folder);
    return oneLine(`${at ?? name}: ${name}${more}: ${STATE[state]}: ${reason}${flagFor(root!)}`);
  });
}

function flagFor({ state, reason = '' }: RootReport): string {
  if (state !== 'opaque' && state !== 'out-of-sight') return '';
  if (reason.startsWith('remote ')) return ' (--allow-network lets kustomize fetch it)';
  return reason === 'Helm chart' ? ' (--enable-helm lets kustomize render it)' : '';
}

function out(plan: Plan, colors: Colors): string[] {
  const all = outOfSight(plan);
  const lines = all.slice(0, MOST_ROOTS).map(line => colors.yellow(line));
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, `and ${count(rest, 'cause')} more (kustomend doctor lists them)`] : lines;
}

function proof(plan: Plan, { witness }: SummaryContext): string[] {
  if (plan.changes.length === 0) return [];
  return [`proof: ${count(plan.expected.size, 'kustomization')} evaluated again; ${witness}`];
}

function masked({ masked }: SummaryContext, colors: Colors): string[] {
  if (masked.length === 0) return [];
  const files = count(masked.length, 'file');
  return [
    colors.yellow(
      `the printed diff is not whole: ${files} would show secrets; --output FILE holds everything`,
    ),
  ];
}

function advice(plan: Plan, context: SummaryContext): string[] {
  const waiting = plan.fixes.filter(fix => fix.status === 'unsafe').length;
  const asked = plan.fixes.filter(fix => fix.status === 'person' && fix.reason !== REPORTED);
  const people = asked.filter(({ lookups }) => lookups.length === 0).length;
  const pins = asked.length - people;
  const lines: string[] = [];
  if (waiting > 0 && !context.unsafeAllowed)
    lines.push(`${count(waiting, 'fix waits', 'fixes wait')} for --unsafe`);
  if (people > 0)
    lines.push(`${count(people, 'finding waits', 'findings wait')} for a person: kustomend scan lists them`);
  if (pins > 0)
    lines.push(`${count(pins, 'image waits', 'images wait')} for a digest: kustomend pin --write`);
  return [...lines, ...answersThatUnlock(plan)];
}

const MOST_ANSWERS = 3;

/** The answers after which most is settled: a configuration is written one by one. */
function answersThatUnlock(plan: Plan): string[] {
  // Digests are nothing that a person would write down.
  const fixes = plan.fixes.filter(({ lookups }) => lookups.length === 0);
  const best = questionsOf({ ...plan, fixes }).filter(({ settles }) => settles > 1);
  if (best.length === 0) return [];
  const rows = best
    .slice(0, MOST_ANSWERS)
    .map(({ about, settles, image }) => [String(settles), about, image?.facts.join(', ') ?? '']);
  return [
    'most is settled by (kustomend init writes all questions down):',
    ...table(rows).map(row => `  ${oneLine(row).slice(0, 98)}`),
  ];
}
