/** Fixes as they are listed. */
import type { Fix } from './model/result.ts';
import { SEVERITIES } from './repository/active.ts';

export function inOrder(fixes: readonly Fix[]): Fix[] {
  return fixes
    .map(fix => ({ fix, key: `${order(fix)} ${fix.id}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ fix }) => fix);
}

/** By severity, transform and place: the same in every language that the machine may speak. */
function order(fix: Fix): string {
  const rank = SEVERITIES.indexOf(fix.severity);
  return `${rank} ${fix.transform} ${fix.subject.at.replace(/:(\d+)$/, (_, line: string) => `:${line.padStart(6, '0')}`)}`;
}
