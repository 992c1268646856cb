/** One YAML document as nodes with exact offsets and their data, made from the concrete syntax tree of `yaml`. */

import { Composer, CST } from 'yaml';
import { memoizedText } from '../../text/memo.ts';
import { boundedTokens, MAX_DEPTH, TOO_DEEP } from './compose.ts';
import type { Data } from './data.ts';
import { fastSyntax } from './fast-syntax.ts';
import type {
  AliasNode,
  ListItem,
  MapEntry,
  ScalarStyle,
  SyntaxList,
  SyntaxMap,
  SyntaxNode,
  SyntaxScalar,
} from './nodes.ts';
import { YamlProblem } from './problem.ts';
import { Refusal } from './refusal.ts';
import { resolvePlain, UnrepresentableScalar } from './scalar.ts';
import { closingEnd, hasProps, isExplicit, startOf, textLength, tokensEnd } from './tokens.ts';

const MAX_EXPANDED_NODES = 1_000_000;

const RECENT = 64;

/**
 * Reads the first document of a text: what is plainly written in a fast way, the rest by the library. Every edit reads
 * its document before and after: recent trees are kept.
 * @throws Refusal when it is not YAML, repeats a key, is indented by tabs or expands too far
 */
export const parseSyntax: (text: string) => SyntaxNode = memoizedText(
  RECENT,
  text => fastSyntax(text, plainData) ?? parseSyntaxSlowly(text),
);

/** By the library's syntax tree, whatever the text. @throws Refusal */
export function parseSyntaxSlowly(text: string): SyntaxNode {
  const tokens = tokensOf(text);
  const options = { uniqueKeys: true, logLevel: 'error', prettyErrors: false, strict: true } as const;
  for (const document of new Composer(options).compose(tokens)) {
    const error = document.errors[0];
    if (error) throw new Refusal(`YAML error: ${error.message}`, error.pos[0]);
    break;
  }
  const token = tokens.find(candidate => candidate.type === 'document');
  if (token?.type !== 'document') throw new Refusal('no YAML document', 0);
  const slot = tokensEnd(token.start) ?? token.offset;
  return reader(text).node(token.value, token.start, { indicatorEnd: -1, slot, inFlow: false, depth: 0 });
}

function tokensOf(text: string): readonly CST.Token[] {
  try {
    return [...boundedTokens(text)];
  } catch (error) {
    if (error instanceof YamlProblem) throw new Refusal(error.message, error.offset);
    throw error;
  }
}

interface Context {
  readonly indicatorEnd: number;
  readonly slot: number;
  readonly inFlow: boolean;
  readonly depth: number;
}

