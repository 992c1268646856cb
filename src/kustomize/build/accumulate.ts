/**
 * What a folder accumulates: resources in order, then the generators, components and transformers of its
 * kustomization (kustomize.md 1.5). It does not depend on who consumes it, so it is kept by folder and shared.
 */

import { OBSTACLES } from '../../text/obstacle.ts';
import { applyGenerators } from '../fields/generators.ts';
import { applyCommonAnnotations, applyLabels } from '../fields/labels-and-annotations.ts';
import { applyNamePrefix, applyNameSuffix, applyNamespaceField } from '../fields/names.ts';
import { applyReplacements } from '../fields/replacements.ts';
import { applyImages, applyReplicas } from '../fields/replicas-and-images.ts';
import { addVariable, collectVariables } from '../fields/vars.ts';
import {
  itemsOf,
  KUSTOMIZATION_NAMES,
  type Kustomization,
  kustomizationFileIn,
  loadKustomization,
  looksRemote,
} from '../file/kustomization.ts';
import { type Files, folderOf, isWithin, joinPath } from '../files/files.ts';
import { BuildFailure, type Location, OutOfScope, type Verdict } from '../files/problem.ts';
import { applyConfigurations } from '../layer/configurations.ts';
import type { Layer, OpaqueInput, Variable, Visit } from '../layer/layer.ts';
import { applyOpenApi, noteKind, setsSchema } from '../layer/openapi.ts';
import { newResource, objectsOf } from '../object/read-objects.ts';
import { cloneShell, describeId, idKeyOf, idOf, type Resource } from '../object/resource.ts';
import { takenIds } from '../object/taken-ids.ts';
import { applyJson6902Patches, applyPatches, applyStrategicMergePatches } from '../patch/patches.ts';
import { applyGeneratorPlugins, applyTransformerPlugins, applyValidators } from '../plugins/plugins.ts';
import { type FieldSpecConfig, joinConfigs, NO_CONFIG } from '../specs/field-config.ts';
import { BUILT_IN_SCHEMA, type SchemaInForce } from '../specs/merge-definitions.ts';
import { type Node, textOf } from '../tree/node.ts';
import { type ParseCache, parseResourceFile } from '../tree/parse.ts';
import {
  helmInputs,
  opaqueResources,
  outOfSight,
  type RenderableInput,
  type RenderedOpaque,
  remoteInput,
} from './opaque.ts';

export type LoadRestrictor = 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';

export interface EvaluatorOptions {
  readonly loadRestrictor: LoadRestrictor;
  /** What the user's own kustomize has made of inputs that only it can render. */
  readonly rendered?: RenderedOpaque | undefined;
  /** What it says of roots that we do not build, by folder. */
  readonly verdicts?: ReadonlyMap<string, Verdict> | undefined;
}

/** What a folder accumulates, before the steps of a root. */
export interface Accumulated {
  readonly folder: string;
  readonly kustomization: Kustomization;
  readonly resources: readonly Resource[];
  /** What its own transformers met: all that it takes in, makes, and has its components change. */
  readonly met: readonly Resource[];
  readonly config: FieldSpecConfig;
  readonly variables: readonly Variable[];
  readonly opaque: readonly OpaqueInput[];
  /** The kustomizations that were passed, by folder. */
  readonly visits: ReadonlyMap<string, Visit>;
  /** Every file that was read or looked for. */
  readonly files: ReadonlySet<string>;
}

/** Objects to add to a folder's resources, as if a file listed last said them: what a planned file will say. */
export type Injection = ReadonlyMap<string, readonly Resource[]>;

/** kustomize has no such limit; ours keeps far from the end of the stack. */
const MAX_KUSTOMIZATION_DEPTH = 1000;
export const MAX_COMPONENTS = 10_000;

export interface Caches {
  readonly parsed: ParseCache;
  /** By folder; good as long as the text is the same. */
  readonly kustomizations: Map<string, Kustomization>;
  readonly folders: Map<string, Accumulated | BuildFailure | OutOfScope>;
  /** What evaluators over other texts have accumulated; null where that says nothing here. */
  readonly memory: Memory | null;
}

