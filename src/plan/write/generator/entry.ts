/** One entry of `configMapGenerator` or `secretGenerator`: what says a key, and how to set, add or remove it. */

import {
  ENV_NAME,
  envLines,
  quotesOf,
  splitFileEntry,
  splitLiteral,
} from '../../../kustomize/file/generator-inputs.ts';
import { get, getItems, getText, getTexts, spelled } from '../../../kustomize/file/kustomization.ts';
import { joinPath } from '../../../kustomize/files/files.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import { textOf } from '../../../kustomize/tree/node.ts';
import type { Origin } from '../../../kustomize/tree/writer.ts';
import { dominantEol, nextLine } from '../../../text/source-text.ts';
import type { Splice } from '../../../text/splice.ts';
import type { Json } from '../../../transform.ts';
import type { YamlEdit, YamlPath } from '../../../yaml/edit/edit.ts';
import type { Place } from '../../model/result.ts';
import { appendItems } from '../draft/append-items.ts';
import { EditRefused } from '../draft/draft.ts';
import type { EmitContext } from '../draft/emit-context.ts';

export interface GeneratorEntry {
  readonly file: string;
  readonly folder: string;
  readonly field: string;
  readonly index: number;
  readonly node: Node;
}

type Way = () => Place;

/** @param isSole whether a file of the entry may change without changing anything else */
export function setKey(
  own: GeneratorEntry,
  key: string,
  text: string,
  { by, viaAlias }: Origin,
  isSole: (file: string) => boolean,
  context: EmitContext,
): Way | null {
  const literal = itemOf(own, 'literals', key);
  if (literal) {
    const quotes = quotesOf(splitLiteral(literal.text)?.written ?? '');
    const value = `${key}=${quotedLiteral(text, quotes)}`;
    return viaAlias ? null : () => edited(own, { op: 'set', doc: 0, path: literal.path, value }, context);
  }
  if (context.placement.notEditable(by.file) !== null || !isSole(by.file)) return null;
  if (itemOf(own, 'files', key))
    return () => rewritten(own, by.file, before => ({ start: 0, end: before.length, text }), context);
  if (!fitsLine(key, text)) return null;
  const onLine = (before: string): Splice => {
    const { keyEnd, end } = lineOf(by.file, before, key);
    return { start: keyEnd, end, text: `=${text}` };
  };
  return () => rewritten(own, by.file, onLine, context);
}

/** What the entry says of its whole object. */
export function setOption(own: GeneratorEntry, name: string, value: Json, context: EmitContext): Place {
  const path = [own.field, own.index, spelled(own.node, 'options'), name];
  return edited(own, { op: 'set', doc: 0, path, value }, context);
}

/** A file that only this entry names stays: nobody has said that it may go. */
export function removeKey(
  own: GeneratorEntry,
  key: string,
  { by, viaAlias }: Origin,
  isSole: (file: string) => boolean,
  context: EmitContext,
): Way | null {
  const item = itemOf(own, 'literals', key) ?? itemOf(own, 'files', key);
  if (item)
    return viaAlias
      ? null
      : () => edited(own, { op: 'remove', doc: 0, path: item.path, prune: true }, context);
  if (context.placement.notEditable(by.file) !== null || !isSole(by.file)) return null;
  const wholeLine = (before: string): Splice => {
    const { start, end } = lineOf(by.file, before, key);
    return { start, end: nextLine(before, end), text: '' };
  };
  return () => rewritten(own, by.file, wholeLine, context);
}

/** Said as the entry says its others: a literal, or a line of its env file where it has nothing else. */
export function addKey(
  own: GeneratorEntry,
  key: string,
  text: string,
  isSole: (file: string) => boolean,
  context: EmitContext,
): Place {
  // Two fixes may want one key: both come from fields that copy it.
  const there = itemOf(own, 'literals', key);
  const value = `${key}=${quotedLiteral(text, '')}`;
  if (there) return edited(own, { op: 'set', doc: 0, path: there.path, value }, context);
  const env = envFileOf(own);
  const literals = getItems(own.node, 'literals');
  if (
    env !== undefined &&
    literals.length + getItems(own.node, 'files').length === 0 &&
    fitsLine(key, text)
  ) {
    if (context.placement.notEditable(env) === null && isSole(env)) {
      return rewritten(own, env, before => withLine(env, before, key, text), context);
    }
  }
  const path = [own.field, own.index, spelled(own.node, 'literals')];
  appendItems(context, own.file, path, get(own.node, 'literals'), [value]);
  return { file: own.file, kind: 'entry' };
}

/** A literal's value in quotes, where it has had them or would lose its own. */
export function quotedLiteral(text: string, quotes: '' | '"' | "'"): string {
  const own = quotesOf(text);
  const needed = quotes !== '' || own === '' ? quotes : own === '"' ? "'" : '"';
  return `${needed}${text}${needed}`;
}

function itemOf(
  own: GeneratorEntry,
  list: 'literals' | 'files',
  key: string,
): { readonly text: string; readonly path: YamlPath } | undefined {
  const keyIn = (text: string) => (list === 'literals' ? splitLiteral(text)?.key : splitFileEntry(text).key);
  const items = getItems(own.node, list);
  const texts = items.map(item => textOf(item) ?? '');
  const index = texts.findIndex(each => keyIn(each) === key);
  const text = texts[index];
  return text === undefined
    ? undefined
    : { text, path: [own.field, own.index, spelled(own.node, list), index] };
}

function envFileOf({ node, folder }: GeneratorEntry): string | undefined {
  const path = getText(node, 'env') || getTexts(node, 'envs').at(-1);
  return path === undefined || path === '' ? undefined : joinPath(folder, path);
}

function fitsLine(key: string, text: string): boolean {
  return ENV_NAME.test(key) && !/[\r\n]/.test(text);
}

/** A line more at the end; none where the key is there already. */
function withLine(file: string, text: string, key: string, value: string): Splice | null {
  const there = envLines(text).find(line => line.key === key);
  if (there && there.value !== value) throw new EditRefused(file, `${key} is to say two things`);
  if (there) return null;
  const eol = dominantEol(text);
  const line = `${key}=${value}`;
  const isWhole = text === '' || text.endsWith('\n');
  return { start: text.length, end: text.length, text: isWhole ? `${line}${eol}` : `${eol}${line}` };
}

function lineOf(file: string, text: string, key: string) {
  const line = envLines(text).find(each => each.key === key);
  if (!line) throw new EditRefused(file, `${key} is not where it was`);
  return line;
}

function edited({ file }: GeneratorEntry, edit: YamlEdit, context: EmitContext): Place {
  context.draft.edit(file, [edit], { indentSequences: context.habits.indentSequences });
  return { file, kind: 'entry' };
}

function rewritten(
  own: GeneratorEntry,
  file: string,
  change: (text: string) => Splice | null,
  context: EmitContext,
): Place {
  const before = context.draft.text(file);
  if (before === undefined) throw new EditRefused(file, 'the file is absent');
  const splice = change(before);
  if (splice) context.draft.splice(file, [splice]);
  const isSecret = own.field.toLowerCase() === 'secretgenerator';
  return { file, kind: 'in-place', ...(isSecret && { secret: true as const }) };
}
