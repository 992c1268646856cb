/** What speaks for and against a group: each reason once, with how many of the group have it. */
import type { Fix } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';

/**
 * Those of most first. Reasons that differ in nothing but whom they are about are one.
 *
 * @param textsOf reasons of a fix
 */
export function reasonsOf(fixes: readonly Fix[], textsOf: (fix: Fix) => readonly string[]): string[] {
  const all = fixes.flatMap(fix =>
    textsOf(fix).map(text => ({ text, of: fix.id, kind: withoutNames(text, fix) })),
  );
  const groups = [...groupedBy(all, ({ kind }) => kind).values()]
    .map(alike => ({ text: alike[0].text, many: new Set(alike.map(({ of }) => of)).size }))
    .sort((a, b) => b.many - a.many);
  return groups.map(({ text, many }) => (fixes.length === 1 ? text : `${text} (${many} of ${fixes.length})`));
}

function withoutNames(text: string, { subject: { name, container, at } }: Fix): string {
  const names = [at, name, ...(container === undefined ? [] : [container])].filter(each => each !== '');
  return names.reduce((short, each) => short.replaceAll(each, '*'), text).replaceAll(/:\d+/g, '');
}