/** Results by folder, each with the files that it was made from. */
export type Memory = Map<string, { readonly files: Files; readonly result: Accumulated }[]>;

const MAX_REMEMBERED = 8;

export interface Run {
  readonly files: Files;
  readonly options: EvaluatorOptions;
  readonly caches: Caches;
  readonly injection: Injection;
  readonly schema: SchemaInForce;
  /** The caches hold for one root only, because an `openapi` field may change the schema half-way. */
  readonly isOwnSchema: boolean;
  /** Components run for every consumer: how many still may, so that listing each other twice ends. */
  readonly components: { left: number };
}

export const builtInSchema = (): SchemaInForce => ({
  current: BUILT_IN_SCHEMA,
  isSet: false,
  sawUnknownKind: false,
});

/** Some kustomization of the build sets a schema, so that nothing may be shared with other roots. */
class SetsSchema extends Error {}

export function accumulateRoot(run: Run, folder: string): Accumulated {
  return asRoot(run, own => accumulateFolder(own, folder, []));
}

function asRoot<T>(run: Run, work: (run: Run) => T): T {
  run.components.left = MAX_COMPONENTS;
  try {
    return work(run);
  } catch (error) {
    if (!(error instanceof SetsSchema)) throw error;
    const caches = { ...run.caches, folders: new Map(), memory: null };
    return work({ ...run, caches, schema: builtInSchema(), isOwnSchema: true });
  }
}

/** @throws BuildFailure as `loadKustomization` does */
export function kustomizationAt(run: Run, folder: string): Kustomization {
  const file = kustomizationFileIn(run.files, folder);
  const kept = run.caches.kustomizations.get(folder);
  if (kept && kept.file === file && kept.text === run.files.read(file)) return kept;
  if (file === undefined) refuseObstacles(run, folder);
  const read = loadKustomization(run.files, folder);
  run.caches.kustomizations.set(folder, read);
  return read;
}

/** A link may lead anywhere: what lies outside is not ours to read, though kustomize may. */
function refuseObstacles({ files }: Run, folder: string): void {
  for (const path of [
    folder,
    ...KUSTOMIZATION_NAMES.map(name => (folder === '' ? name : `${folder}/${name}`)),
  ]) {
    const obstacle = files.obstacle(path);
    if (obstacle !== undefined && obstacle !== 'unreadable')
      throw new OutOfScope(`${path} ${OBSTACLES[obstacle]}`, { file: path });
    if (obstacle !== undefined)
      throw new BuildFailure('missing-file', `${path} ${OBSTACLES[obstacle]}`, { file: path });
  }
}

/** kustomize may take it: whoever may not read a file is no part of that. */
function refuseOutside({ files }: Run, joined: string | undefined, path: string, location: Location): void {
  const obstacle = joined === undefined ? undefined : files.obstacle(joined);
  if (obstacle !== undefined && obstacle !== 'unreadable')
    throw new OutOfScope(`${path} ${OBSTACLES[obstacle]}`, location);
}

/** Everything below a folder, taken from the cache when nobody has injected anything into it. */
export function accumulateFolder(run: Run, folder: string, stack: readonly string[]): Accumulated {
  const cached = run.caches.folders.get(folder);
  if (cached instanceof Error) throw cached;
  if (cached) return cached;
  const remembered = recall(run, folder);
  if (remembered) {
    run.caches.folders.set(folder, remembered);
    return remembered;
  }
  try {
    const result = accumulate(run, folder, stack, null);
    run.caches.folders.set(folder, result);
    remember(run, folder, result);
    return result;
  } catch (error) {
    // A cycle depends on where one came from; everything else holds for every consumer.
    if (error instanceof OutOfScope || (error instanceof BuildFailure && error.failure !== 'cycle')) {
      run.caches.folders.set(folder, error);
    }
    throw error;
  }
}