function reader(text: string) {
  const anchors = new Map<string, SyntaxNode>();

  function node(
    token: CST.Token | null | undefined,
    props: readonly CST.SourceToken[],
    context: Context,
  ): SyntaxNode {
    if (context.depth > MAX_DEPTH) throw new Refusal(TOO_DEEP, context.slot);
    const anchor = props.find(prop => prop.type === 'anchor')?.source.slice(1) ?? null;
    const tag = props.find(prop => prop.type === 'tag')?.source ?? null;
    const { indicatorEnd, slot, inFlow } = context;
    const base = { indicatorEnd, slot, anchor, tag, inFlow, aliasedAt: [] };
    const built = value(token, base, context.depth);
    if (built.size > MAX_EXPANDED_NODES) throw new Refusal('aliases expand to too many nodes', built.start);
    // Only now: an alias inside its own anchor refers to nothing.
    if (anchor !== null) anchors.set(anchor, built);
    return built;
  }

  type Base = Pick<SyntaxNode, 'indicatorEnd' | 'slot' | 'anchor' | 'tag' | 'inFlow' | 'aliasedAt'>;

  function value(token: CST.Token | null | undefined, base: Base, depth: number): SyntaxNode {
    switch (token?.type) {
      case 'alias':
        return alias(token, base);
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        if (token.source === '') break;
        return flowScalar(token, base);
      case 'block-scalar':
        return blockScalar(token, base);
      case 'block-map':
        return map(token, base, false, depth);
      case 'block-seq':
        return list(token, base, depth);
      case 'flow-collection':
        return token.start.source === '{' ? map(token, base, true, depth) : list(token, base, depth);
    }
    const data = base.tag === '!!str' ? '' : null;
    const at = { start: base.slot, end: base.slot, headerEnd: -1, size: 1 };
    return { ...base, ...at, kind: 'scalar', style: 'empty', content: '', data };
  }

  function alias(token: CST.FlowScalar, base: Base): AliasNode {
    const target = anchors.get(token.source.slice(1));
    if (!target) throw new Refusal('YAML error: alias without an anchor', token.offset);
    target.aliasedAt.push(token.offset);
    const end = token.offset + token.source.length;
    return { ...base, kind: 'alias', start: token.offset, end, data: target.data, size: target.size };
  }

  function flowScalar(token: CST.FlowScalar, base: Base): SyntaxScalar {
    const content = contentOf(token);
    const style = { '"': 'double', "'": 'single' }[token.source[0]!] ?? 'plain';
    return {
      ...base,
      kind: 'scalar',
      style: style as ScalarStyle,
      content,
      data: scalarData(content, style === 'plain', base.tag),
      start: token.offset,
      end: token.offset + token.source.length,
      headerEnd: -1,
      size: 1,
    };
  }

  function blockScalar(token: CST.BlockScalar, base: Base): SyntaxScalar {
    const header = token.props.find(prop => prop.type === 'block-scalar-header') as CST.SourceToken;
    const last = token.props.at(-1) as CST.SourceToken;
    const content = contentOf(token);
    const contentStart = last.offset + last.source.length;
    const length = textLength(token, header.source);
    return {
      ...base,
      kind: 'scalar',
      style: header.source.startsWith('|') ? 'literal' : 'folded',
      content,
      data: content,
      start: header.offset,
      end: length > 0 ? contentStart + length : header.offset + header.source.length,
      headerEnd: header.offset + header.source.length,
      size: 1,
    };
  }

  function map(
    token: CST.BlockMap | CST.FlowCollection,
    base: Base,
    flow: boolean,
    depth: number,
  ): SyntaxMap {
    const entries: MapEntry[] = [];
    for (const item of token.items) {
      if (!item.key && !item.sep && !hasProps(item.start) && !isExplicit(item.start)) continue;
      entries.push(entry(item, flow, depth));
    }
    const end = token.type === 'flow-collection' ? closingEnd(token) : (entries.at(-1)?.end ?? token.offset);
    const size = entries.reduce((sum, each) => sum + each.value.size, 1);
    const data = mapData(entries);
    return { ...base, kind: 'map', flow, bare: false, entries, data, start: token.offset, end, size };
  }

  function entry(item: CST.CollectionItem, flow: boolean, depth: number): MapEntry {
    const explicit = isExplicit(item.start);
    const first = item.start.find(prop => ['explicit-key-ind', 'anchor', 'tag'].includes(prop.type));
    const keyProps = item.start;
    const colon = item.sep?.find(prop => prop.type === 'map-value-ind');
    const keyAt = item.key ? startOf(item.key) : (tokensEnd(item.start) ?? colon?.offset ?? 0);
    const at = { indicatorEnd: keyAt, slot: keyAt, inFlow: flow, depth: depth + 1 };
    const key = node(item.key, keyProps, at);
    if (key.kind === 'map' || key.kind === 'list')
      throw new Refusal('YAML error: a map key that is no scalar', keyAt);
    const simple = key.kind === 'scalar' && key.style !== 'literal' && key.style !== 'folded';
    const indicatorEnd = colon ? colon.offset + 1 : key.end;
    const slot = tokensEnd(item.sep ?? []) ?? indicatorEnd;
    const child = node(item.value, item.sep ?? [], { indicatorEnd, slot, inFlow: flow, depth: depth + 1 });
    return {
      start: first?.offset ?? keyAt,
      key: keyText(key),
      keyEnd: key.end,
      keyQuoted: key.kind === 'scalar' && (key.style === 'single' || key.style === 'double'),
      complex: explicit || !simple,
      merge: key.kind === 'scalar' && key.style === 'plain' && key.content === '<<',
      hasColon: colon !== undefined,
      end: Math.max(child.end, slot),
      value: child,
    };
  }

  function keyText(key: SyntaxNode): string {
    if (key.kind === 'scalar') return key.content;
    return typeof key.data === 'string' ? key.data : text.slice(key.start, key.end);
  }

  function list(token: CST.BlockSequence | CST.FlowCollection, base: Base, depth: number): SyntaxList {
    const flow = token.type === 'flow-collection';
    const items: ListItem[] = [];
    for (const item of token.items) {
      const read = flow ? flowItem(item, depth) : blockItem(item, depth);
      if (read) items.push(read);
    }
    const end = flow ? closingEnd(token) : (items.at(-1)?.end ?? token.offset);
    const size = items.reduce((sum, each) => sum + each.value.size, 1);
    const data = items.map(each => each.value.data);
    return { ...base, kind: 'list', flow, items, data, start: token.offset, end, size };
  }

  function blockItem(item: CST.CollectionItem, depth: number): ListItem | null {
    const dash = item.start.find(prop => prop.type === 'seq-item-ind');
    if (!dash) return null;
    const slot = tokensEnd(item.start) ?? dash.offset + 1;
    const at = { indicatorEnd: dash.offset + 1, slot, inFlow: false, depth: depth + 1 };
    const child = node(item.value, item.start, at);
    return { start: dash.offset, end: Math.max(child.end, slot), value: child };
  }

  function flowItem(item: CST.CollectionItem, depth: number): ListItem | null {
    if (item.key || item.sep) {
      const pair = entry(item, true, depth);
      const at = { start: pair.start, end: pair.end, indicatorEnd: pair.start, slot: pair.start };
      const own = { anchor: null, tag: null, inFlow: true, aliasedAt: [], size: pair.value.size + 1 };
      const data = mapData([pair]);
      return { ...at, value: { ...at, ...own, kind: 'map', flow: true, bare: true, entries: [pair], data } };
    }
    if (!item.value && !hasProps(item.start)) return null;
    const first = item.start.find(prop => prop.type === 'anchor' || prop.type === 'tag');
    const start = first?.offset ?? startOf(item.value!);
    const slot = hasProps(item.start) ? tokensEnd(item.start)! : start;
    const child = node(item.value, item.start, { indicatorEnd: start, slot, inFlow: true, depth: depth + 1 });
    return { start, end: Math.max(child.end, slot), value: child };
  }

  return { node };
}

