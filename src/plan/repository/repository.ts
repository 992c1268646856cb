/** What every attempt at a plan shares: the graph, the roots, the transforms, the habits of the repository. */
import { environmentOf } from '../../config/environments.ts';
import { ownerRules } from '../../config/owners.ts';
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { buildGraph, type Graph } from '../../kustomize/file/graph.ts';
import { NOTHING_OBSERVED, type Root } from '../../transform.ts';
import type { AnyTransform, PlanInput } from '../model/input.ts';
import { activeTransforms } from './active.ts';
import { filesRead } from './files-read.ts';
import { readBudgets } from './habits/budgets.ts';
import { type Habits, habitsOf } from './habits/habits.ts';
import { type IgnoreComments, readIgnoreComments } from './ignore-comments.ts';
import { mayMeetMarks } from './others/automation-marks.ts';
import { type ImageOverride, readImageOverrides } from './others/image-overrides.ts';
import { imagesWrittenByScripts } from './others/image-scripts.ts';
import { type Owner, ownersIn } from './others/owner.ts';
import { type InnerDeployment, innerDeployments } from './platform/inner-deployments.ts';
import { type PlatformFiles, readPlatform } from './platform/platform.ts';
import { chooseRoots, type RootChoice } from './roots.ts';
import { readSops } from './sops/sops.ts';

export interface Repository {
  readonly graph: Graph;
  readonly choices: readonly RootChoice[];
  readonly active: readonly AnyTransform[];
  readonly facts: Root['repository'];
  readonly habits: Habits;
  readonly ignoreComments: IgnoreComments;
  readonly imageOverrides: readonly ImageOverride[];
  /** Who else writes a file. */
  ownerOf(file: string): Owner | undefined;
  /** What its files say of the clusters that it is for. */
  readonly platform: PlatformFiles;
  /** What may be deployed besides the roots, in which environment. */
  readonly innerDeployments: readonly (InnerDeployment & Pick<RootChoice, 'environment'>)[];
  /** Whether a value may come from a text with marks of automations in it. */
  readonly holdsMarks: boolean;
}

/** @param evaluator of its files */
export function readRepository(input: PlanInput, evaluator: Pick<Evaluator, 'evaluate'>): Repository {
  const graph = buildGraph(input.files, input.paths);
  const built = [...graph.nodes.values()].filter(node => node.kustomization?.kind === 'Kustomization');
  const folders = built.map(({ folder }) => folder);
  let seen: ReadonlySet<string> | undefined;
  const read = () => (seen ??= filesRead(graph, evaluator));
  const platform = readPlatform(input.files, input.paths, folders, graph, read);
  const { hasArgoApplications, hasFluxKustomizations, deployments } = platform.gitOps;
  const choices = chooseRoots(input, graph, platform, evaluator);
  const paths = new Set(input.paths);
  return {
    graph,
    choices,
    active: activeTransforms(input),
    habits: habitsOf(input.files, input.paths, graph),
    ignoreComments: readIgnoreComments(input),
    imageOverrides: [
      ...readImageOverrides(input.files, input.paths, deployments),
      ...imagesWrittenByScripts(input.files, input.paths),
    ],
    ownerOf: ownersIn(input.files, input.config.config),
    platform,
    innerDeployments: innerDeployments(
      graph,
      choices.map(({ folder }) => folder),
    ).map(each => ({ ...each, environment: environmentOf(each.folder, input.config.config) })),
    holdsMarks: mayMeetMarks(input.files, input.paths, graph),
    facts: {
      project: input.config.config.project,
      hasArgoApplications,
      hasFluxKustomizations,
      hasEnvironments: choices.some(({ environment }) => environment.tier !== undefined),
      lock: input.lock,
      observed: input.observed ?? NOTHING_OBSERVED,
      owners: ownerRules(input.config),
      sops: readSops(input.files, input.paths),
      budgets: readBudgets(input.files, input.paths, graph, choices),
      holds: file => paths.has(file),
    },
  };
}