/** A result of another evaluator whose every file reads the same here. */
function recall({ caches, files }: Run, folder: string): Accumulated | undefined {
  return caches.memory?.get(folder)?.find(({ files: then, result }) => {
    for (const file of result.files) if (then.read(file) !== files.read(file)) return false;
    return true;
  })?.result;
}

function remember({ caches, files }: Run, folder: string, result: Accumulated): void {
  const list = caches.memory?.get(folder) ?? [];
  if (list.length >= MAX_REMEMBERED) list.shift();
  list.push({ files, result });
  caches.memory?.set(folder, list);
}

function accumulate(run: Run, folder: string, stack: readonly string[], parent: Layer | null): Accumulated {
  const { layer, files, visits } = gather(run, folder, stack, parent);
  const { kustomization } = layer;
  // A component's are those of whoever takes it in.
  const met = parent ? [] : layer.resources.map(cloneShell);
  transform(layer);
  applyValidators(layer);
  collectVariables(layer);
  visits.set(folder, { kustomization, steps: layer.steps });
  for (const resource of layer.resources) resource.layers = [...resource.layers, folder];
  return {
    folder,
    kustomization,
    resources: layer.resources,
    met,
    config: layer.config,
    variables: layer.variables,
    opaque: layer.opaque,
    visits,
    files,
  };
}

function gather(
  run: Run,
  folder: string,
  stack: readonly string[],
  parent: Layer | null,
): { layer: Layer; files: Set<string>; visits: Map<string, Visit> } {
  if (stack.length > MAX_KUSTOMIZATION_DEPTH) {
    throw new OutOfScope(
      `more than ${MAX_KUSTOMIZATION_DEPTH} kustomizations deep`,
      { file: folder },
      'limit',
    );
  }
  const kustomization = kustomizationAt(run, folder);
  const files = new Set<string>([kustomization.file]);
  const here = [...stack, folder];
  const visits = new Map<string, Visit>();
  const below: Below = { stack: here, files, visits };
  const layer = newLayer(run, kustomization, below, parent);
  if (!run.isOwnSchema && setsSchema(layer)) throw new SetsSchema();
  applyOpenApi(layer, stack.length === 0);
  for (const field of ['resources', 'bases']) {
    for (const item of itemsOf(kustomization, field)) addResource(run, layer, item.node, below);
  }
  for (const added of run.injection.get(folder) ?? [])
    append(layer, cloneShell(added), { file: kustomization.file });
  applyConfigurations(layer);
  applyGenerators(layer);
  addOpaque(run, layer, helmInputs(kustomization));
  applyGeneratorPlugins(layer);
  for (const item of itemsOf(kustomization, 'components')) addComponent(run, layer, item.node, below);
  return { layer, files, visits };
}

/** The fixed order of a kustomization's transformers; the order of the keys in the file means nothing. */
function transform(layer: Layer): void {
  applyStrategicMergePatches(layer);
  applyPatches(layer);
  applyNamespaceField(layer);
  applyNamePrefix(layer);
  applyNameSuffix(layer);
  applyLabels(layer);
  applyCommonAnnotations(layer);
  applyJson6902Patches(layer);
  applyReplicas(layer);
  applyImages(layer);
  applyReplacements(layer);
  applyTransformerPlugins(layer);
}

/** What grows while a kustomization and those below it are read. */
interface Below {
  /** Folders that are being built, outermost first. */
  readonly stack: readonly string[];
  readonly files: Set<string>;
  readonly visits: Map<string, Visit>;
}

