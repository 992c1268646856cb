/** References inside values, resolved to what the place where they are written must say. */

import { podKindOf } from '../../kubernetes/pod-templates.ts';
import type { Accumulated, Evaluator } from '../../kustomize/build/evaluate.ts';
import { setMetadata } from '../../kustomize/object/metadata.ts';
import { nameOf, namespaceOf, originalId, type Resource } from '../../kustomize/object/resource.ts';
import { entry, type MapNode, type Node, textOf, toJson } from '../../kustomize/tree/node.ts';
import { memoized } from '../../text/memo.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import type { Level } from '../model/level.ts';
import { givesSelectors, isRelabelled, passedFrom } from './given-labels.ts';
import { type Group, groupedBy } from './grouped.ts';
import { sourceObject } from './sources.ts';

/** A reference inside a value, naming its source object. */
export interface SourceReference {
  readonly $reference: 'name' | 'namespace' | 'selector';
  readonly of: string;
  readonly prefix?: string;
  readonly suffix?: string;
  /** Of a selector: these labels of it alone. */
  readonly keys?: readonly string[];
}

export function isReference(value: unknown): value is SourceReference {
  return value !== null && typeof value === 'object' && '$reference' in value;
}

/** A resource as a layer meets it: before that layer's own transformers. */
export function resourceAt(evaluator: Evaluator, object: Resource, level: Level): Resource | null {
  const layers = object.layers;
  const index = level.type === 'layer' ? layers.indexOf(level.folder) : 0;
  if (level.type === 'layer' && evaluator.evaluate(level.folder).state === 'evaluated') {
    const met = evaluator.met(level.folder);
    const found = met && instanceAmong(met, object);
    if (found) return found;
  }
  const passed = level.type === 'layer' ? passing(evaluator, object, level.folder) : undefined;
  if (passed) return passed.before;
  for (const layer of layers.slice(0, Math.max(index, 0)).reverse()) {
    const found = afterLayer(evaluator, object, layer);
    if (found) return found;
  }
  return sourceObject(evaluator, object) ?? asGenerated(evaluator, object);
}

/** A generated object as its own layer first has it: under the name that its entry gives. */
function asGenerated(evaluator: Evaluator, object: Resource): Resource | null {
  const made = object.layers[0] === undefined ? undefined : afterLayer(evaluator, object, object.layers[0]);
  if (!made) return null;
  const { name, namespace } = originalId(made);
  const unset = namespace === 'default' ? '' : namespace;
  const node = setMetadata(
    setMetadata(made.node, 'name', name, made.node.origin),
    'namespace',
    unset,
    made.node.origin,
  );
  return { ...made, node };
}

/** A resource as a kustomization hands it on. */
export function afterLayer(evaluator: Evaluator, object: Resource, folder: string): Resource | undefined {
  const outcome = evaluator.evaluate(folder);
  const own =
    outcome.state === 'evaluated' ? instanceAmong(outcome.accumulated.resources, object) : undefined;
  return own ?? passing(evaluator, object, folder)?.after;
}

/** A resource before and behind a component, as the layer on its way that takes the component in runs it. */
function passing(
  evaluator: Evaluator,
  object: Resource,
  component: string,
): { readonly before: Resource; readonly after: Resource } | undefined {
  const { layers } = object;
  for (const layer of layers.slice(layers.indexOf(component) + 1)) {
    const seen = evaluator.accumulate(layer)?.visits.get(component)?.passing;
    const [before, after] = seen ? [seen.met, seen.handedOn].map(each => instanceAmong(each, object)) : [];
    if (before && after) return { before, after };
  }
  return undefined;
}

/** The resources of each source object. */
export function bySourceId({
  resources,
}: Pick<Accumulated, 'resources'>): ReadonlyMap<string, Group<Resource>> {
  return indexOf(resources);
}

const indexOf = memoized((resources: readonly Resource[]) => groupedBy(resources, ({ source }) => source.id));

/** What an object was at an earlier layer: of several from one source the one that went the same way. */
function instanceAmong(resources: readonly Resource[], object: Resource): Resource | undefined {
  const found = indexOf(resources).get(object.source.id);
  if (!found || found.length === 1) return found?.[0];
  return found.find(({ layers }) => layers.every((folder, i) => folder === object.layers[i])) ?? found[0];
}

/** A value with every reference replaced. @param objectOf the rendered object of a source id */
export function resolveReferences(
  evaluator: Evaluator,
  value: Json,
  level: Level,
  objectOf: (sourceId: string) => Resource | undefined,
): Json {
  if (isReference(value)) {
    const object = objectOf(value.of);
    const resource = object && resourceAt(evaluator, object, level);
    if (!resource) return null;
    switch (value.$reference) {
      case 'name':
        return `${value.prefix ?? ''}${nameOf(resource)}${value.suffix ?? ''}`;
      case 'namespace':
        return namespaceAt(evaluator, object, resource, level);
      case 'selector':
        return selectorAt(evaluator, object, resource, level, value.keys);
    }
  }
  if (isJsonList(value)) return value.map(item => resolveReferences(evaluator, item, level, objectOf));
  return isJsonMap(value) ? resolveManifest(evaluator, value, level, objectOf) : value;
}

