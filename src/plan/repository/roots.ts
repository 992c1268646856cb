/** Which roots a plan looks at, in which environment, and what keeps a root out (architecture.md, Roots). */

import {
  environmentOf,
  isEnvironmentForDemos,
  namesOfEnvironment,
  tierOf,
  tierOfName,
} from '../../config/environments.ts';
import { matchesGlob } from '../../config/glob.ts';
import type { Evaluator, Outcome } from '../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import { isWithin } from '../../kustomize/files/files.ts';
import type { Environment } from '../../transform.ts';
import type { PlanInput } from '../model/input.ts';
import type { RootState } from '../model/result.ts';
import { namedBesideKnown } from './beside-known.ts';
import { builtUpon } from './built-upon.ts';
import { deployedEnvironment, labelledEnvironments } from './environment-labels.ts';
import { listedBelow } from './listed.ts';
import { isPassing } from './passing.ts';
import type { PlatformFiles } from './platform/platform.ts';
import { unnamedAmong } from './unnamed.ts';

export interface RootChoice {
  readonly folder: string;
  readonly environment: Environment;
  /** Remediated: named by the user (or nobody named any), and of a wanted environment. */
  readonly selected: boolean;
  /** Left alone, and made from what others are made from: it keeps nothing out of a base that it would want itself. */
  readonly follows: boolean;
}

/**
 * Roots of the workspace: what nobody refers to, what a GitOps controller names, what the configuration names; and what those of
 * them list that do not build.
 *
 * @param platform what GitOps controllers are told to build
 */
export function chooseRoots(
  input: PlanInput,
  graph: Graph,
  platform: PlatformFiles,
  evaluator: Pick<Evaluator, 'evaluate'>,
): RootChoice[] {
  const named = platform.gitOps.folders.filter(
    folder => graph.nodes.get(folder)?.kustomization?.kind === 'Kustomization',
  );
  const configured = [...graph.nodes.keys()].filter(folder =>
    input.config.config.roots?.some(glob => matchesGlob(glob.replace(/\/$/, ''), folder)),
  );
  const stated = [...new Set([...graph.roots, ...named, ...configured])];
  const folders = [...new Set([...stated, ...listedBelow(stated, graph, evaluator)])]
    .filter(folder => !isExcluded(input, folder))
    .sort();
  const wanted = wantedFolders(input, graph, folders, platform);
  const isWhole = input.selection.paths.length + input.selection.environments.length === 0;
  const mayFollow = isWhole && !input.selection.changed;
  const known = folders.map(folder => ({
    folder,
    environment: knownEnvironment(folder, input, graph, platform),
  }));
  const placed = namedBesideKnown(withoutTests(known, input));
  const unnamed = unnamedAmong(
    placed.filter(({ environment: { name, tier } }) => name !== undefined || tier === undefined),
  );
  return placed.map(({ folder, environment }) => ({
    folder,
    environment: {
      ...environment,
      ...(unnamed.has(folder) && { isUnnamed: true }),
      ...(environment.tier === undefined && isPassing(folder) && { isPassing: true }),
    },
    selected: wanted.has(folder) && inEnvironment(input, folder, environment),
    follows: mayFollow && !wanted.has(folder),
  }));
}

/**
 * A folder `test` at the top of a repository is that of its tests, unless other environments stand beside it or the configuration
 * names it: what lies below is of no environment that anybody would name, and
 * keeps the tier of one for tests.
 */
function withoutTests(
  roots: readonly Pick<RootChoice, 'folder' | 'environment'>[],
  { config }: PlanInput,
): readonly Pick<RootChoice, 'folder' | 'environment'>[] {
  const tops = new Set(roots.flatMap(({ folder }) => (folder.includes('/') ? [folder.split('/')[0]!] : [])));
  const isBeside = [...tops].some(top => !TESTS.test(`${top}/`) && tierOfName(top) !== undefined);
  if (isBeside) return roots;
  return roots.map(root => {
    const { folder, environment } = root;
    const isOfTests =
      TESTS.test(folder) &&
      environment.name !== undefined &&
      TESTS.test(`${environment.name}/`) &&
      config.config.environments?.[environment.name] === undefined;
    return isOfTests ? { folder, environment: { name: undefined, tier: environment.tier } } : root;
  });
}

/**
 * As the configuration or the path says it, else as what deploys the folder is labelled, else as the folder labels what it renders,
 * else as the environment that it is built on.
 */
