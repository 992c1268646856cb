/** What placement asks of the roots, the goals and the graph. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import { kustomizationFileIn, textField } from '../../kustomize/file/kustomization.ts';
import type { FieldPath, Json } from '../../transform.ts';
import type { FieldGoal, Goal } from '../find/goals.ts';
import type { PlanInput } from '../model/input.ts';
import type { LayerLevel, Level } from '../model/level.ts';
import { commonAnnotations } from '../rendered/common-annotations.ts';
import { type CommonLabel, commonLabels } from '../rendered/common-labels.ts';
import { type Copy, copiesIn } from '../rendered/copies.ts';
import { patchedElement } from '../rendered/elements.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { reaches, writerHeight } from '../rendered/heights.ts';
import { namespaceSaidBy } from '../rendered/names/namespaces.ts';
import { afterLayer, bySourceId, resolveManifest, resolveReferences } from '../rendered/references.ts';
import { nodeAt, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import { canonical, pathText } from '../rendered/same-data.ts';
import { isStillSelected, selectorsIn } from '../rendered/selected.ts';
import type { Repository } from '../repository/repository.ts';
import { filesByKind } from './kind-files.ts';
import { type SharedFileOf, sharedFiles } from './shared-files.ts';
import type { Consumer, PlacementContext } from './types.ts';
import { usesBelow } from './uses-below.ts';

/** What a round has to place, and in what. */
export interface PlacementInput extends Pick<PlacementContext, 'roots' | 'notEditable' | 'describeCopy'> {
  readonly input: PlanInput;
  readonly repository: Repository;
  readonly evaluator: Evaluator;
  readonly goals: readonly Goal[];
  /** What roots would want that are left alone: it is not written for them, and nothing is kept from a base for their sake. */
  readonly followed: readonly Goal[];
}

/** Without what has been learnt: that grows while a round is placed. */
export function placementContext({
  input,
  repository,
  roots,
  evaluator,
  notEditable,
  goals,
  followed,
  describeCopy,
}: PlacementInput): Omit<PlacementContext, 'refused' | 'raised' | 'apart'> {
  const creations = goals.filter(goal => goal.type === 'create');
  const wanted = wishesOf([...goals, ...followed]);
  const bySource = new Map<string, { root: RenderedRoot; object: RenderedObject }[]>();
  for (const root of roots.values()) {
    for (const object of [...root.objects, ...root.hidden]) {
      const list = bySource.get(object.sourceId);
      if (list) list.push({ root, object });
      else bySource.set(object.sourceId, [{ root, object }]);
    }
  }
  const resourceOf = (level: Level) => (id: string) => objectAt(bySource.get(id), level)?.accumulated;
  const isComponent = (layer: string) =>
    repository.graph.nodes.get(layer)?.kustomization?.kind === 'Component';
  let asked: ReturnType<typeof fieldsOf> | undefined;
  let copies: ReadonlyMap<string | null, readonly Copy[]> | undefined;
  let files: ReturnType<typeof filesByKind> | undefined;
  let shared: SharedFileOf | undefined;
  const labels = new Map<string, readonly CommonLabel[]>();
  const layers = new Map<readonly Consumer[], readonly LayerLevel[]>();
  return {
    roots,
    bySource,
    notEditable,
    kustomizationFile: folder => kustomizationFileIn(evaluator.files, folder),
    overlaysOnly: input.selection.placement === 'overlay',
    isComponent,
    buildsWithout: (layer, sourceId) => buildsWithout(repository.graph, evaluator, layer, sourceId),
    rootsAbove: layer => [...reachersOf(repository.graph, layer)].flatMap(folder => roots.get(folder) ?? []),
    namespaceBehind(object, layer) {
      const behind = afterLayer(evaluator, object.accumulated, layer);
      return behind ? namespaceSaidBy(object, behind) : '';
    },
    namespaceGivenBy(layer) {
      const kustomization = repository.graph.nodes.get(layer)?.kustomization;
      return kustomization ? textField(kustomization, 'namespace') : '';
    },
    filesOf(kind) {
      files ??= filesByKind(bySource.values());
      return files.get(kind);
    },
    sharedFileOf(kind, layer) {
      shared ??= sharedFiles(bySource.values());
      return shared(kind, layer);
    },
    labelsFromBelow: layer => {
      let known = labels.get(layer);
      if (!known) labels.set(layer, (known = labelsFromBelow(repository.graph, evaluator, layer)));
      return known;
    },
    annotationsFor(layer, beside) {
      const outcome = evaluator.evaluate(layer);
      if (outcome.state !== 'evaluated') return {};
      return commonAnnotations(outcome.accumulated.resources, beside?.accumulated ?? null);
    },
    handedOn: ({ accumulated }) =>
      accumulated.layers.flatMap(folder => afterLayer(evaluator, accumulated, folder) ?? []),
    usesBelow: usesBelow(repository.graph, evaluator, folder => roots.has(folder)),
    resolve: (value, level) => resolveReferences(evaluator, value, level, resourceOf(level)),
    resolveIn: (manifest, level) => resolveManifest(evaluator, manifest, level, resourceOf(level)),
    selectsIn: (root, manifest, level) =>
      selectorsIn(manifest).every(reference => {
        const said = resolveReferences(evaluator, reference, level, resourceOf(level));
        const objects = (bySource.get(reference.of) ?? []).filter(each => each.root === root);
        return (
          objects.length === 0 ||
          objects.some(({ object }) => isStillSelected(said, reference, object.accumulated, evaluator))
        );
      }),
    creations,
    describeCopy,
    layersOf(rendered) {
      let known = layers.get(rendered);
      if (!known) layers.set(rendered, (known = layersOf(rendered, isComponent)));
      return known;
    },
    copiesOf: id => {
      copies ??= groupedBy([...roots.values()].flatMap(copiesIn), copy => copy.copied.object);
      return copies.get(id) ?? [];
    },
    wanted,
    isAsked(object, path) {
      asked ??= fieldsOf(goals);
      return asked.get(object)?.has(pathText(path)) === true;
    },
    ...ofElements(goals, isComponent),
  };
}