/** A map, which is no reference itself, with every reference in it replaced. */
export function resolveManifest(
  evaluator: Evaluator,
  manifest: JsonObject,
  level: Level,
  objectOf: (sourceId: string) => Resource | undefined,
): JsonObject {
  const { matchLabels } = manifest;
  const object =
    isReference(matchLabels) && matchLabels.$reference === 'selector' && objectOf(matchLabels.of);
  const entries = Object.entries(manifest);
  const resolved = Object.fromEntries(
    entries.map(([k, v]) => [k, resolveReferences(evaluator, v, level, objectOf)]),
  );
  return object && isGivenOthers(evaluator, object, level) ? asExpressions(resolved) : resolved;
}

/** Whether layers from a place up would change the labels of a selector, and not those of the object that it is for. */
function isGivenOthers(evaluator: Evaluator, object: Resource, level: Level): boolean {
  const selector = selectorNode(object);
  if (level.type !== 'layer' || !selector) return false;
  return isRelabelled(evaluator, passedFrom(evaluator, object.layers, level.folder), selector);
}

/** The same selector without `matchLabels`, which layers write into. */
function asExpressions(selector: JsonObject): JsonObject {
  const { matchLabels, matchExpressions, ...rest } = selector;
  if (!isJsonMap(matchLabels)) return selector;
  const said = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return { ...rest, matchExpressions: [...said, ...(isJsonList(matchExpressions) ? matchExpressions : [])] };
}

/** The namespace that a new object of a layer must write to come out in that of another object; '' for none. */
export function namespaceBeside(evaluator: Evaluator, object: Resource, level: Level): string {
  const before = resourceAt(evaluator, object, level);
  return before ? namespaceAt(evaluator, object, before, level) : '';
}

/** As the layer's patches leave it, which pass the new object by; what the layer gives to every object is not said. */
function namespaceAt(evaluator: Evaluator, object: Resource, before: Resource, level: Level): string {
  const after = level.type === 'layer' ? afterLayer(evaluator, object, level.folder) : undefined;
  const written = after && entry(entry(after.node, 'metadata'), 'namespace');
  if (!after || written === entry(entry(before.node, 'metadata'), 'namespace')) return namespaceOf(before);
  if (written?.origin.by.type !== 'namespace') return namespaceOf(after);
  // Beside files of the layer it reads as they do; what comes from below would name a namespace that is none of the layer's.
  const { source } = object;
  const isOwn = level.type !== 'layer' || (source.type === 'file' && source.layer === level.folder);
  return isOwn ? namespaceOf(before) : '';
}

/**
 * The selector as a new object of a layer must say it. Patches of the layer change the workload and not the new
 * object, so what they say is written; labels that the layer gives to every selector are not.
 */
function selectorAt(
  evaluator: Evaluator,
  object: Resource,
  before: Resource,
  level: Level,
  keys: readonly string[] | undefined,
): Json {
  const met = selectorNode(before);
  const after = level.type === 'layer' ? afterLayer(evaluator, object, level.folder) : undefined;
  const handedOn = after ? selectorNode(after) : met;
  const wanted = [...(handedOn?.entries ?? [])].filter(([key]) => !keys || keys.includes(key));
  const own = wanted.flatMap(([key, value]) => {
    const isGiven = handedOn !== met && givesSelectors(evaluator, value.origin.by);
    const said = isGiven ? met?.entries.get(key) : value;
    return said ? [[key, said] as const] : [];
  });
  // Without any it would read as if it selected every pod.
  const written = own.length > 0 ? own : wanted;
  return Object.fromEntries(written.map(([key, value]) => [key, textOf(value) ?? toJson(value)]));
}

/**
 * `matchLabels` of a workload, or the plain selector of a ReplicationController. Where a controller makes the selector, the
 * labels of the pods stand in for it.
 */
export function selectorNode(resource: Resource): MapNode | undefined {
  const selector = entry(entry(resource.node, 'spec'), 'selector');
  const labels = entry(selector, 'matchLabels') ?? selector ?? podLabelsNode(resource);
  return labels?.kind === 'map' ? labels : undefined;
}

function podLabelsNode({ node }: Resource): Node | undefined {
  const kind = podKindOf(textOf(entry(node, 'kind')) ?? '', textOf(entry(node, 'apiVersion')) ?? '');
  if (kind === undefined) return undefined;
  // The metadata stand beside the spec; a Pod is its own template.
  const path = kind.metadata ?? [...kind.pod.slice(0, -1), 'metadata'];
  return [...path, 'labels'].reduce<Node | undefined>(
    (value, step) => (typeof step === 'string' ? entry(value, step) : undefined),
    node,
  );
}