function newLayer(run: Run, kustomization: Kustomization, below: Below, parent: Layer | null): Layer {
  const layer: Layer = {
    folder: kustomization.folder,
    kustomization,
    resources: parent ? parent.resources : [],
    config: parent ? parent.config : NO_CONFIG,
    variables: parent ? parent.variables : [],
    opaque: parent ? parent.opaque : [],
    schema: run.schema,
    taken: takenIds(),
    loadFile: (path, location) => loadFile(run, kustomization.folder, path, location, below.files),
    readText(file) {
      return run.files.read(file)!;
    },
    readBytes(file) {
      return run.files.bytes(file)!;
    },
    loadEntry(node) {
      const side: Layer = { ...layer, resources: [], variables: [], opaque: [], taken: takenIds() };
      addResource(run, side, node, below);
      const [opaque] = side.opaque;
      if (opaque) throw outOfSight(opaque);
      return side.resources;
    },
    steps: [],
  };
  return layer;
}

/** Resolves a file that a kustomization names, under kustomize's load restriction (kustomize.md 1.2). */
function loadFile(run: Run, folder: string, path: string, location: Location, files: Set<string>): string {
  if (looksRemote(path) && joinable(run, folder, path) === undefined) {
    throw new OutOfScope(`remote file ${path}`, location, 'out of sight');
  }
  const file = path.startsWith('/') ? undefined : joinPath(folder, path);
  if (file === undefined) throw new OutOfScope(`${path} ${OBSTACLES.outside}`, location);
  files.add(file);
  const obstacle = run.files.obstacle(file);
  if (obstacle === 'unprintable') throw new OutOfScope(`${path} ${OBSTACLES[obstacle]}`, location);
  if (obstacle === 'unreadable')
    throw new BuildFailure('missing-file', `${path} ${OBSTACLES[obstacle]}`, location);
  if (run.files.bytes(file) === undefined && obstacle === undefined) {
    const what = run.files.isFolder(file) ? 'is a folder, not a file' : 'does not exist';
    throw new BuildFailure('missing-file', `${path} ${what}`, location);
  }
  if (run.options.loadRestrictor === 'LoadRestrictionsRootOnly') {
    const real = run.files.resolve(file);
    const realFolder = run.files.resolve(folder);
    if (real === undefined || realFolder === undefined || !isWithin(realFolder, folderOf(real))) {
      throw new BuildFailure(
        'load-restriction',
        `${path} is not in or below ${folder || '.'}: kustomize reads it with --load-restrictor LoadRestrictionsNone only`,
        location,
      );
    }
  } else if (run.files.resolve(file) === undefined) {
    throw new OutOfScope(`${path} ${OBSTACLES.outside}`, location);
  }
  return file;
}

function joinable(run: Run, folder: string, path: string): string | undefined {
  const joined = joinPath(folder, path);
  return joined !== undefined && (run.files.read(joined) !== undefined || run.files.isFolder(joined))
    ? joined
    : undefined;
}

/** A `resources` entry: a file first, else a folder, else something remote. */
function addResource(run: Run, layer: Layer, node: Node, below: Below): void {
  const path = textOf(node) ?? '';
  const location = { file: layer.kustomization.file, offset: node.origin.start };
  if (path === '') throw new BuildFailure('missing-file', 'an empty entry', location);
  const joined = path.startsWith('/') ? undefined : joinPath(layer.folder, path);
  if (joined !== undefined && run.files.isFolder(joined)) {
    addBase(run, layer, joined, below, location);
    return;
  }
  refuseOutside(run, joined, path, location);
  if (joined === undefined || run.files.bytes(joined) === undefined) {
    if (looksRemote(path)) {
      addOpaque(run, layer, [remoteInput(path, layer.kustomization, node)]);
      return;
    }
    if (joined === undefined) throw new OutOfScope(`${path} ${OBSTACLES.outside}`, location);
  }
  const file = loadFile(run, layer.folder, path, location, below.files);
  for (const object of objectsOf(parseResourceFile(run.files, run.caches.parsed, file), file)) {
    const id = object.item === null ? `${file}#${object.doc}` : `${file}#${object.doc}.${object.item}`;
    const source = {
      id,
      file,
      doc: object.doc,
      item: object.item,
      type: 'file',
      layer: layer.folder,
    } as const;
    append(layer, newResource(object.node, source), location);
  }
}

