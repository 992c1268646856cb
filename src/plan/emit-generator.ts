/**
 * Writes data of generated ConfigMaps and Secrets where it comes from: the literal, the line of an env file, the file; or
 * an entry that merges, in a layer above (kustomize.md 1.12 and 3.2).
 */
import { baseName, joinPath } from '../kustomize/files.ts';
import { at, entry, type Node, textOf } from '../kustomize/node.ts';
import { kindOf, nameOf, namespaceOf, type Resource } from '../kustomize/resource.ts';
import type { Json } from '../transform.ts';
import { appendItem } from './append-item.ts';
import { EditRefused } from './draft.ts';
import type { EmitContext } from './emit.ts';
import type { FieldGoal } from './goals.ts';
import type { Place } from './model.ts';
import type { Placed } from './placement.ts';
import { resourceAt } from './references.ts';
import { nodeAt } from './rendered.ts';

type Field = 'configMapGenerator' | 'secretGenerator';

/** An entry of a kustomization as the draft has it now. */
interface Entry {
  readonly file: string;
  readonly folder: string;
  readonly path: readonly [Field, number];
  readonly node: Node;
}

/**
 * Writes one key of the data.
 *
 * @returns null where only a patch can say it
 * @throws EditRefused where the text cannot be edited
 */
export function writeGenerated(placed: Placed<FieldGoal>, context: EmitContext): Place | null {
  const { goal, level, value } = placed;
  const key = keyOf(goal);
  if (key === null || level.type !== 'layer') return null;
  const object = context.objectOf(goal.sourceId, level)!.accumulated;
  if (object.source.type !== 'generator') return null;
  const file = context.kustomizationFile(level.folder)!;
  const text = goal.type === 'set' ? plainText(object, value, file) : null;
  const target = resourceAt(context.evaluator, object, level);
  if (!target) return null;
  const found = entryFor(placed, object, target, file, context);
  if (text === null) {
    // Without the entry's line the value of a layer below would come back: a patch has to say null.
    const isBelow = object.layers[0] !== level.folder && nodeAt(target.node, goal.path) !== undefined;
    return found && !isBelow && !isOnly(object) ? removeKey(found, key, context) : null;
  }
  if (found) return setKey(found, key, text, context);
  const isLate = isPatched(nodeAt(target.node, goal.path));
  return !isLate && mayMerge(target, file, context) ? addMerge(target, file, key, text, context) : null;
}

/** Components of the layer run behind its generators: what a patch has written may be one of theirs. */
function isPatched(node: Node | undefined): boolean {
  return node?.origin.by.type === 'patch';
}

/** Without its last key a generated object has no data at all, which is another thing than empty data. */
function isOnly(object: Resource): boolean {
  const data = entry(object.node, 'data');
  return data?.kind === 'map' && data.entries.size === 1;
}

function keyOf({ path }: FieldGoal): string | null {
  const [field, key] = path;
  return path.length === 2 && field === 'data' && typeof key === 'string' ? key : null;
}

/** Data of Secrets is encoded; what is no text cannot be said by a literal. */
function plainText(object: Resource, value: Json, file: string): string {
  if (typeof value !== 'string') throw new EditRefused(file, 'data is text');
  if (kindOf(object) !== 'Secret') return value;
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw new EditRefused(file, 'the value is no text');
  return text;
}

function fieldFor(resource: Resource): Field {
  return kindOf(resource) === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
}

/** The entry that wrote the value, else the last one of this layer for the object. */
function entryFor(
  { level, inPlace }: Placed<FieldGoal>,
  object: Resource,
  target: Resource,
  file: string,
  context: EmitContext,
): Entry | null {
  const folder = (level as { folder: string }).folder;
  const field = fieldFor(object);
  const list = at(context.draft.documents(file, 'kustomization')[0]?.node, field);
  if (list?.kind !== 'list') return null;
  const own = (object.source.generators ?? []).filter(g => g.layer === folder && g.field === field);
  const writer = inPlace?.by.type === 'generator' ? inPlace.by.index : own.at(-1)?.index;
  const index = writer ?? list.items.findIndex(item => isMergeOf(item, target));
  const node = list.items[index];
  return node ? { file, folder, path: [field, index], node } : null;
}

function isMergeOf(item: Node, target: Resource): boolean {
  return (
    textOf(entry(item, 'name')) === nameOf(target) &&
    (textOf(entry(item, 'namespace')) ?? '') === namespaceOf(target) &&
    textOf(entry(item, 'behavior')) === 'merge'
  );
}

