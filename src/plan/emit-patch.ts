/** Writes a change as a strategic merge patch of a layer: extends the nearest one of that object, or adds one. */

import { inConventionalOrder } from '../kubernetes/key-order.ts';
import { mergeKeysOf } from '../kubernetes/merge-keys.ts';
import { relativePath } from '../kustomize/files.ts';
import type { Kustomization } from '../kustomize/kustomization.ts';
import { MergeProblem, strategicMerge } from '../kustomize/merge.ts';
import {
  entry,
  fromJson,
  isNull,
  type MapNode,
  type Node,
  sameNode,
  textOf,
  toJson,
  withEntry,
  withoutEntry,
} from '../kustomize/node.ts';
import { apiVersionOf, kindOf, nameOf, namespaceOf, type Resource } from '../kustomize/resource.ts';
import type { FieldPath, Json } from '../transform.ts';
import { newYamlFile } from '../yaml/new-file.ts';
import { appendItem } from './append-item.ts';
import { canonical } from './canonical.ts';
import { EditRefused } from './draft.ts';
import type { EmitContext } from './emit.ts';
import { nameTarget, operationsForTree, targetOf } from './emit-json-patch.ts';
import { editsForTree } from './emit-tree.ts';
import type { FieldGoal } from './goals.ts';
import { lineCount } from './habits.ts';
import { type KnownPatch, nearestPatch, patchesOf } from './known-patch.ts';
import type { Place } from './model.ts';
import type { Placed } from './placement.ts';
import { afterLayer, resourceAt } from './references.ts';
import { nodeAt } from './rendered.ts';
import { type Branch, newBranch, removeInNode, setInNode, type Tree, valueOfTree } from './tree.ts';
import { groupedBy } from './view-path.ts';

/** @throws EditRefused where a merge patch cannot say it */
export function writePatch(
  group: readonly Placed<FieldGoal>[],
  tree: Branch,
  lower: readonly Placed<FieldGoal>[],
  context: EmitContext,
  known: KnownPatch | null,
  /** A component that the layer takes in: the patch goes there. */
  component: string | null = null,
): Place {
  const { goal, level } = group[0]!;
  const folder = (level as { folder: string }).folder;
  const object = context.objectOf(goal.sourceId, level)!;
  const target = resourceAt(context.evaluator, object.accumulated, level);
  const home = component ?? folder;
  const file = context.kustomizationFile(folder)!;
  if (!target) throw new EditRefused(file, 'the object is not there when the patch would run');
  const now = afterLayer(context.evaluator, object.accumulated, folder) ?? target;
  // What this round writes further down is there already when the patch runs.
  const output = {
    ...now,
    node: lower.reduce((node, { goal, value }) => changed(node, goal, value), now.node),
  };
  const full = withStubs(removalsAsNull(tree), output.node, kindOf(target), []);
  if (known && !isRemovedBy(known.node, full)) return extend(context, known, full);
  const kustomization = context.draft.kustomization(home);
  const patch = inConventionalOrder([], mergePatch(target, full));
  const wanted = group.reduce((node, { goal, value }) => changed(node, goal, value), output.node);
  // A patch that only names its object fails where the object is not; one with a target does nothing there.
  const extra = context.buildsWithout(folder, goal.sourceId) ? { target: nameTarget(target) } : {};
  if (mergesTo(output, patch, wanted)) return addPatch(context, kustomization, target, patch, extra);
  return addOperations(context, kustomization, target, operationsForTree(output.node, tree));
}

/** Goals of one object at one layer, by the patch of the layer that is to say them; null: a new one. */
export function byNearestPatch(
  group: readonly Placed<FieldGoal>[],
  context: EmitContext,
  component: string | null = null,
): ReadonlyMap<KnownPatch | null, readonly Placed<FieldGoal>[]> {
  const { goal, level } = group[0]!;
  const object = context.objectOf(goal.sourceId, level)!;
  const target = resourceAt(context.evaluator, object.accumulated, level);
  if (!target) return new Map([[null, group]]);
  const kustomization = context.draft.kustomization(component ?? (level as { folder: string }).folder);
  const patches = patchesOf(kustomization, target, context.draft.text);
  return groupedBy(group, item => nearestPatch(patches, item.goal.path));
}

function changed(node: MapNode, goal: FieldGoal, value: Json): MapNode {
  const next =
    goal.type === 'set' ? setInNode(node, goal.path, value, node.origin) : removeInNode(node, goal.path);
  return next as MapNode;
}

