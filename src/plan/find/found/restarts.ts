/** Which workloads of a root a change restarts: those whose pods it is about, and the readers of a new content hash. */
import { isOfPods, podKindOf } from '../../../kubernetes/pod-templates.ts';
import type { Change, FieldPath, Json, JsonObject, Proposal, Root } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import { type Copy, copiesIn, copyAt, stepsOfParts } from '../../rendered/copies.ts';
import { sayingLeaves } from '../../rendered/names/renaming.ts';
import { documentOf, renamingOf } from '../../rendered/names/renaming-of.ts';
import type { RenderedObject, RenderedRoot } from '../../rendered/rendered.ts';
import { objectName, objectNamed } from '../../rendered/rendered.ts';
import { sameJson } from '../../rendered/same-data.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';

/** Every restarted workload as `Kind/name`; a new object restarts nothing, and neither does what changes no render. */
export function restartedBy(changes: readonly Change[], view: Root, rendered: RenderedRoot): Set<string> {
  return new Set([...restartedObjects(changes, view, rendered)].map(objectName));
}

/** What is known of the first workload among some, by key, that a proposal restarts. */
export function restartedOf<T>(
  known: ReadonlyMap<string, T>,
  { changes, restarts, at }: Proposal,
  { view, rendered }: ViewedRoot,
): T | undefined {
  if (known.size === 0 || restarts === false) return undefined;
  const keys = [...restartedObjects(changes, view, rendered)].map(({ key }) => key);
  const key = (restarts === true && keys.length === 0 ? [at.on] : keys).find(each => known.has(each));
  return key === undefined ? undefined : known.get(key);
}

function restartedObjects(
  changes: readonly Change[],
  view: Root,
  rendered: RenderedRoot,
): Set<RenderedObject> {
  const objects = new Set<RenderedObject>();
  for (const change of changes) {
    if (change.type === 'rename')
      for (const each of saying(change.resource, view, rendered)) objects.add(each);
    if (!('path' in change)) continue;
    const object = rendered.byKey.get(change.resource);
    if (!object) continue;
    for (const [each, path] of [
      [object, change.path] as const,
      ...relatedFields(rendered, object, change.path),
    ]) {
      if (isOfPod(each.object, path)) objects.add(each);
      if (!changesHash(each, path)) continue;
      for (const { key, kind, apiVersion, pod, object: reader } of view.workloads) {
        if (
          podKindOf(kind, apiVersion)?.change !== 'later' &&
          !isAtRest(reader) &&
          mentions(pod, nameIn(each))
        )
          objects.add(objectNamed(rendered, key));
      }
    }
  }
  return objects;
}

/** Those whose pods say the name of an object: it is another one there. */
function saying(key: string, view: Root, rendered: RenderedRoot): RenderedObject[] {
  const renaming = renamingOf(objectNamed(rendered, key), undefined, [rendered]);
  return view.workloads
    .map(({ key: own }) => objectNamed(rendered, own))
    .filter(({ object, final }) => {
      const isApart = renaming.apart.has(documentOf(final.source));
      const leaves = [...sayingLeaves(object, renaming, { of: 'object', isApart })];
      return leaves.some(
        ({ path, said }) => said.some(each => each.meaning === 'it') && isOfPod(object, stepsOf(path)),
      );
    });
}

/** Which element of a list it is does not matter. */
function stepsOf(path: readonly (string | number)[]): FieldPath {
  return path.map(step => (typeof step === 'number' ? { index: step } : step));
}

/** What a field is copied from, and what else is: the fix may be made there, and change them all. */
function relatedFields(
  root: RenderedRoot,
  object: RenderedObject,
  path: FieldPath,
): (readonly [RenderedObject, FieldPath])[] {
  const copy = copiesIn(root).length === 0 ? null : copyAt(root, object, path);
  const id = copy ? copy.copied.object : object.sourceId;
  const all = copiesIn(root).filter(({ copied }) => id !== null && copied.object === id);
  const source = copy ? sourceIn(copy) : ([object, path] as const);
  if (all.length === 0 || !source) return [];
  const twins = all.filter(each => sameJson(sourceIn(each)?.[1], source[1]));
  return [source, ...twins.flatMap(twin => (twin.path ? [[twin.object, twin.path] as const] : []))];
}

function sourceIn({ root, copied }: Copy): readonly [RenderedObject, FieldPath] | null {
  const source = [...root.objects, ...root.hidden].find(({ sourceId }) => sourceId === copied.object);
  const path = source && stepsOfParts(source.accumulated.node, copied.path);
  return source && path ? [source, path] : null;
}

/** Everything inside a pod template restarts its pods, unless only those that start later have it. */
function isOfPod(object: JsonObject, path: FieldPath): boolean {
  const known = podKindOf(String(object.kind), String(object.apiVersion));
  return known !== undefined && known.change !== 'later' && !isAtRest(object) && isOfPods(known, path);
}

/** Whose pods go on as they are, or which has none: they are deleted by hand or held back, or it is switched off. */
export function isAtRest({ spec }: JsonObject): boolean {
  if (!isJsonMap(spec)) return false;
  const strategy = isJsonMap(spec.updateStrategy) ? spec.updateStrategy : {};
  if (strategy.type === 'OnDelete' || isHeldBack(strategy.rollingUpdate, spec.replicas)) return true;
  return spec.suspend === true || spec.paused === true || spec.replicas === 0;
}

/** Only pods with a number from the partition on are made anew. */
function isHeldBack(update: Json | undefined, replicas: Json | undefined): boolean {
  const partition = isJsonMap(update) ? update.partition : undefined;
  return typeof partition === 'number' && partition >= Number(replicas ?? 1);
}

/** What the content hash in a name is made of (kustomize.md 1.12). */
const HASHED = new Set<FieldPath[number]>(['data', 'binaryData', 'stringData', 'type']);

function changesHash({ accumulated }: RenderedObject, path: FieldPath): boolean {
  const [field] = path;
  return accumulated.needsHash && field !== undefined && HASHED.has(field);
}

function nameIn({ object }: RenderedObject): string {
  return isJsonMap(object.metadata) ? String(object.metadata.name) : '';
}

/** A name that ends in a hash means nothing else, wherever in a pod it stands. */
function mentions(value: Json, name: string): boolean {
  if (isJsonList(value)) return value.some(child => mentions(child, name));
  if (isJsonMap(value)) return Object.values(value).some(child => mentions(child, name));
  return value === name;
}