/** Inputs of one key: their objects when kustomize has rendered them, else what is missing. */
function addOpaque(run: Run, layer: Layer, inputs: readonly RenderableInput[]): void {
  const [first] = inputs;
  if (first === undefined) return;
  const rendered = run.options.rendered?.get(first.key);
  if (rendered === undefined) {
    layer.opaque.push(...inputs);
    return;
  }
  for (const resource of opaqueResources(rendered, first, layer.folder))
    append(layer, resource, first.location);
}

function addBase(run: Run, layer: Layer, folder: string, below: Below, location: Location): void {
  refuseCycle(folder, below.stack, location);
  const { kind } = withContext(location, () => kustomizationAt(run, folder));
  if (kind === 'Component') {
    throw new BuildFailure(
      'invalid-kustomization',
      `${folder} is a Component: list it under components`,
      location,
    );
  }
  const base = accumulateFolder(run, folder, below.stack);
  absorbBelow(below, base);
  for (const resource of base.resources) append(layer, cloneShell(resource), location);
  layer.config = joinConfigs(layer.config, base.config);
  for (const variable of base.variables) addVariable(layer, variable, location);
  layer.opaque.push(...base.opaque);
}

/** Components see what the parent has so far, and hand it back. */
function addComponent(run: Run, layer: Layer, node: Node, below: Below): void {
  const path = textOf(node) ?? '';
  const location = { file: layer.kustomization.file, offset: node.origin.start };
  const folder = path.startsWith('/') ? undefined : joinPath(layer.folder, path);
  refuseOutside(run, folder, path, location);
  if (folder === undefined || !run.files.isFolder(folder)) {
    if (looksRemote(path)) {
      layer.opaque.push(remoteInput(path, layer.kustomization, node));
      return;
    }
    if (folder === undefined) throw new OutOfScope(`${path} ${OBSTACLES.outside}`, location);
    throw new BuildFailure('missing-file', `component ${path} is no folder`, location);
  }
  refuseCycle(folder, below.stack, location);
  const { kind } = withContext(location, () => kustomizationAt(run, folder));
  if (kind !== 'Component') {
    throw new BuildFailure(
      'invalid-kustomization',
      `${folder} is no Component: list it under resources`,
      location,
    );
  }
  if (run.components.left-- <= 0) {
    throw new OutOfScope(`more than ${MAX_COMPONENTS} components in one build`, location, 'limit');
  }
  const result = accumulate(run, folder, below.stack, layer);
  absorbBelow(below, result);
  layer.resources = result.resources as Resource[];
  layer.config = result.config;
  layer.variables = result.variables as Variable[];
}

function absorbBelow(below: Below, result: Accumulated): void {
  for (const file of result.files) below.files.add(file);
  for (const [folder, visit] of result.visits) below.visits.set(folder, visit);
}

function refuseCycle(folder: string, stack: readonly string[], location: Location): void {
  const visited = stack.find(other => isWithin(folder, other));
  if (visited === undefined) return;
  throw new BuildFailure(
    'cycle',
    visited === folder
      ? `cycle: ${[...stack.slice(stack.indexOf(visited)), folder].map(f => f || '.').join(' -> ')}`
      : `cycle: ${folder || '.'} contains ${visited}, which is being built`,
    location,
  );
}

/** A missing kustomization is better said where it is referred to. */
function withContext<T>(location: Location, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof BuildFailure) || error.failure !== 'missing-kustomization') throw error;
    throw new BuildFailure(error.failure, error.message, location);
  }
}

function append(layer: Layer, resource: Resource, location: Location): void {
  const key = idKeyOf(resource);
  const other = layer.taken.get(key, layer.resources);
  if (other) {
    const where = other.source.id === resource.source.id ? 'listed twice' : `also in ${other.source.file}`;
    throw new BuildFailure(
      'duplicate-id',
      `${describeId(idOf(resource))} is already registered (${where})`,
      location,
    );
  }
  layer.resources.push(resource);
  layer.taken.add(key, resource);
  noteKind(layer.schema, resource);
}