function setKey(found: Entry, key: string, text: string, context: EmitContext): Place {
  const { file, path } = found;
  const literals = itemsIn(found, 'literals');
  const index = literals.findIndex(literal => literal.startsWith(`${key}=`));
  if (index >= 0) {
    const value = `${key}=${quotedLike(literals[index]!.slice(key.length + 1), text)}`;
    context.draft.edit(file, [{ op: 'set', doc: 0, path: [...path, 'literals', index], value }]);
    return { file, kind: 'entry' };
  }
  const line = envLine(found, key, context);
  if (line) {
    if (/[\r\n]/.test(text)) throw new EditRefused(line.file, 'a line holds no text of several lines');
    context.draft.splice(line.file, [{ start: line.valueStart, end: line.end, text: line.equals + text }]);
    return inputPlace(found, line.file);
  }
  const source = fileOf(found, key);
  if (source !== null) {
    const before = context.draft.text(source) ?? '';
    context.draft.splice(source, [{ start: 0, end: before.length, text }]);
    return inputPlace(found, source);
  }
  const list = entry(found.node, 'literals');
  appendItem(context, file, [...path, 'literals'], list, `${key}=${quotedLike('', text)}`);
  return { file, kind: 'entry' };
}

function removeKey(found: Entry, key: string, context: EmitContext): Place {
  const { file, path } = found;
  for (const field of ['literals', 'files'] as const) {
    const index = itemsIn(found, field).findIndex(item =>
      field === 'literals' ? item.startsWith(`${key}=`) : keyOfFile(item) === key,
    );
    if (index < 0) continue;
    context.draft.edit(file, [{ op: 'remove', doc: 0, path: [...path, field, index], prune: true }]);
    return { file, kind: 'entry' };
  }
  const line = envLine(found, key, context);
  if (!line) throw new EditRefused(file, `nothing in the entry makes ${key}`);
  context.draft.splice(line.file, [{ start: line.start, end: line.next, text: '' }]);
  return inputPlace(found, line.file);
}

/** An env file, or one that is a value. */
function inputPlace({ path: [field] }: Entry, file: string): Place {
  return { file, kind: 'in-place', ...(field === 'secretGenerator' && { secret: true as const }) };
}

function itemsIn({ node }: Entry, field: string): string[] {
  const list = entry(node, field);
  return list?.kind === 'list' ? list.items.map(item => textOf(item) ?? '') : [];
}

/** kustomize drops one pair of quotes around a literal's value: what has them stays as it is written. */
function quotedLike(before: string, text: string): string {
  const quote = /^(["']).*\1$/s.exec(before)?.[1] ?? '';
  if (quote !== '' && before.length > 1) return quote + text + quote;
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? `'${text}'` : text;
}

interface EnvLine {
  readonly file: string;
  readonly start: number;
  /** Behind the key. */
  readonly valueStart: number;
  readonly equals: string;
  readonly end: number;
  readonly next: number;
}

/** The line of an env file that sets a variable. */
function envLine(found: Entry, key: string, context: EmitContext): EnvLine | null {
  const single = textOf(entry(found.node, 'env'));
  for (const path of [...itemsIn(found, 'envs'), ...(single === undefined ? [] : [single])]) {
    const file = joinPath(found.folder, path);
    const text = file === undefined ? undefined : context.draft.text(file);
    if (file === undefined || text === undefined) continue;
    for (const match of text.matchAll(/^(\uFEFF?[ \t]*)([^=\r\n]+)(=?)[^\r\n]*(\r?\n|$)/gm)) {
      const [all, indent = '', name = '', , lineBreak = ''] = match;
      if (name !== key) continue;
      const start = match.index;
      const valueStart = start + indent.length + name.length;
      return {
        file,
        start,
        valueStart,
        equals: '=',
        end: start + all.length - lineBreak.length,
        next: start + all.length,
      };
    }
  }
  return null;
}

/** The file whose content a key is. */
function fileOf(found: Entry, key: string): string | null {
  const item = itemsIn(found, 'files').find(each => keyOfFile(each) === key);
  if (item === undefined) return null;
  return joinPath(found.folder, item.slice(item.indexOf('=') + 1)) ?? null;
}

function keyOfFile(item: string): string {
  const split = item.indexOf('=');
  return split < 0 ? baseName(item) : item.slice(0, split);
}

/**
 * An entry that merges takes over everything of the object but `immutable`, and brings what `generatorOptions` of its
 * kustomization say: where either is there, a patch says less.
 */
function mayMerge(target: Resource, file: string, context: EmitContext): boolean {
  const root = context.draft.documents(file, 'kustomization')[0]?.node;
  return entry(root, 'generatorOptions') === undefined && entry(target.node, 'immutable') === undefined;
}

function addMerge(target: Resource, file: string, key: string, text: string, context: EmitContext): Place {
  const field = fieldFor(target);
  const namespace = namespaceOf(target);
  const type = textOf(entry(target.node, 'type')) ?? 'Opaque';
  const value: Json = {
    name: nameOf(target),
    ...(namespace !== '' && { namespace }),
    behavior: 'merge',
    ...(field === 'secretGenerator' && type !== 'Opaque' && { type }),
    literals: [`${key}=${quotedLike('', text)}`],
  };
  const list = at(context.draft.documents(file, 'kustomization')[0]?.node, field);
  appendItem(context, file, [field], list, value);
  return { file, kind: 'entry' };
}
