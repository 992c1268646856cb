/** What stands before a file of a diff: which fixes it holds. git takes it for garbage. */
import { DELETED_FIRST } from '../../kubernetes/pod-templates.ts';
import type { Fix } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { SEVERITIES } from '../../plan/repository/active.ts';
import { cutTo, shown } from '../words/list.ts';
import { saidText } from '../words/said.ts';
import { count, hanging, oneLine, WIDTH } from '../words/words.ts';

const START = '# ';
const MOST_IDS = 5;

/** One line for what each transform does to the file: the faults in a few words, and ids to ask about them. */
export function briefComments(fixes: readonly Fix[], short: (id: string) => string): string {
  const groups = groupedBy(riskiestFirst(fixes), ({ safety, transform }) =>
    safety === 'unsafe' ? `${transform}, unsafe` : transform,
  );
  return [...groups].map(([head, group]) => `${lineOf(head, group, short)}\n`).join('');
}

/** What is read first is what has to be looked at: a line cut short still names that. */
function riskiestFirst(fixes: readonly Fix[]): Fix[] {
  const severity = (fix: Fix) => SEVERITIES.indexOf(fix.severity);
  return [...fixes].sort(
    (a, b) =>
      Number(b.safety === 'unsafe') - Number(a.safety === 'unsafe') ||
      severity(a) - severity(b) ||
      a.rank - b.rank ||
      b.doubts.length - a.doubts.length,
  );
}

/** What whoever applies the change has to do first, for objects that cannot be changed while they are there. */
export function deletionComment(fixes: readonly Fix[]): string {
  const refused = fixes.filter(({ doubts }) => doubts.some(doubt => doubt.endsWith(DELETED_FIRST)));
  if (refused.length === 0) return '';
  const objects = [...new Set(refused.map(({ subject }) => `${subject.kind} ${subject.name}`))];
  const end = ': delete before applying, it cannot be changed in place';
  return `${oneLine(`${START}${shown(objects, { width: WIDTH - START.length - end.length })}${end}`)}\n`;
}

/** That a file is read in other environments too is seen in none of its lines. */
export function alsoComment(where: string | undefined): string {
  return where === undefined ? '' : `${cutTo(oneLine(`${START}also changes ${where}`), WIDTH)}\n`;
}

/** Ids give way to words: one of them is enough to ask for the others. */
function lineOf(head: string, fixes: readonly Fix[], short: (id: string) => string): string {
  const start = oneLine(`${START}${head}:`);
  const ids = fixes.map(({ id }) => short(id));
  const briefs = briefsOf(fixes);
  for (let most = MOST_IDS; ; most--) {
    const end = ` [${shown(ids, { most, separator: ' ' })}]`;
    const width = WIDTH - start.length - 1 - end.length;
    if (most === 1 || shown(briefs).length <= width) return `${start} ${shown(briefs, { width })}${end}`;
  }
}

/** `no memory limit`, `no part-of on 12 objects` */
export function briefsOf(fixes: readonly Fix[]): string[] {
  return [...groupedBy(fixes, ({ brief }) => brief)].map(([brief, equal]) =>
    oneLine(`${brief}${manyOf(equal)}`),
  );
}

function manyOf(fixes: readonly Fix[]): string {
  const objects = new Set(fixes.map(({ subject }) => `${subject.kind}/${subject.name}`)).size;
  if (objects > 1) return ` on ${count(objects, 'object')}`;
  const containers = new Set(fixes.map(({ subject }) => subject.container)).size;
  return containers > 1 ? ` x${containers}` : '';
}

const MOST_EVIDENCE = 3;

/** A sentence for each fix, with what speaks for it and against it. */
export function fullComments(fixes: readonly Fix[]): string {
  const lines = fixes.flatMap(fix => hanging(inFull(fix), '  ', WIDTH - START.length));
  return lines.map(line => `${START}${line}\n`).join('');
}

function inFull(fix: Fix): string {
  const { transform, id, safety, subject, evidence } = fix;
  const shownEvidence = evidence.slice(0, MOST_EVIDENCE).map(({ at, says }) => `${at}: ${says}`);
  if (evidence.length > shownEvidence.length)
    shownEvidence.push(`${evidence.length - shownEvidence.length} more`);
  const because = shownEvidence.length === 0 ? '' : ` (${shownEvidence.join('; ')})`;
  const risk = safety === 'unsafe' ? ', unsafe' : '';
  return oneLine(`${transform} ${id}${risk}: ${subject.kind}/${subject.name}: ${saidText(fix)}${because}`);
}
