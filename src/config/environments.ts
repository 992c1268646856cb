/** Which environment a root renders. */

import type { Tier } from '../transform.ts';
import { matchesGlob } from './glob.ts';
import type { Config } from './schema.ts';

export interface RootEnvironment {
  /** As the configuration or the folder writes it. */
  readonly name: string | undefined;
  readonly tier: Tier | undefined;
  readonly source: 'config' | 'folder' | 'none';
}

const TIER_OF_FOLDER: ReadonlyMap<string, Tier> = new Map([
  ['dev', 'development'],
  ['development', 'development'],
  ['test', 'test'],
  ['qa', 'test'],
  ['uat', 'test'],
  ['stage', 'staging'],
  ['staging', 'staging'],
  ['prod', 'production'],
  ['production', 'production'],
  ['prd', 'production'],
]);

/** Names that nothing but an environment has: as the last part of a longer name they still say it. */
const PART_OF_NAME = /[-_.](dev|development|uat|stage|staging|prod|production|prd)$/i;

/** The tier that a name says: `prod`, `production`, `moc-prod`, `ocp4-stage`. Undefined where it says none. */
export function tierOfName(name: string): Tier | undefined {
  const whole = TIER_OF_FOLDER.get(name.toLowerCase());
  return whole ?? TIER_OF_FOLDER.get((PART_OF_NAME.exec(name)?.[1] ?? '').toLowerCase());
}

/** The tier of an environment by its name: as the configuration says, else by the name. */
export function tierOf(name: string, { environments }: Config): Tier | undefined {
  return environments?.[name]?.tier ?? tierOfName(name);
}

/**
 * Name and tier of a root's environment.
 *
 * In order: the first configured environment whose `roots` match; a folder of the path, from the last one upward,
 * that is called like a configured environment without `roots`, or like a well-known one (dev, qa, prod, ...,
 * or `moc-prod`) and in no base.
 * The tier of a configured environment without `tier` is told by its name.
 *
 * @param rootPath path of the root, relative to the top of the repository
 */
export function environmentOf(rootPath: string, config: Config): RootEnvironment {
  const environments = Object.entries(config.environments ?? {});
  for (const [name, { tier, roots }] of environments) {
    if (roots?.some(glob => matchesGlob(glob, rootPath))) {
      return { name, tier: tier ?? tierOfName(name), source: 'config' };
    }
  }
  const folders = rootPath.split('/');
  const base = folders.findIndex(folder => /^bases?$/i.test(folder));
  for (const [i, folder] of [...folders.entries()].reverse()) {
    const configured = environments.find(([name, { roots }]) => name === folder && roots === undefined);
    // What stands below a base is for every environment, whatever it is called.
    const known = base >= 0 && i > base ? undefined : tierOfName(folder);
    if (configured) return { name: folder, tier: configured[1].tier ?? known, source: 'config' };
    if (known) return { name: folder, tier: known, source: 'folder' };
  }
  return { name: undefined, tier: undefined, source: 'none' };
}