/** What is known of the list elements that a fix changes fields of. */
type OfElements = Pick<PlacementContext, 'floorOf' | 'isBroughtBy'>;

function ofElements(goals: readonly Goal[], isComponent: (layer: string) => boolean): OfElements {
  const together = (goal: FieldGoal) => `${goal.fixId} ${goal.sourceId}`;
  const byFix = groupedBy(
    goals.filter(goal => goal.type !== 'create'),
    together,
  );
  /** Who writes each of them, null for the manifest. */
  const writers = (goal: FieldGoal, object: RenderedObject) =>
    (byFix.get(together(goal)) ?? []).flatMap(({ path }) => {
      if (!entersElement(object, path)) return [];
      const by = patchedElement(object, path)?.origin.by;
      return [by?.type === 'patch' ? by : null];
    });
  return {
    floorOf(goal, object) {
      const heights = writers(goal, object).map(by =>
        by === null || isComponent(by.layer) ? -1 : writerHeight(object, by),
      );
      return heights.length === 0 ? -1 : Math.min(...heights);
    },
    isBroughtBy(layer, goal, object) {
      const found = writers(goal, object);
      return found.length > 0 && found.every(by => by?.layer === layer);
    },
  };
}

function entersElement({ accumulated }: RenderedObject, path: FieldPath): boolean {
  const depth = path.findIndex(step => typeof step !== 'string') + 1;
  return depth > 0 && depth < path.length && nodeAt(accumulated.node, path.slice(0, depth)) !== undefined;
}

function layersOf(
  rendered: readonly Consumer[],
  isComponent: (layer: string) => boolean,
): readonly LayerLevel[] {
  const height = new Map<string, number>();
  for (const { object } of rendered) {
    for (const [i, folder] of object.accumulated.layers.entries()) {
      height.set(folder, Math.max(height.get(folder) ?? 0, i));
    }
  }
  const folders = [...height].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([folder]) => folder);
  const shared = isRepeated(rendered) ? rendered : [];
  return folders.flatMap((folder): LayerLevel[] => {
    const ways = waysTo(folder, shared);
    // A component says the same for all who take it in, whatever way they take.
    if (ways.length < 2 || isComponent(folder)) return [{ type: 'layer', folder }];
    return ways.map(way => ({ type: 'layer', folder, way }));
  });
}

/** Whether some root has more than one of the objects. */
function isRepeated(rendered: readonly Consumer[]): boolean {
  return new Set(rendered.map(({ root }) => root)).size < rendered.length;
}

/** The ways from the source to a layer, in the order in which the layer lists them. */
function waysTo(folder: string, rendered: readonly Consumer[]): readonly (readonly string[])[] {
  const ways = new Map<string, readonly string[]>();
  for (const { object } of rendered) {
    const { layers } = object.accumulated;
    const index = layers.indexOf(folder);
    if (index < 0) continue;
    const way = layers.slice(0, index + 1);
    ways.set(way.join('\0'), way);
  }
  return [...ways.values()];
}

/** The fields of each object that some goal is about. */
function fieldsOf(goals: readonly Goal[]): ReadonlyMap<RenderedObject, ReadonlySet<string>> {
  const fields = new Map<RenderedObject, Set<string>>();
  for (const goal of goals) {
    if (goal.type === 'create') continue;
    for (const object of goal.wants.keys()) {
      const paths = fields.get(object) ?? new Set();
      fields.set(object, paths.add(pathText(goal.path)));
    }
  }
  return fields;
}

/** Whether a field is wanted of an object of a root. */
function wishesOf(goals: readonly Goal[]): PlacementContext['wanted'] {
  const wished = new Map<RenderedObject, Set<string>>();
  for (const goal of goals) {
    if (goal.type === 'create') continue;
    const text = wishText(goal.type, goal.path, goal.value);
    for (const object of goal.wants.keys()) {
      const texts = wished.get(object);
      if (texts) texts.add(text);
      else wished.set(object, new Set([text]));
    }
  }
  // Every object is asked about one goal after the other.
  let last:
    | { readonly type: string; readonly path: FieldPath; readonly value: Json; readonly text: string }
    | undefined;
  return (object, type, path, value) => {
    const texts = wished.get(object);
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

function labelsFromBelow(graph: Graph, evaluator: Evaluator, layer: string): readonly CommonLabel[] {
  const outcome = evaluator.evaluate(layer);
  if (outcome.state !== 'evaluated') return [];
  // What is new passes the components of its layer too.
  const passed = new Set([layer]);
  for (const folder of passed) {
    for (const { to, field } of graph.nodes.get(folder)?.uses ?? [])
      if (field === 'components') passed.add(to);
  }
  return commonLabels(outcome.accumulated.resources, below => !passed.has(below));
}

function buildsWithout(graph: Graph, evaluator: Evaluator, layer: string, sourceId: string): boolean {
  return [...reachersOf(graph, layer)].some(folder => {
    const outcome = evaluator.evaluate(folder);
    return outcome.state === 'evaluated' && !bySourceId(outcome.accumulated).has(sourceId);
  });
}
