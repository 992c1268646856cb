/** Where fixes change what is rendered although they were found elsewhere: a base is written for all that stand on it. */

import { isAtRest } from '../../plan/find/restarts.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
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
    const there = new Set(render.before.map(identityOf));
    for (const [index, object] of render.after.entries()) {
      // What another fix of the plan makes there is born with it, and not changed.
      const isNew = !there.has(identityOf(object));
      const by = fixes.filter(
        ({ id, creates }) => render.fixes[index]?.includes(id) && (!isNew || creates.length > 0),
      );
      if (by.length === 0) continue;
      const restarts = by.some(each => each.restarts) && !isSwitchedOff(object);
      found.set(name, found.get(name) === true || restarts);
    }
  }
  return found.size === 0 ? undefined : inWords(found);
}

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
