/**
 * Keys of generated ConfigMaps and Secrets: written where their generator says them, as a literal, as a line of an
 * env file or as a whole file, or merged by an entry of a layer above (kustomize.md 1.12 and 3.2).
 */
import { wrapBase64 } from '../../../kustomize/fields/generators.ts';
import { itemsOf } from '../../../kustomize/file/kustomization.ts';
import { kindOf, type Resource } from '../../../kustomize/object/resource.ts';
import { entry, type Node, textOf, toJson } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import type { LayerLevel } from '../../model/level.ts';
import type { Place } from '../../model/result.ts';
import type { PlacedField } from '../../place/types.ts';
import { resourceAt } from '../../rendered/references.ts';
import { nodeAt, type RenderedObject } from '../../rendered/rendered.ts';
import { type Draft, EditRefused } from '../draft/draft.ts';
import type { EmitContext } from '../draft/emit-context.ts';
import { addKey, type GeneratorEntry, removeKey, setKey, setOption } from './entry.ts';
import { mergeKey, namesFor } from './merge.ts';
import { holdsInTrial } from './trial.ts';

/** How a generator of the level can say it; null leaves it to a patch. */
export function generatedWay(item: PlacedField<LayerLevel>, context: EmitContext): (() => Place) | null {
  const { goal, level, object, value } = item;
  const [field, key] = goal.path;
  if (goal.type === 'set' && field === 'immutable' && goal.path.length === 1) return option(item, context);
  if (!object.accumulated.source.generators || goal.path.length !== 2 || field !== 'data') return null;
  if (typeof key !== 'string') return null;
  const text = goal.type === 'set' ? textFor(object.accumulated, value) : '';
  if (text === null) return null;
  const { folder } = level;
  const node = nodeAt(object.accumulated.node, goal.path);
  const { by } = (node ?? object.accumulated.node).origin;
  if (node && by.type === 'generator' && by.layer === folder) {
    const own = entriesOf(object, folder, context).find(each => each.index === by.index);
    return own ? inPlace(own, item, node, key, text, context) : null;
  }
  return goal.type === 'set' ? added(item, key, text, context) : null;
}

/** An option of the entry that makes it. */
function option(item: PlacedField<LayerLevel>, context: EmitContext): (() => Place) | null {
  const { object, level, value } = item;
  const write = (draft: Draft) => {
    const now = { ...context, draft };
    const [first] = entriesOf(object, level.folder, now);
    if (!first) throw new EditRefused(level.folder, 'the generator is not where it was');
    return setOption(first, 'immutable', value, now);
  };
  const isThere = entriesOf(object, level.folder, context).length > 0;
  return isThere && holdsInTrial(item, write, context) ? () => write(context.draft) : null;
}

function inPlace(
  own: GeneratorEntry,
  item: PlacedField<LayerLevel>,
  node: Node,
  key: string,
  text: string,
  context: EmitContext,
): (() => Place) | null {
  const { goal, object } = item;
  const isSole = (file: string) => isOurs(file, key, item, context);
  if (goal.type === 'set') return setKey(own, key, text, node.origin, isSole, context);
  // Without the key that of a lower generator shows again; and kustomize renders no data at all without any key.
  const data = entry(object.accumulated.node, 'data');
  const isLast = data?.kind === 'map' && data.entries.size === 1;
  return node.over !== null || isLast ? null : removeKey(own, key, node.origin, isSole, context);
}

/** A key more: in an entry of this layer, or in one that merges. What else that would change must be nothing. */
function added(
  item: PlacedField<LayerLevel>,
  key: string,
  text: string,
  context: EmitContext,
): (() => Place) | null {
  const {
    object,
    level: { folder },
  } = item;
  const isSole = (file: string) => usesOf(file, context).every(use => use.sourceId === item.goal.sourceId);
  const has = entriesOf(object, folder, context).length > 0;
  const target = has ? null : resourceAt(context.evaluator, object.accumulated, item.level);
  const extend = (draft: Draft) => {
    const now = { ...context, draft };
    const last = entriesOf(object, folder, now).at(-1);
    if (!last) throw new EditRefused(folder, 'the generator is not where it was');
    return addKey(last, key, text, isSole, now);
  };
  const mergeInto = (resource: Resource) =>
    namesFor(resource).map(name => (draft: Draft) => {
      const now = { ...context, draft };
      return mergeKey(resource, name, key, text, draft.kustomization(folder), now);
    });
  const merges = target ? mergeInto(target) : [];
  const way = (has ? [extend] : merges).find(write => holdsInTrial(item, write, context));
  return way ? () => way(context.draft) : null;
}

/** A text as a generator takes it; null for what it cannot give. */
function textFor(resource: Resource, value: Json): string | null {
  if (typeof value !== 'string') return null;
  if (kindOf(resource) !== 'Secret') return value;
  const text = Buffer.from(value, 'base64').toString('utf8');
  return wrapBase64({ value: text, binary: false }) === value ? text : null;
}

function wrapped(resource: Resource, text: string): string {
  return kindOf(resource) === 'Secret' ? wrapBase64({ value: text, binary: false }) : text;
}

/** Entries of a layer that say keys of an object. Generators that are objects of their own are left to patches. */
function entriesOf(object: RenderedObject, folder: string, context: EmitContext): GeneratorEntry[] {
  const kustomization = context.draft.kustomization(folder);
  const name = kindOf(object.accumulated) === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
  const items = itemsOf(kustomization, name);
  return (object.accumulated.source.generators ?? []).flatMap(({ layer, field, index }) => {
    const item = items.find(each => each.index === index && each.field === field);
    return layer === folder && item ? [{ file: kustomization.file, folder, ...item }] : [];
  });
}

interface Use {
  readonly root: string;
  readonly object: RenderedObject;
  readonly sourceId: string;
  readonly key: string;
  readonly node: Node;
}

/** Every key of every root that a file gives. */
function usesOf(file: string, { placement }: EmitContext): Use[] {
  const uses: Use[] = [];
  for (const root of placement.roots.values()) {
    for (const object of root.objects) {
      if (!object.accumulated.source.generators) continue;
      for (const field of ['data', 'binaryData']) {
        const data = entry(object.accumulated.node, field);
        for (const [key, node] of data?.kind === 'map' ? data.entries : []) {
          const { by } = node.origin;
          if (by.type === 'generator' && by.file === file)
            uses.push({ root: root.folder, object, sourceId: object.sourceId, key, node });
        }
      }
    }
  }
  return uses;
}

/** Whether everybody who gets this key from the file wants the same of it, and nobody takes the file as a whole. */
function isOurs(file: string, key: string, item: PlacedField, context: EmitContext): boolean {
  const { goal } = item;
  const { placement } = context;
  const text = goal.type === 'set' ? textFor(item.object.accumulated, goal.value) : null;
  const ours = usesOf(file, context).find(use => use.sourceId === goal.sourceId && use.key === key);
  return usesOf(file, context).every(({ object, sourceId, key: other, node }) => {
    // Another line of the env file; but then nobody may take the file as a whole, nor we.
    if (node.origin.keyStart !== ours?.node.origin.keyStart)
      return node.origin.keyStart !== -1 && ours?.node.origin.keyStart !== -1;
    if (sourceId === goal.sourceId && other === key) return true;
    const value = text === null ? null : wrapped(object.accumulated, text);
    return (
      goal.elsewhere === 'harmless' ||
      placement.wanted(object, goal.type, ['data', other], value) ||
      (value !== null && textOf(node) === value && toJson(node) === value)
    );
  });
}