function mapData(entries: readonly MapEntry[]): Data {
  const data = new Map<string, Data>();
  for (const { key, merge, value, start } of entries) {
    if (merge) continue;
    if (data.has(key)) throw new Refusal('YAML error: duplicate key', start);
    data.set(key, value.data);
  }
  for (const { merge, value } of entries) {
    if (!merge) continue;
    const sources = Array.isArray(value.data) ? (value.data as Data[]) : [value.data];
    for (const source of sources) {
      if (!(source instanceof Map)) throw new Refusal('YAML error: a merge key without a map', value.start);
      for (const [key, child] of source) if (!data.has(key)) data.set(key, child);
    }
  }
  return data;
}

function scalarData(content: string, plain: boolean, tag: string | null): Data {
  if (tag === '!' || tag === '!!str' || tag === '!!binary') return content;
  if (!plain && !tag?.startsWith('!!')) return content;
  return plainData(content);
}

/** What a plain scalar means; what has no meaning here stays text. */
export function plainData(content: string): Data {
  try {
    return resolvePlain(content);
  } catch (error) {
    if (error instanceof UnrepresentableScalar) return content;
    throw error;
  }
}

function contentOf(token: CST.FlowScalar | CST.BlockScalar): string {
  return CST.resolveAsScalar(token, true, offset => {
    throw new Refusal('YAML error', typeof offset === 'number' ? offset : token.offset);
  }).value;
}
