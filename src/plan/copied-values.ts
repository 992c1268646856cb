/** Values that a replacement copies are changed where they are copied from (kustomize.md 3.2). */

import { type Node, type Origin, textOf } from '../kustomize/node.ts';
import { kindOf } from '../kustomize/resource.ts';
import type { EntryWriter } from '../kustomize/writer.ts';
import type { FieldPath, Json, PathStep } from '../transform.ts';
import { canonical } from './canonical.ts';
import type { FieldGoal } from './goals.ts';
import { nodeAt, type RenderedObject, type RenderedRoot } from './rendered.ts';

interface Place {
  readonly object: RenderedObject;
  readonly path: FieldPath;
  readonly node: Node;
}

/** The writer of a value that a replacement has copied, or null. */
export function copierOf(written: Origin | null): EntryWriter | null {
  return written?.by.type === 'replacement' ? written.by : null;
}

const HOLDS_DATA = ['ConfigMap', 'Secret'];

/**
 * The goal at the source of what a replacement writes.
 *
 * @param wanted whether a copy may change too
 * @returns why that would not do, else the goal
 */
export function goalAtSource(
  goal: FieldGoal,
  by: EntryWriter,
  roots: ReadonlyMap<string, RenderedRoot>,
  wanted: (root: string, key: string, path: FieldPath) => boolean,
): FieldGoal | string {
  if (goal.type === 'remove') return 'what is copied cannot be removed';
  if (goal.value !== null && typeof goal.value === 'object')
    return 'only a single value can follow its source';
  const wants = new Map<string, RenderedObject>();
  let source: Place | undefined;
  for (const [folder, object] of goal.wants) {
    const root = roots.get(folder)!;
    const copy = nodeAt(object.accumulated.node, goal.path);
    const from = copy && sourceOf(copy);
    const found = from && scalarsOf(root).find(({ node }) => isAt(node.origin, from));
    if (!copy || !found) return 'what it is copied from is no field of its own';
    if (textOf(found.node) !== textOf(copy)) return 'it is a part of what is copied, or only a part of it is';
    if (from.by.type === 'replacement') return 'what it is copied from is copied itself';
    if (found.path[0] === 'metadata') return `${describe(found)} is what others know it by`;
    // Data is there to be copied; a field of anything else is used where it stands.
    if (
      !HOLDS_DATA.includes(kindOf(found.object.accumulated)) &&
      !wanted(folder, found.object.key, found.path)
    )
      return `${describe(found)}, from which it is copied, must not change`;
    if (source && (source.object.sourceId !== found.object.sourceId || !samePath(source.path, found.path)))
      return 'not every root copies it from the same place';
    const bystander = scalarsOf(root).find(
      each =>
        isAt(sourceOf(each.node), from) &&
        !(each.object === object && samePath(each.path, goal.path)) &&
        !wanted(folder, each.object.key, each.path),
    );
    if (bystander) return `${describe(bystander)} has the same value from there`;
    source = found;
    wants.set(folder, found.object);
  }
  if (source?.node.kind !== 'scalar') return 'no root has it';
  return {
    ...goal,
    id: `${goal.id} at its source`,
    sourceId: source.object.sourceId,
    path: source.path,
    value: likeBefore(source.node.value, goal.value),
    wants,
    wishes: [...wants].map(([root, { key }]) => ({ root, key })),
    copy: { layer: by.layer, goal },
  };
}

/** Text stays text: what copies it makes a number of it where it lands in one. */
function likeBefore(before: unknown, value: Json): Json {
  return typeof before === 'string' ? String(value) : value;
}

function sourceOf(copy: Node): Origin | undefined {
  const { by } = copy.origin;
  return by.type === 'replacement' ? (by.from as Origin | undefined) : undefined;
}

function isAt(origin: Origin | undefined, wanted: Origin): boolean {
  return (
    origin !== undefined &&
    origin.by.type === wanted.by.type &&
    origin.by.file === wanted.by.file &&
    origin.by.doc === wanted.by.doc &&
    origin.start === wanted.start &&
    origin.end === wanted.end &&
    origin.key === wanted.key
  );
}

function samePath(a: FieldPath, b: FieldPath): boolean {
  return canonical(a) === canonical(b);
}

function describe({ object, path }: Place): string {
  const { kind, metadata } = object.object as { kind?: string; metadata?: { name?: string } };
  const field = path.map(step => (typeof step === 'string' ? step : Object.values(step).join('/'))).join('.');
  return `${field} of ${kind} ${metadata?.name}`;
}

const known = new WeakMap<RenderedRoot, readonly Place[]>();

/** Every scalar of a root that a field path can name. */
function scalarsOf(root: RenderedRoot): readonly Place[] {
  let places = known.get(root);
  if (!places) {
    places = root.objects.flatMap(object => below(object, object.accumulated.node, []));
    known.set(root, places);
  }
  return places;
}

function below(object: RenderedObject, node: Node, path: FieldPath): Place[] {
  if (node.kind === 'scalar') return [{ object, path, node }];
  if (node.kind === 'map')
    return [...node.entries].flatMap(([key, child]) => below(object, child, [...path, key]));
  const steps = node.items.map(stepTo);
  const isNamed = new Set(steps.map(canonical)).size === steps.length;
  return node.items.flatMap((item, i) => {
    const step = steps[i];
    return step === undefined || !isNamed ? [] : below(object, item, [...path, step]);
  });
}

/** Elements are known by their names; others have no path that outlives an edit. */
function stepTo(item: Node): PathStep | undefined {
  const name = item.kind === 'map' ? textOf(item.entries.get('name')) : undefined;
  return name === undefined ? undefined : { name };
}
