/** What the last attempt has planned, told for readers: one entry per finding, per changed file, per root. */
import type { Evaluator } from '../kustomize/build/evaluate.ts';
import { isDoubtful } from '../kustomize/build/verdict.ts';
import type { Json } from '../transform.ts';
import { isJsonList, isJsonMap } from '../yaml/read/data.ts';
import type { Proven } from './displaced.ts';
import { fixesOf } from './fixes.ts';
import type { PlanInput } from './model/input.ts';
import type { FileChange, Fix, Notice, Plan, RootReport } from './model/result.ts';
import { inOrder } from './ordered.ts';
import { namingOwners } from './owners.ts';
import { collectFormerNames } from './rendered/image-names.ts';
import { newLocator } from './rendered/locator.ts';
import { renderedRoot } from './rendered/rendered.ts';
import { idleConfig, type Met } from './repository/idle-config.ts';
import { remedyFor, remedyText } from './repository/remedy.ts';
import type { Repository } from './repository/repository.ts';
import { leftAlone, stateOf } from './repository/roots.ts';
import type { Planning, RoundsResult } from './rounds.ts';
import type { PlannedTexts } from './texts/plan-texts.ts';

/** The plan as its readers see it. */
export function assemble(
  { input, repository, evaluator }: Planning,
  { rounds: result, proof }: Proven,
  texts: PlannedTexts,
): Plan {
  const ofRoots = [...result.changed]
    .map(([path, after]): FileChange => ({ path, before: input.files.read(path) ?? null, after }))
    .filter(change => change.before !== change.after);
  const changes = [...ofRoots, ...texts.changes].sort((a, b) => (a.path < b.path ? -1 : 1));
  const fixes = inOrder([...fixesOf(repository, result), ...texts.fixes]).map(namingOwners(repository));
  const restarted = restartedByRoot(result);
  return {
    fixes,
    changes,
    roots: repository.choices.map(choice =>
      rootReport(choice, evaluator, input, restarted.get(choice.folder)?.size ?? 0),
    ),
    notices: [
      ...noticesOf(input, repository),
      ...idleConfig(input, metBy(repository, evaluator, input.config, fixes)),
    ],
    rounds: result.rounds,
    expected: proof.renders,
    config: input.config.config,
    virtual: [],
  };
}

function rootReport(
  choice: Repository['choices'][number],
  evaluator: Evaluator,
  input: PlanInput,
  restarts: number,
): RootReport {
  const outcome = evaluator.evaluate(choice.folder);
  const locator = newLocator(input.files);
  const problem =
    outcome.state === 'failed'
      ? outcome.failure
      : outcome.state === 'out-of-scope'
        ? outcome.reason
        : undefined;
  const first = outcome.state === 'evaluated' ? outcome.opaque[0] : undefined;
  const location = problem?.location ?? first?.location;
  const at =
    location &&
    (location.offset === undefined
      ? location.file
      : `${location.file}:${locator.line(location.file, location.offset)}`);
  const lacks = remedyFor(problem, input.files, input.paths);
  const reason = problem?.message ?? first?.reason;
  return {
    folder: choice.folder,
    environment: choice.environment,
    state: stateOf(outcome),
    selected: choice.selected,
    isDoubtful: input.verdicts?.has(choice.folder) !== true && isDoubtful(outcome),
    reason: lacks === undefined ? reason : `${reason} (${remedyText(lacks)})`,
    at,
    lacks,
    objects: outcome.state === 'evaluated' ? outcome.resources.length : 0,
    restarts,
  };
}

/** The workloads of each root that its planned fixes restart. */
function restartedByRoot({ findings, places }: RoundsResult): ReadonlyMap<string, ReadonlySet<string>> {
  const roots = new Map<string, Set<string>>();
  const planned = findings.flat().filter(f => f.status === 'candidate' && places.has(f.fixId));
  for (const { root, restarted } of planned) {
    const names = roots.get(root.folder) ?? new Set();
    for (const name of restarted) names.add(name);
    roots.set(root.folder, names);
  }
  return roots;
}

/** What the configuration can be about. Images are known only where every root is seen in whole. */
function metBy(
  repository: Repository,
  evaluator: Evaluator,
  { config }: PlanInput['config'],
  fixes: readonly Fix[],
): Met {
  const folders = repository.choices.map(({ folder }) => folder);
  const asked = new Set(repository.active.map(({ id }) => id));
  // Nobody has said anything about an image or a finding.
  if (!config.images && !config.ignore) return { roots: folders, fixes, asked, images: undefined };
  const outcomes = repository.choices.map(({ folder }) => evaluator.evaluate(folder));
  const isWhole = outcomes.every(each => each.state === 'evaluated' && each.opaque.length === 0);
  if (!isWhole) return { roots: folders, fixes, asked, images: undefined };
  const former = new Map<string, Set<string>>();
  const names = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.state !== 'evaluated') continue;
    for (const { final, object } of renderedRoot(outcome).objects) {
      collectFormerNames(final.node, former);
      collectImages(object, names);
    }
  }
  return {
    roots: folders,
    fixes,
    asked,
    images: [...names].map(name => [name, ...(former.get(name) ?? [])]),
  };
}

/** The texts of all fields called `image`. */
function collectImages(value: Json, names: Set<string>): void {
  if (isJsonList(value)) for (const item of value) collectImages(item, names);
  if (!isJsonMap(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'image' && typeof child === 'string') names.add(child);
    else if (typeof child === 'object') collectImages(child, names);
  }
}

function noticesOf(input: PlanInput, repository: Repository): Notice[] {
  const notices: Notice[] = [];
  for (const node of repository.graph.nodes.values()) {
    if (node.kustomization && node.kustomization.ignoredDocuments > 0) {
      notices.push({
        message: 'kustomize reads only the first document of this kustomization; the rest is never deployed',
        at: node.kustomization.file,
      });
    }
  }
  if (input.selection.paths.length === 0 && !input.selection.changed)
    notices.push(...leftAloneNotices(input, repository));
  if (input.paths.length > 0 && repository.choices.length === 0)
    notices.push({ message: 'no kustomization found' });
  return notices;
}

function leftAloneNotices(input: PlanInput, { choices, platform }: Repository): Notice[] {
  const unselected = choices.filter(({ selected }) => !selected);
  return (['test data', 'examples'] as const).flatMap(kind => {
    const roots = unselected.filter(({ folder }) => leftAlone(folder, input, platform) === kind);
    const [first] = roots;
    if (first === undefined) return [];
    const count = roots.length === 1 ? 'one root' : `${roots.length} roots`;
    return [
      { message: `${count} of ${kind}, such as ${first.folder}, left alone: name a folder to look there` },
    ];
  });
}
