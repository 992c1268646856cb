/**
 * What a folder accumulates: resources in order, then the generators, components and transformers of its
 * kustomization (kustomize.md 1.5). It does not depend on who consumes it, so it is kept by folder and shared.
 */

import { OBSTACLES } from '../../text/obstacle.ts';
import { applyGenerators } from '../fields/generators.ts';
import { addVariable, collectVariables } from '../fields/vars.ts';
import { itemsOf, type Kustomization, looksRemote } from '../file/kustomization.ts';
import { joinPath } from '../files/files.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import { applyConfigurations } from '../layer/configurations.ts';
import type { Layer, Variable, Visit } from '../layer/layer.ts';
import { applyOpenApi, noteKind, setsSchema } from '../layer/openapi.ts';
import { rememberDoubled } from '../object/doubled-annotations.ts';
import { describeId } from '../object/id.ts';
import { newResource, objectsOf } from '../object/read-objects.ts';
import { cloneShell, idKeyOf, idOf, type Resource } from '../object/resource.ts';
import { takenIds } from '../object/taken-ids.ts';
import { applyGeneratorPlugins, applyValidators } from '../plugins/plugins.ts';
import { joinConfigs, NO_CONFIG } from '../specs/field-config.ts';
import { type Node, textOf } from '../tree/node.ts';
import { parseResourceFile } from '../tree/parse.ts';
import { kustomizationAt, loadFile, refuseCycle, refuseOutside, withContext } from './named-files.ts';
import { helmInputs, opaqueResources, outOfSight, type RenderableInput, remoteInput } from './opaque.ts';
import { recall, remember } from './remembered.ts';
import { type Accumulated, builtInSchema, type Run } from './run.ts';
import { transform } from './transform.ts';

/** kustomize has no such limit; ours keeps far from the end of the stack. */
const MAX_KUSTOMIZATION_DEPTH = 500;
export const MAX_COMPONENTS = 10_000;

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

function accumulate(run: Run, folder: string, stack: readonly string[], parent: Layer | null): Accumulated {
  const { layer, files, visits } = gather(run, folder, stack, parent);
  const { kustomization } = layer;
  const met = layer.resources.map(cloneShell);
  transform(layer);
  applyValidators(layer);
  collectVariables(layer);
  for (const resource of layer.resources) resource.layers = [...resource.layers, folder];
  // What follows of whoever takes a component in changes the very resources.
  const passing = parent && { met, handedOn: layer.resources.map(cloneShell) };
  visits.set(folder, { kustomization, steps: layer.steps, passing });
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
  for (const added of run.injection.get(folder) ?? []) inject(layer, cloneShell(added));
  applyConfigurations(layer);
  applyGenerators(layer);
  addOpaque(run, layer, helmInputs(kustomization));
  applyGeneratorPlugins(layer);
  for (const item of itemsOf(kustomization, 'components')) addComponent(run, layer, item.node, below);
  return { layer, files, visits };
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
    rememberDoubled(object.node, source);
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

/** As the layer will read it: behind what stands in front of it in its file, else behind all. */
function inject(layer: Layer, added: Resource): void {
  append(layer, added, { file: layer.kustomization.file });
  if (added.source.doc === 0) return;
  const { resources } = layer;
  const before = resources.findLastIndex(({ source }) => source !== added.source && isInFile(source, added));
  if (before < 0) return;
  resources.pop();
  resources.splice(before + 1, 0, added);
}

function isInFile({ file, type, layer }: Resource['source'], { source }: Resource): boolean {
  return type === 'file' && file === source.file && layer === source.layer;
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
