/** Plans in rounds over the planned render until nothing new is wanted (design.md, Rounds). */

import { ownerRules } from '../config/owners.ts';
import type { Evaluator } from '../kustomize/evaluate.ts';
import { type Files, withChanges } from '../kustomize/files.ts';
import { buildGraph, type Graph, reachersOf } from '../kustomize/graph.ts';
import { kustomizationFileIn, loadKustomization } from '../kustomize/kustomization.ts';
import type { MapNode } from '../kustomize/node.ts';
import { fromJson } from '../kustomize/node.ts';
import type { Resource } from '../kustomize/resource.ts';
import { newResource } from '../kustomize/resources.ts';
import type { FieldPath, Root } from '../transform.ts';
import { type EditMemory, EditRefused, newDraft } from './draft.ts';
import { type Created, emit } from './emit.ts';
import type { Declaration } from './expect.ts';
import { activeTransforms, findAll, type ViewedRoot } from './findings.ts';
import { type Finding, type Goal, goalsOf } from './goals.ts';
import { type Habits, habitsOf } from './habits.ts';
import { collectFormerNames } from './image-names.ts';
import { type LabelPair, takeLabelPairs, writeLabelPairs } from './labels-entry.ts';
import type { AnyTransform, Place, PlanInput } from './model.ts';
import {
  canonical,
  type Placed,
  type PlacementContext,
  placeGoal,
  reaches,
  restOf,
  type Unplaced,
} from './place.ts';
import { bySourceId, type Level, resolveReferences } from './references.ts';
import { type RenderedObject, type RenderedRoot, renderedRoot } from './rendered.ts';
import { hasArgoApplications, hasFluxKustomizations } from './root-hints.ts';
import { chooseRoots, type RootChoice } from './roots.ts';
import { buildRoot } from './view.ts';
import { factsLookup } from './view-facts.ts';
import { newLocator } from './where.ts';

export const MAX_ROUNDS = 5;

/** What earlier attempts have taught: fixes that were withdrawn (`fix id`, or `fix id root`), and those that belong higher up. */
export interface Lessons {
  readonly withdrawn: Map<string, string>;
  readonly raised: Set<string>;
  readonly refused: Map<string, string>;
  readonly edits: EditMemory;
}

export interface RoundsResult {
  readonly rounds: number;
  readonly files: Files;
  readonly changed: ReadonlyMap<string, string>;
  readonly evaluator: Evaluator;
  readonly declarations: readonly Declaration[];
  readonly created: readonly Created[];
  /** Findings of each round; the last round proposes nothing new. */
  readonly findings: readonly (readonly Finding[])[];
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly choices: readonly RootChoice[];
  readonly roots: ReadonlyMap<string, RenderedRoot>;
}

/** Thrown inside an attempt when it has learnt something: the attempt starts again. */
export class StartAgain extends Error {}

export interface Repository {
  readonly graph: Graph;
  readonly choices: readonly RootChoice[];
  readonly active: readonly AnyTransform[];
  readonly facts: Root['repository'];
  readonly habits: Habits;
}

export function readRepository(input: PlanInput): Repository {
  const graph = buildGraph(input.files, input.paths);
  return {
    graph,
    choices: chooseRoots(input, graph),
    active: activeTransforms(input),
    habits: habitsOf(input.files, input.paths, graph),
    facts: {
      project: input.config.config.project,
      hasArgoApplications: hasArgoApplications(input.files, input.paths),
      hasFluxKustomizations: hasFluxKustomizations(input.files, input.paths),
      lock: input.lock,
      owners: ownerRules(input.config),
    },
  };
}

