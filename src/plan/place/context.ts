/** What placement asks of the roots, the goals and the graph. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import { kustomizationFileIn } from '../../kustomize/file/kustomization.ts';
import type { FieldPath, Json } from '../../transform.ts';
import type { FieldGoal, Goal } from '../find/goals.ts';
import type { PlanInput } from '../model/input.ts';
import type { Level } from '../model/level.ts';
import { type Copy, copiesIn } from '../rendered/copies.ts';
import { patchedElement } from '../rendered/elements.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { reaches, writerHeight } from '../rendered/heights.ts';
import { bySourceId, resolveManifest, resolveReferences } from '../rendered/references.ts';
import { nodeAt, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import { canonical, pathText } from '../rendered/same-data.ts';
import type { Repository } from '../repository/repository.ts';
import type { Consumer, PlacementContext } from './types.ts';

/** What a round has to place, and in what. */
export interface PlacementInput extends Pick<PlacementContext, 'roots' | 'notEditable' | 'describeCopy'> {
  readonly input: PlanInput;
  readonly repository: Repository;
  readonly evaluator: Evaluator;
  readonly goals: readonly Goal[];
}

/** Without what has been learnt: that grows while a round is placed. */
export function placementContext({
  input,
  repository,
  roots,
  evaluator,
  notEditable,
  goals,
  describeCopy,
}: PlacementInput): Omit<PlacementContext, 'refused' | 'raised'> {
  const creations = goals.filter(goal => goal.type === 'create');
  const wanted = wishesOf(goals);
  const bySource = new Map<string, { root: RenderedRoot; object: RenderedObject }[]>();
  for (const root of roots.values()) {
    for (const object of [...root.objects, ...root.hidden]) {
      const list = bySource.get(object.sourceId);
      if (list) list.push({ root, object });
      else bySource.set(object.sourceId, [{ root, object }]);
    }
  }
  const resourceOf = (level: Level) => (id: string) => objectAt(bySource.get(id), level)?.accumulated;
  let copies: ReadonlyMap<string | null, readonly Copy[]> | undefined;
  const layers = new Map<readonly Consumer[], readonly string[]>();
  const isComponent = (layer: string) =>
    repository.graph.nodes.get(layer)?.kustomization?.kind === 'Component';
  return {
    roots,
    bySource,
    notEditable,
    kustomizationFile: folder => kustomizationFileIn(evaluator.files, folder),
    overlaysOnly: input.selection.placement === 'overlay',
    isComponent,
    buildsWithout: (layer, sourceId) => buildsWithout(repository.graph, evaluator, layer, sourceId),
    resolve: (value, level) => resolveReferences(evaluator, value, level, resourceOf(level)),
    resolveIn: (manifest, level) => resolveManifest(evaluator, manifest, level, resourceOf(level)),
    creations,
    describeCopy,
    layersOf(rendered) {
      let known = layers.get(rendered);
      if (!known) layers.set(rendered, (known = layersOf(rendered)));
      return known;
    },
    copiesOf: id => {
      copies ??= groupedBy([...roots.values()].flatMap(copiesIn), copy => copy.copied.object);
      return copies.get(id) ?? [];
    },
    wanted,
    floorOf: floors(goals, isComponent),
  };
}

/**
 * How high the lowest of the list elements stands that a fix changes fields of: what it needs beside them, a volume for
 * a container of one overlay, is of no use further down. Components bring elements into objects of many.
 */
function floors(
  goals: readonly Goal[],
  isComponent: (layer: string) => boolean,
): PlacementContext['floorOf'] {
  const together = (goal: FieldGoal) => `${goal.fixId} ${goal.sourceId}`;
  const byFix = groupedBy(
    goals.filter(goal => goal.type !== 'create'),
    together,
  );
  return (goal, object) => {
    const heights = (byFix.get(together(goal)) ?? []).flatMap(({ path }) => {
      if (!entersElement(object, path)) return [];
      const by = patchedElement(object, path)?.origin.by;
      return by?.type === 'patch' && !isComponent(by.layer) ? [writerHeight(object, by)] : [-1];
    });
    return heights.length === 0 ? -1 : Math.min(...heights);
  };
}

function entersElement({ accumulated }: RenderedObject, path: FieldPath): boolean {
  const depth = path.findIndex(step => typeof step !== 'string') + 1;
  return depth > 0 && depth < path.length && nodeAt(accumulated.node, path.slice(0, depth)) !== undefined;
}

function layersOf(rendered: readonly Consumer[]): readonly string[] {
  const height = new Map<string, number>();
  for (const { object } of rendered) {
    for (const [i, folder] of object.accumulated.layers.entries()) {
      height.set(folder, Math.max(height.get(folder) ?? 0, i));
    }
  }
  return [...height].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([folder]) => folder);
}

/** Whether a root wants a field of an object, by object and root. */
function wishesOf(goals: readonly Goal[]): PlacementContext['wanted'] {
  const roots = new Map<string, Map<string, Set<string>>>();
  for (const goal of goals) {
    if (goal.type === 'create') continue;
    const text = wishText(goal.type, goal.path, goal.value);
    for (const { root, key } of goal.wishes) {
      let objects = roots.get(root);
      if (!objects) roots.set(root, (objects = new Map()));
      const texts = objects.get(key);
      if (texts) texts.add(text);
      else objects.set(key, new Set([text]));
    }
  }
  // Every root is asked about one goal after the other.
  let last:
    | { readonly type: string; readonly path: FieldPath; readonly value: Json; readonly text: string }
    | undefined;
  return (root, key, type, path, value) => {
    const texts = roots.get(root)?.get(key);
    if (!texts) return false;
    if (!last || last.path !== path || last.value !== value || last.type !== type)
      last = { type, path, value, text: wishText(type, path, value) };
    return texts.has(last.text);
  };
}

function wishText(type: string, path: FieldPath, value: Json): string {
  return `${type} ${pathText(path)} ${canonical(value)}`;
}

/** The object in a root that has it at that place, or in any. */
export function objectAt(
  all: readonly { readonly object: RenderedObject }[] | undefined,
  level: Level | undefined,
): RenderedObject | undefined {
  return (all?.find(({ object }) => level === undefined || reaches(object, level)) ?? all?.[0])?.object;
}

function buildsWithout(graph: Graph, evaluator: Evaluator, layer: string, sourceId: string): boolean {
  return [...reachersOf(graph, layer)].some(folder => {
    const outcome = evaluator.evaluate(folder);
    return outcome.state === 'evaluated' && !bySourceId(outcome.accumulated).has(sourceId);
  });
}