function knownEnvironment(
  folder: string,
  { config, files }: PlanInput,
  graph: Graph,
  platform: PlatformFiles,
): Environment {
  const { name, tier, source } = environmentOf(folder, config.config);
  if (source !== 'none') return { name, tier };
  const deployed = (platform.deploymentsOf.get(folder) ?? []).map(deployedEnvironment);
  const said = agreed(deployed) ?? agreed(labelledEnvironments(folder, graph, files));
  if (said !== undefined) return { name: said, tier: tierOf(said, config.config) };
  return builtUpon(folder, graph, config.config) ?? { name, tier };
}

/** What all of them say. */
function agreed(said: readonly (string | undefined)[]): string | undefined {
  return said.every(each => each === said[0]) ? said[0] : undefined;
}

function isExcluded(input: PlanInput, folder: string): boolean {
  return (
    input.config.config.exclude?.some(
      glob => matchesGlob(glob, folder) || matchesGlob(glob, `${folder}/kustomization.yaml`),
    ) ?? false
  );
}

/** A folder of tests that holds others. */
const TESTS = /^test(?:s|ing)?\//i;
/** Folders of inputs of tests: their checks know what is in them, and nobody deploys them. */
const TEST_DATA = /(?:^|\/)(?:testdata|test-data|__?fixtures__?|fixtures?|e2e)(?:\/|$)/i;
/** What shows something to readers: a text somewhere speaks of its files. */
const EXAMPLES = /^(?:examples?|samples?|tutorials?|demos?)$/i;

/** Beside `staging` and `production`, `demo` is one more of what a folder of environments holds. */
function isOfExamples(folder: string): boolean {
  const parts = folder.split('/');
  return parts.some((part, at) => EXAMPLES.test(part) && !isEnvironmentForDemos(parts, at));
}

/** Why a root is left alone: undefined for what somebody names, in the configuration or for a controller. */
export function leftAlone(
  folder: string,
  { config }: PlanInput,
  { deploymentsOf }: PlatformFiles,
): 'test data' | 'examples' | undefined {
  const kind = TEST_DATA.test(folder) ? 'test data' : isOfExamples(folder) ? 'examples' : undefined;
  if (kind === undefined || deploymentsOf.has(folder)) return undefined;
  const { roots = [], environments = {} } = config.config;
  const named = [...roots, ...Object.values(environments).flatMap(each => each.roots ?? [])];
  return named.some(glob => matchesGlob(glob, folder)) ? undefined : kind;
}

/** Examples stand beside what is real; where there is nothing else, they are what the repository is about. */
function withoutExamples(
  folders: readonly string[],
  input: PlanInput,
  platform: PlatformFiles,
): readonly string[] {
  const real = folders.filter(folder => leftAlone(folder, input, platform) === undefined);
  return real.length > 0
    ? real
    : folders.filter(folder => leftAlone(folder, input, platform) !== 'test data');
}

/** A path selects the roots in or below it; where there are none, those that are made from it. */
function wantedFolders(
  input: PlanInput,
  graph: Graph,
  folders: readonly string[],
  platform: PlatformFiles,
): ReadonlySet<string> {
  const { paths, changed } = input.selection;
  if (paths.length === 0 && !changed) return new Set(withoutExamples(folders, input, platform));
  if (changed) return new Set(changed.flatMap(file => madeFrom(file, graph, folders)));
  return new Set(
    paths.flatMap(path => {
      const below = folders.filter(folder => isWithin(path, folder));
      return below.length > 0 ? below : madeFrom(path, graph, folders);
    }),
  );
}

function madeFrom(path: string, graph: Graph, folders: readonly string[]): string[] {
  const makers = [...graph.nodes.keys()].filter(folder => isWithin(path, folder) || isWithin(folder, path));
  const consumers = new Set(makers.flatMap(folder => [...reachersOf(graph, folder)]));
  return folders.filter(folder => consumers.has(folder));
}

function inEnvironment(input: PlanInput, folder: string, environment: Environment): boolean {
  const { environments } = input.selection;
  if (environments.length === 0) return true;
  return namesOfEnvironment(folder, environment).some(name => environments.includes(name));
}

export function stateOf(outcome: Outcome): RootState {
  if (outcome.state === 'out-of-scope' && outcome.reason.kind === 'out of sight') return 'out-of-sight';
  if (outcome.state !== 'evaluated') return outcome.state;
  return outcome.opaque.length > 0 ? 'opaque' : 'evaluated';
}