export function runRounds(
  input: PlanInput,
  repository: Repository,
  first: Evaluator,
  notEditable: (file: string) => string | null,
  lessons: Lessons,
): RoundsResult {
  const { habits } = repository;
  const changed = new Map<string, string>();
  const declarations: Declaration[] = [];
  const created: Created[] = [];
  const places = new Map<string, Place[]>();
  const history: Finding[][] = [];
  const planned = new Set<string>();
  let files = input.files;
  let evaluator = first;
  let written: Written = { placed: [], created: [], everPlaced: [] };
  for (let round = 1; ; round++) {
    const viewed = viewRoots(input, repository, evaluator, files);
    const findings = findAll(
      input,
      repository.active,
      viewed.filter(v => v.selected),
    ).map(f => keepBack(f, lessons));
    checkEarlierRounds(findings, planned, history.at(-1), written, lessons);
    history.push(findings);
    const goals = goalsOf(findings);
    const roots = new Map(viewed.map(v => [v.rendered.folder, v.rendered]));
    const done = { files, changed, evaluator, declarations, created, places, findings: history };
    if (goals.length === 0 || round > MAX_ROUNDS) {
      if (goals.length > 0) withdrawAll(goals, `still wanted after ${MAX_ROUNDS} rounds`, lessons);
      return { ...done, rounds: round, choices: repository.choices, roots };
    }
    // A file that an earlier round has made is ours to edit.
    const mayNotEdit = (file: string) => (created.some(c => c.file === file) ? null : notEditable(file));
    const context = placementContext(input, roots, evaluator, mayNotEdit, lessons, goals, repository);
    const result = writeRound(goals, context, evaluator, habits, lessons);
    for (const { goal, serves } of result.placed)
      for (const root of serves) planned.add(`${goal.fixId} ${root}`);
    for (const pair of result.pairs) for (const goal of pair.goals) planned.add(`${goal.fixId} ${pair.root}`);
    for (const [goalId, list] of result.places) {
      const fixId = goals.find(goal => goal.id === goalId)?.fixId;
      if (fixId) places.set(fixId, [...(places.get(fixId) ?? []), ...list]);
    }
    declarations.push(...result.declarations);
    created.push(...result.created);
    written = { ...result, everPlaced: [...written.everPlaced, ...result.placed] };
    if (result.changed.size === 0) {
      return { ...done, rounds: round, choices: repository.choices, roots };
    }
    for (const [file, text] of result.changed) changed.set(file, text);
    // A copy: what earlier evaluators have read must stay what it was.
    files = withChanges(input.files, new Map(changed));
    evaluator = evaluator.over(files, new Set(result.changed.keys()));
  }
}

function keepBack(finding: Finding, lessons: Lessons): Finding {
  const reason =
    lessons.withdrawn.get(finding.fixId) ?? lessons.withdrawn.get(`${finding.fixId} ${finding.root.folder}`);
  if (reason === undefined || finding.status !== 'candidate') return finding;
  return { ...finding, status: 'withdrawn', reason };
}

/** What the round before has written, and all rounds before it. */
interface Written {
  readonly placed: readonly Placed[];
  readonly created: readonly Created[];
  readonly everPlaced: readonly Placed[];
}

/** A fix that is wanted again has done nothing; one that makes others want something belongs higher up. */
function checkEarlierRounds(
  findings: readonly Finding[],
  planned: ReadonlySet<string>,
  before: readonly Finding[] | undefined,
  written: Written,
  lessons: Lessons,
): void {
  const raised = new Set(lessons.raised);
  const idle = findings.filter(f => f.status === 'candidate' && planned.has(`${f.fixId} ${f.root.folder}`));
  for (const finding of idle) {
    const { fixId, root } = finding;
    if (!raised.has(fixId)) lessons.raised.add(fixId);
    else lessons.withdrawn.set(`${fixId} ${root.folder}`, whyIdle(finding, written.everPlaced));
  }
  if (idle.length > 0) throw new StartAgain();
  if (!before) return;
  const known = new Set(before.map(f => `${f.fixId} ${f.root.folder}`));
  for (const finding of findings) {
    if (known.has(`${finding.fixId} ${finding.root.folder}`)) continue;
    const cause = written.placed.find(
      ({ goal }) =>
        goal.transform.id === finding.transform.id &&
        goal.elsewhere === 'harmless' &&
        !goal.wants.has(finding.root.folder) &&
        !raised.has(goal.fixId) &&
        concerns(goal, finding, written.created),
    );
    if (cause) lessons.raised.add(cause.goal.fixId);
  }
  if (lessons.raised.size > raised.size) throw new StartAgain();
}

/** Another fix has taken it back, or something does that we do not see. */
function whyIdle({ fixId, transform, proposal, object, root }: Finding, placed: readonly Placed[]): string {
  const paths = proposal.changes.flatMap(change => (change.type === 'create' ? [] : [change.path]));
  const opponent = placed.find(
    ({ goal }) =>
      goal.type !== 'create' &&
      goal.fixId !== fixId &&
      goal.sourceId === object?.sourceId &&
      paths.some(path => overlaps(path, goal.path)),
  );
  if (!opponent) return `it has no effect in ${root.folder || '.'}`;
  return `${opponent.goal.transform.id} takes back what ${transform.id} wants: they would alternate`;
}

function overlaps(a: FieldPath, b: FieldPath): boolean {
  const length = Math.min(a.length, b.length);
  return canonical(a.slice(0, length)) === canonical(b.slice(0, length));
}

/** Whether a finding is about the object that a goal has changed or made, or about the one beside it. */
function concerns(goal: Goal, finding: Finding, created: readonly Created[]): boolean {
  const subject = finding.object?.sourceId;
  if (subject === undefined) return false;
  if (goal.type !== 'create') return goal.sourceId === subject;
  return (
    goal.beside === subject || created.some(c => c.goal.fixId === goal.fixId && `${c.file}#0` === subject)
  );
}

