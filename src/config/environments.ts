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

const TIER_OF_WORD: ReadonlyMap<string, Tier> = new Map([
  ['dev', 'development'],
  ['devel', 'development'],
  ['develop', 'development'],
  ['development', 'development'],
  ['devenv', 'development'],
  ['local', 'development'],
  ['localdev', 'development'],
  ['docker-desktop', 'development'],
  ['k3d', 'development'],
  ['kind', 'development'],
  ['minikube', 'development'],
  ['tilt', 'development'],
  ['sandbox', 'development'],
  ['sbx', 'development'],
  ['test', 'test'],
  ['tst', 'test'],
  ['testing', 'test'],
  ['loadtest', 'test'],
  ['qa', 'test'],
  ['uat', 'test'],
  ['stage', 'staging'],
  ['staging', 'staging'],
  ['stg', 'staging'],
  ['homologation', 'staging'],
  ['preprd', 'staging'],
  ['preprod', 'staging'],
  ['preproduction', 'staging'],
  ['pprd', 'staging'],
  ['prod', 'production'],
  ['production', 'production'],
  ['prd', 'production'],
  // As Portuguese and Spanish have them.
  ['desenvolvimento', 'development'],
  ['desarrollo', 'development'],
  ['hml', 'staging'],
  ['homolog', 'staging'],
  ['homologacao', 'staging'],
  ['homologação', 'staging'],
  ['producao', 'production'],
  ['produção', 'production'],
  ['produccion', 'production'],
  ['producción', 'production'],
]);

/** Words that say a tier only where environments stand: anywhere else they are products and suites of tests. */
const TIER_AMONG_ENVIRONMENTS: ReadonlyMap<string, Tier> = new Map([
  ['int', 'test'],
  ['integration', 'test'],
  ['perf', 'test'],
  ['performance', 'test'],
  ['playground', 'development'],
  ['acc', 'test'],
  ['sit', 'test'],
  ['qas', 'test'],
  ['acceptance', 'test'],
  ['pre', 'staging'],
  ['live', 'production'],
]);

/** Words that nothing but an environment has: as the last part of a longer name they still say it. */
const LAST_PART: ReadonlySet<string> = new Set(
  'dev devel develop development sbx tst uat stage staging stg preprd preprod preproduction pprd prod production prd hml homolog homologacao producao'.split(
    ' ',
  ),
);

/** `prd2`, `dev1`: one of several of a tier. */
const NUMBERED = /^([a-z]+)\d{1,2}$/;

/** Folders whose children are environments: there any part of a name says it, as in `prod-eu`. */
const OF_ENVIRONMENTS = /^(?:overlays?|env|envs|environments?|stages?|clusters?)$/i;

/** Whether a folder is called as one whose children are environments. */
export function isFolderOfEnvironments(name: string): boolean {
  return OF_ENVIRONMENTS.test(name);
}

/** Whether a part of a path is the name of an environment in which something is shown to customers. */
export function isEnvironmentForDemos(parts: readonly string[], at: number): boolean {
  return /^demo$/i.test(parts[at] ?? '') && isFolderOfEnvironments(parts[at - 1] ?? '');
}

/**
 * The tier that a name says: `prod`, `production`, `moc-prod`, `ocp4-stage`. Undefined where it says none, or what it is
 * not (`non-prod`).
 *
 * @param isEnvironment true where the name can be one of an environment only: then any of its parts says it
 */
export function tierOfName(name: string, isEnvironment = false): Tier | undefined {
  const whole = TIER_OF_WORD.get(name.toLowerCase());
  if (whole !== undefined) return whole;
  const parts = partsOf(name);
  const last = parts.at(-1)!;
  if (parts.length === 1) return TIER_OF_WORD.get(last) ?? (isEnvironment ? tierAmong(last) : undefined);
  if (LAST_PART.has(last)) return TIER_OF_WORD.get(last);
  if (!isEnvironment) return undefined;
  const said = new Set(parts.flatMap(part => TIER_OF_WORD.get(part) ?? []));
  return said.size === 1 ? [...said][0] : undefined;
}

/** What a word says that can be the name of an environment only: `live`, or a known word with a number (`prd2`). */
function tierAmong(word: string): Tier | undefined {
  const counted = NUMBERED.exec(word)?.[1] ?? word;
  return TIER_OF_WORD.get(counted) ?? TIER_AMONG_ENVIRONMENTS.get(counted);
}

/** The parts of a name, in lower case; what a part denies is one with it: `pre-prod` is `preprod`, `non-prod` is `nonprod`. */
function partsOf(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/(^|[-_.])(pre|non|not|no)[-_.]/g, '$1$2')
    .split(/[-_.]/);
}

/** The tier of an environment by its name: as the configuration says, else by the name. */
export function tierOf(name: string, { environments }: Config): Tier | undefined {
  return environments?.[name]?.tier ?? tierOfName(name, true);
}

/**
 * Name and tier of a root's environment.
 *
 * In order: the first configured environment whose `roots` match; a folder of the path, from the last one upward,
 * that is called like a configured environment without `roots`, or like a well-known one (dev, qa, prod, ...,
 * `moc-prod`, or `prod-eu` below a folder of environments) and in no base.
 * The tier of a configured environment without `tier` is told by its name.
 *
 * @param rootPath path of the root, relative to the top of the repository
 */
export function environmentOf(rootPath: string, config: Config): RootEnvironment {
  const environments = Object.entries(config.environments ?? {});
  for (const [name, { tier, roots }] of environments) {
    if (roots?.some(glob => matchesGlob(glob, rootPath))) {
      return { name, tier: tier ?? tierOfName(name, true), source: 'config' };
    }
  }
  const folders = rootPath.split('/');
  const base = folders.findIndex(folder => /^bases?$/i.test(folder));
  for (const [i, folder] of [...folders.entries()].reverse()) {
    const configured = environments.find(([name, { roots }]) => name === folder && roots === undefined);
    // What stands below a base is for every environment, whatever it is called.
    const isEnvironment = i > 0 && isFolderOfEnvironments(folders[i - 1]!);
    const known = base >= 0 && i > base ? undefined : tierOfName(folder, isEnvironment);
    if (configured) return { name: folder, tier: configured[1].tier ?? known, source: 'config' };
    if (known) return { name: folder, tier: known, source: 'folder' };
  }
  return { name: undefined, tier: undefined, source: 'none' };
}

/** By what an environment is chosen: its name and its tier, and the folder's own name where nothing says which one it is. */
export function namesOfEnvironment(
  folder: string,
  { name, tier }: Pick<RootEnvironment, 'name' | 'tier'>,
): string[] {
  const own = name === undefined && tier === undefined ? folder.split('/').at(-1) : undefined;
  return [name, tier, own].flatMap(each => each || []);
}
