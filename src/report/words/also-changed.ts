/** Where fixes change what is rendered although they were found elsewhere: a base is written for all that stand on it. */

import { isAtRest } from '../../plan/find/found/restarts.ts';
import type { ExpectedRender, Fix, Plan } from '../../plan/model/result.ts';
import { memoized } from '../../text/memo.ts';
import type { Json } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import { shown } from './list.ts';
import { folderName } from './words.ts';

/** `dev, which restarts`; undefined where fixes change nothing but what they were found in. */
export function alsoChanged(
  { roots, expected }: Pick<Plan, 'roots' | 'expected'>,
  fixes: readonly Fix[],
): string | undefined {
  const own = new Set(fixes.flatMap(fix => fix.roots));
  const named = new Set(fixes.flatMap(fix => fix.environments));
  const found = new Map<string, boolean>();
  for (const { folder, environment } of roots) {
    const name = environment.name ?? folderName(folder);
    const render = own.has(folder) || named.has(name) ? undefined : expected.get(folder);
    if (render === undefined) continue;
    const touched = touchedBy(render);
    for (const { id, restarts, creates } of fixes) {
      for (const { isNew, isSwitchedOff } of touched.get(id) ?? []) {
        // What another fix of the plan makes there is born with it, and not changed.
        if (isNew && creates.length === 0) continue;
        found.set(name, found.get(name) === true || (restarts && !isSwitchedOff));
      }
    }
  }
  return found.size === 0 ? undefined : inWords(found);
}

interface Touched {
  readonly isNew: boolean;
  readonly isSwitchedOff: boolean;
}

/** By the id of a fix what it makes or changes in a render: each group of fixes asks every root. */
const touchedBy = memoized(({ before, after, fixes }: ExpectedRender): ReadonlyMap<string, Touched[]> => {
  const there = new Set(before.map(identityOf));
  const touched = new Map<string, Touched[]>();
  for (const [index, ids] of fixes.entries()) {
    if (ids.length === 0) continue;
    const object = after[index]!;
    const each = { isNew: !there.has(identityOf(object)), isSwitchedOff: isSwitchedOff(object) };
    for (const id of ids) {
      const known = touched.get(id);
      if (known) known.push(each);
      else touched.set(id, [each]);
    }
  }
  return touched;
});

function identityOf(object: Json): string {
  if (!isJsonMap(object)) return '';
  const { name, namespace } = isJsonMap(object.metadata) ? object.metadata : {};
  return JSON.stringify([object.kind, namespace, name]);
}

function isSwitchedOff(object: Json): boolean {
  return isJsonMap(object) && isAtRest(object);
}

function inWords(found: ReadonlyMap<string, boolean>): string {
  const names = [...found.keys()];
  const restarting = names.filter(name => found.get(name));
  if (restarting.length === 0) return shown(names);
  const verb = restarting.length === 1 ? 'restarts' : 'restart';
  return restarting.length === names.length
    ? `${shown(names)}, which ${verb}`
    : `${shown(names)}; of those ${shown(restarting)} ${verb}`;
}