/** Whether a strategic merge says exactly this and nothing else: it has side effects (kustomize.md 1.9). */
function mergesTo(output: Resource, patch: Record<string, Json>, wanted: MapNode): boolean {
  try {
    const merged = strategicMerge(output.node, fromJson(patch, output.node.origin) as MapNode);
    if (merged === null) return false;
    // The patch names its target: identity is no part of the change.
    if (sameNode(nameless(merged), nameless(wanted))) return true;
    return canonical(withoutIdentity(toJson(merged))) === canonical(withoutIdentity(toJson(wanted)));
  } catch (error) {
    if (error instanceof MergeProblem) return false;
    throw error;
  }
}

/** A later step of the layer may change even the kind: a patch that names an object leaves all of this as it is. */
const IDENTITY = ['apiVersion', 'kind'];

function nameless(object: MapNode): MapNode {
  const unnamed = IDENTITY.reduce((node, key) => withoutEntry(node, key, null), object);
  const metadata = object.entries.get('metadata');
  if (metadata?.kind !== 'map') return unnamed;
  return withEntry(
    unnamed,
    'metadata',
    withoutEntry(withoutEntry(metadata, 'name', null), 'namespace', null),
  );
}

function withoutIdentity(object: Json): Json {
  const { metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = object as Record<string, Json>;
  const { name: _name, namespace: _namespace, ...others } = (metadata ?? {}) as Record<string, Json>;
  return { ...rest, metadata: others };
}

/** In a merge patch null removes a key, and `$patch: delete` an element. */
function removalsAsNull(tree: Branch): Branch {
  const result = newBranch();
  for (const [id, { step, tree: below }] of tree.children) {
    result.children.set(id, { step, tree: removal(step, below) });
  }
  return result;
}

function removal(
  step: Branch['children'] extends Map<string, { step: infer S }> ? S : never,
  tree: Tree,
): Tree {
  if (tree.type === 'branch') return removalsAsNull(tree);
  if (tree.type === 'set') return tree;
  return { type: 'set', value: typeof step === 'string' ? null : { $patch: 'delete' } };
}

/**
 * A merge puts patched elements first. Naming every element up to the last patched one, in today's order,
 * keeps that order (kustomize.md 1.9 and 3.5).
 */
function withStubs(tree: Branch, node: Node | undefined, kind: string, path: FieldPath): Branch {
  const children = [...tree.children.values()];
  const keyed = children.some(child => typeof child.step !== 'string');
  const result = newBranch();
  if (!keyed) {
    for (const { step, tree: below } of children) {
      const next = [...path, step];
      const child = nodeAt(node, [step]);
      result.children.set(`.${step as string}`, {
        step,
        tree: below.type === 'branch' ? withStubs(below, child, kind, next) : below,
      });
    }
    return result;
  }
  const keys = mergeKeysOf(kind, path as never) ?? [];
  const wanted = new Map(children.map(child => [JSON.stringify(child.step), child]));
  const items = node?.kind === 'list' ? node.items : [];
  let last = -1;
  const steps = items.map(item =>
    stepOf(
      item,
      children.map(c => c.step as Record<string, string | number>),
      keys,
    ),
  );
  steps.forEach((step, i) => {
    if (step && wanted.has(JSON.stringify(step))) last = i;
  });
  // New elements would come first: with all of today's named before them they come last, as declared.
  const present = new Set(steps.map(step => JSON.stringify(step)));
  if (children.some(child => child.tree.type !== 'remove' && !present.has(JSON.stringify(child.step))))
    last = items.length - 1;
  for (let i = 0; i <= last; i++) {
    const step = steps[i];
    if (!step) continue;
    const below = wanted.get(JSON.stringify(step))?.tree ?? newBranch();
    const tree = below.type === 'branch' ? withStubs(below, items[i], kind, [...path, step]) : below;
    result.children.set(JSON.stringify(step), { step, tree: saysProtocol(tree, items[i]!) });
  }
  for (const [id, child] of wanted) if (!result.children.has(id)) result.children.set(id, child);
  return result;
}

/** A merge finds a port by what its element names: one that writes its protocol is named by it. */
function saysProtocol(tree: Tree, item: Node): Tree {
  const protocol = textOf(entry(item, 'protocol'));
  if (protocol === undefined || tree.type !== 'branch') return tree;
  const result = newBranch();
  const port = textOf(entry(item, 'containerPort')) === undefined ? 'port' : 'containerPort';
  const number = entry(item, port);
  if (number?.kind === 'scalar') {
    result.children.set(`.${port}`, { step: port, tree: { type: 'set', value: number.value } });
  }
  result.children.set('.protocol', { step: 'protocol', tree: { type: 'set', value: protocol } });
  for (const [id, child] of tree.children) result.children.set(id, child);
  return result;
}

function stepOf(
  item: Node,
  wanted: readonly Record<string, string | number>[],
  keys: readonly string[],
): Record<string, string | number> | null {
  const match = wanted.find(step =>
    Object.entries(step).every(([k, v]) => textOf(entry(item, k)) === String(v)),
  );
  if (match) return match;
  const step: Record<string, string | number> = {};
  for (const key of keys) {
    const value = entry(item, key);
    if (value?.kind === 'scalar' && value.value !== null) step[key] = value.value as string | number;
  }
  return Object.keys(step).length > 0 ? step : null;
}

/** Whether a patch removes what the tree would say more of: a line below its null or directive has no effect. */
function isRemovedBy(patch: Node, tree: Branch): boolean {
  for (const { step, tree: below } of tree.children.values()) {
    const node = nodeAt(patch, [step]);
    if (!node || below.type !== 'branch') continue;
    if (isNull(node) || entry(node, '$patch') || isRemovedBy(node, below)) return true;
  }
  return false;
}

function extend(context: EmitContext, patch: KnownPatch, tree: Branch): Place {
  const edits = editsForTree(patch.node, tree, patch.doc, []);
  if (patch.inline) context.draft.edit(patch.file, [{ op: 'nested', doc: 0, path: patch.inline, edits }]);
  else context.draft.edit(patch.file, edits);
  return { file: patch.file, kind: 'extended-patch' };
}

function mergePatch(target: Resource, tree: Branch): Record<string, Json> {
  const body = valueOfTree(tree) as Record<string, Json>;
  const namespace = namespaceOf(target);
  return {
    apiVersion: apiVersionOf(target),
    kind: kindOf(target),
    metadata: {
      name: nameOf(target),
      ...(namespace !== '' && { namespace }),
      ...((body.metadata as Record<string, Json> | undefined) ?? {}),
    },
    ...Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'metadata')),
  };
}