function withdrawAll(goals: readonly Goal[], reason: string, lessons: Lessons): never {
  for (const goal of goals) lessons.withdrawn.set(goal.fixId, reason);
  throw new StartAgain();
}

type Viewed = ViewedRoot & { readonly selected: boolean };

function viewRoots(input: PlanInput, repository: Repository, evaluator: Evaluator, files: Files): Viewed[] {
  const locator = newLocator(files);
  const rendered = repository.choices.flatMap(choice => {
    const outcome = evaluator.evaluate(choice.folder);
    return outcome.state === 'evaluated' ? [{ choice, rendered: renderedRoot(outcome) }] : [];
  });
  const namespaces = new Map<string, number>();
  for (const { rendered: root } of rendered) {
    for (const ns of new Set(root.objects.map(o => namespaceOf(o)))) {
      if (ns !== undefined) namespaces.set(ns, (namespaces.get(ns) ?? 0) + 1);
    }
  }
  const formerNames = new Map<string, Set<string>>();
  for (const { rendered: root } of rendered) {
    for (const object of root.objects) collectFormerNames(object.final.node, formerNames);
  }
  const renames = canonical([...formerNames].map(([name, former]) => [name, ...former]));
  const factsFor = factsLookup(input.config, image => [...(formerNames.get(image) ?? [])]);
  return rendered.map(({ choice, rendered: root }) => {
    const sharesNamespace = [...new Set(root.objects.map(namespaceOf))].some(
      ns => ns !== undefined && namespaces.get(ns)! > 1,
    );
    return {
      rendered: root,
      environment: choice.environment,
      selected: choice.selected,
      context: `${sharesNamespace} ${renames}`,
      view: buildRoot({
        path: choice.folder,
        environment: choice.environment,
        objects: root.objects.map(object => ({
          key: object.key,
          object: object.object,
          where: path => locator.where(object.final.node, path),
        })),
        factsFor,
        repository: repository.facts,
        sharesNamespace,
      }),
    };
  });
}

function namespaceOf(object: RenderedObject): string | undefined {
  return (object.object.metadata as { namespace?: string } | undefined)?.namespace;
}

function placementContext(
  input: PlanInput,
  roots: ReadonlyMap<string, RenderedRoot>,
  evaluator: Evaluator,
  notEditable: (file: string) => string | null,
  lessons: Lessons,
  goals: readonly Goal[],
  repository: Repository,
): PlacementContext {
  const creations = goals.filter(goal => goal.type === 'create');
  const wishes = new Map<string, Set<string>>();
  for (const goal of goals) {
    if (goal.type === 'create') continue;
    for (const { root, key: object } of goal.wishes) {
      const key = `${root}\0${object}\0${goal.type}`;
      const list = wishes.get(key);
      const text = canonical([goal.path, goal.value]);
      if (list) list.add(text);
      else wishes.set(key, new Set([text]));
    }
  }
  const bySource = new Map<string, { root: RenderedRoot; object: RenderedObject }[]>();
  for (const root of roots.values()) {
    for (const object of root.objects) {
      const list = bySource.get(object.sourceId);
      if (list) list.push({ root, object });
      else bySource.set(object.sourceId, [{ root, object }]);
    }
  }
  return {
    roots,
    bySource,
    notEditable,
    kustomizationFile: folder => kustomizationFileIn(evaluator.files, folder),
    refused: lessons.refused,
    raised: lessons.raised,
    overlaysOnly: input.selection.placement === 'overlay',
    buildsWithout: (layer, sourceId) => builderWithout(repository.graph, evaluator, layer, sourceId),
    resolve: (value, level) =>
      resolveReferences(evaluator, value, level, id => objectAt(bySource.get(id), level)?.accumulated),
    creations,
    wanted: (root, key, type, path, value) =>
      wishes.get(`${root}\0${key}\0${type}`)?.has(canonical([path, value])) ?? false,
  };
}

/** The object in a root that has it at that place, or in any. */
function objectAt(
  all: readonly { readonly object: RenderedObject }[] | undefined,
  level: Level | undefined,
): RenderedObject | undefined {
  return (all?.find(({ object }) => level === undefined || reaches(object, level)) ?? all?.[0])?.object;
}

function builderWithout(graph: Graph, evaluator: Evaluator, layer: string, sourceId: string): string | null {
  for (const folder of reachersOf(graph, layer)) {
    const outcome = evaluator.evaluate(folder);
    if (outcome.state !== 'evaluated') continue;
    if (!bySourceId(outcome.accumulated).has(sourceId)) return folder;
  }
  return null;
}

