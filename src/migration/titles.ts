/** First lines of commits: what is done, and no more than that. */
import type { Fix } from '../plan/model/result.ts';

/** As git shows it in one line. */
const MOST = 72;

/** Of one remediation: how much of what it is about is done says no title that states the goal. */
export function titleOf(transform: string, fixes: readonly Fix[]): string {
  const subjects = new Set(fixes.map(({ subject: { kind, name } }) => `${kind}/${name}`));
  const kinds = [...new Set(fixes.map(({ subject }) => subject.kind))];
  const what = kinds.length === 1 ? kinds[0]! : 'object';
  return `${transform}: ${numbered(fixes.length, 'fix')} in ${numbered(subjects.size, what)}`;
}

/** `kustomend: add 2 PodDisruptionBudgets and 1 Service` */
export function titleOfNew(fixes: readonly Fix[]): string {
  const counts = new Map<string, number>();
  for (const kind of fixes.flatMap(({ creates }) => creates)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, many]) => numbered(many, kind));
  const all = [...parts.slice(0, -2), parts.slice(-2).join(' and ')].join(', ');
  const title = `kustomend: add ${all}`;
  return parts.length > 0 && title.length <= MOST - ROOM ? title : 'kustomend: new objects';
}

/** For a share behind it. */
const ROOM = ' (2 of 3)'.length;

/** What does not fit is left out from the right: the names of owners, which the files say as well. */
export function titleWith(title: string, owners: readonly string[], share: string | undefined): string {
  const shared = share === undefined ? [] : [share];
  const whole = [...owners, ...shared];
  const behind = (more: readonly string[]) => (more.length === 0 ? title : `${title} (${more.join(', ')})`);
  return behind(whole).length <= MOST ? behind(whole) : behind(shared);
}

function numbered(many: number, what: string): string {
  if (many === 1) return `1 ${what}`;
  const plural = /(?:[sx]|ch)$/.test(what) ? `${what}es` : what.replace(/([^aeiou])y$/, '$1ie').concat('s');
  return `${many} ${plural}`;
}