function addOperations(
  context: EmitContext,
  kustomization: Kustomization,
  target: Resource,
  operations: readonly Json[],
): Place {
  return addPatch(context, kustomization, target, operations, { target: targetOf(target) });
}

function addPatch(
  context: EmitContext,
  kustomization: Kustomization,
  target: Resource,
  patch: Json,
  extra: Record<string, Json>,
): Place {
  const { habits, draft } = context;
  const text = newYamlFile(patch, { ...habits, documentMarker: false });
  if (lineCount(text) <= habits.inlineLines) {
    addPatchEntry(context, kustomization, { ...extra, patch: text });
    return { file: kustomization.file, kind: 'new-patch' };
  }
  const file = newPatchFile(context, kustomization.folder, target);
  addPatchEntry(context, kustomization, { path: relativePath(kustomization.folder, file), ...extra });
  draft.create(file, newYamlFile(patch, habits));
  return { file, kind: 'new-patch' };
}

function newPatchFile(context: EmitContext, folder: string, target: Resource): string {
  const { habits, draft } = context;
  const home = [folder, habits.patchFolder].filter(part => part !== '').join('/');
  const name = nameOf(target);
  const kind = kindOf(target).toLowerCase();
  const stems = [name, `${name}-${kind}`].map(stem =>
    habits.patchName === 'patch-name'
      ? `patch-${stem}`
      : habits.patchName === 'name'
        ? stem
        : `${stem}-patch`,
  );
  for (let i = 0; ; i++) {
    const stem = stems[i] ?? `${stems[1]}-${i}`;
    const file = `${home === '' ? '' : `${home}/`}${stem}${habits.extension}`;
    if (!draft.exists(file)) return file;
  }
}

function addPatchEntry(
  context: EmitContext,
  kustomization: Kustomization,
  value: Record<string, Json>,
): void {
  const field = kustomization.spelling.get('patches') ?? 'patches';
  appendItem(context, kustomization.file, [field], kustomization.node.entries.get('patches'), value);
}