interface Round {
  readonly changed: ReadonlyMap<string, string>;
  readonly declarations: readonly Declaration[];
  readonly created: readonly Created[];
  readonly placed: readonly Placed[];
  readonly pairs: readonly LabelPair[];
  readonly places: ReadonlyMap<string, readonly Place[]>;
}

/** A fix is whole or not at all: where one of its goals has no place, none of them is written for that root. */
function withdrawUnplaced(unplaced: readonly Unplaced[], lessons: Lessons): void {
  for (const { goal, roots, reason } of unplaced) {
    for (const root of roots) lessons.withdrawn.set(`${goal.fixId} ${root}`, reason);
  }
  if (unplaced.length > 0) throw new StartAgain();
}

function writeRound(
  goals: readonly Goal[],
  context: PlacementContext,
  evaluator: Evaluator,
  habits: Habits,
  lessons: Lessons,
): Round {
  const refused = context.refused as Map<string, string>;
  for (;;) {
    const draft = newDraft(evaluator.files, lessons.edits);
    const { pairs, rest } = takeLabelPairs(goals, context);
    const placed: Placed[] = [];
    const unplaced: Unplaced[] = [];
    for (const goal of rest) {
      const result = placeGoal(goal, context);
      placed.push(...result.placed);
      if (result.unplaced) unplaced.push(result.unplaced);
    }
    withdrawUnplaced(unplaced, lessons);
    const objects = context.bySource;
    const emission = emit(placed, {
      evaluator,
      habits,
      draft,
      objectOf: (id, level) => objectAt(objects.get(id), level),
      kustomizationFile: context.kustomizationFile,
      components: context.overlaysOnly,
    });
    for (const { goal, level, reason } of emission.refused) refused.set(`${goal.id}@${level}`, reason);
    if (emission.refused.length > 0) continue;
    const places = new Map<string, Place[]>([...emission.places].map(([id, list]) => [id, [...list]]));
    if (!writePairs(pairs, draft, context, habits, places, refused)) continue;
    return {
      changed: draft.changed,
      declarations: [...fieldDeclarations(placed), ...pairDeclarations(pairs)],
      created: emission.created,
      placed,
      pairs,
      places,
    };
  }
}

function writePairs(
  pairs: readonly LabelPair[],
  draft: ReturnType<typeof newDraft>,
  context: PlacementContext,
  habits: Habits,
  places: Map<string, Place[]>,
  refused: Map<string, string>,
): boolean {
  for (const folder of new Set(pairs.map(pair => pair.root))) {
    const own = pairs.filter(pair => pair.root === folder);
    const file = context.kustomizationFile(folder)!;
    try {
      const reading = { ...context.roots.get(folder)!.accumulated.kustomization };
      const current =
        draft.text(file) === reading.text ? reading : loadKustomization(draftFiles(draft), folder);
      writeLabelPairs(draft, current, own, habits);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      refused.set(`labels@${file}`, error.message);
      return false;
    }
    for (const pair of own) {
      for (const goal of pair.goals)
        places.set(goal.id, [...(places.get(goal.id) ?? []), { file, kind: 'entry' }]);
    }
  }
  return true;
}

function draftFiles(draft: ReturnType<typeof newDraft>): Files {
  const none = () => undefined;
  return { read: file => draft.text(file), bytes: none, isFolder: () => false, resolve: path => path };
}

function fieldDeclarations(placed: readonly Placed[]): Declaration[] {
  return placed.flatMap(({ goal, level, value }): Declaration[] => {
    if (goal.type === 'create') return [];
    const common = { fixIds: [goal.fixId], type: goal.type, level, value };
    if (level.type === 'text') return [{ ...common, sourceId: null, path: restOf(goal, level)! }];
    return [{ ...common, sourceId: goal.sourceId, path: goal.path }];
  });
}

function pairDeclarations(pairs: readonly LabelPair[]): Declaration[] {
  return pairs.map(pair => ({
    fixIds: [...new Set(pair.goals.map(goal => goal.fixId))],
    type: 'set',
    sourceId: null,
    level: { type: 'layer', folder: pair.root },
    path: ['metadata', 'labels', pair.key],
    value: pair.value,
  }));
}

/** The objects of new files, as the folders that list them will read them. */
export function injectionOf(created: readonly Created[]): Map<string, Resource[]> {
  const result = new Map<string, Resource[]>();
  for (const { folder, file, manifest } of created) {
    const origin = {
      by: { type: 'source', file, doc: 0 },
      up: null,
      key: '',
      start: 0,
      end: 0,
      keyStart: -1,
      viaAlias: false,
    } as const;
    const resource = newResource(fromJson(manifest, origin) as MapNode, {
      id: `${file}#0`,
      file,
      doc: 0,
      item: null,
      type: 'file',
      layer: folder,
    });
    result.set(folder, [...(result.get(folder) ?? []), resource]);
  }
  return result;
}
