/** The editor's tree from the plain subset of YAML: the same nodes, the same places as by the library's syntax tree. */

import type { RawNode } from '../fast/line-reader.ts';
import { DOUBLE, SINGLE } from '../fast/plain-scan.ts';
import { readRaw } from '../fast/raw-reader.ts';
import type { Data } from './data.ts';
import type {
  ListItem,
  MapEntry,
  ScalarStyle,
  SyntaxList,
  SyntaxMap,
  SyntaxNode,
  SyntaxScalar,
} from './nodes.ts';

/**
 * Reads a document.
 *
 * @param plain what a plain scalar means
 * @returns undefined where the library has to read it
 */
export function fastSyntax(text: string, plain: (text: string) => Data): SyntaxNode | undefined {
  const root = readRaw(text, false);
  if (!root) return undefined;
  const slot = text.startsWith('---') ? 3 : root.start;
  return reader(text, plain)(root, -1, slot, false);
}

function reader(text: string, plain: (text: string) => Data) {
  return node;

  function node(raw: RawNode, indicatorEnd: number, slot: number, inFlow: boolean): SyntaxNode {
    if (raw.type === 'map') return map(raw, indicatorEnd, slot, inFlow);
    if (raw.type === 'list') return list(raw, indicatorEnd, slot, inFlow);
    return scalar(raw, indicatorEnd, slot, inFlow);
  }

  // Written out without spreading: this makes most objects of a run.
  function scalar(raw: RawNode, indicatorEnd: number, slot: number, inFlow: boolean): SyntaxScalar {
    const { type, text: content } = raw;
    const isEmpty = type === 'plain' && content === '';
    const isBlock = type === 'literal' || type === 'folded';
    return {
      kind: 'scalar',
      style: isEmpty ? 'empty' : (type as ScalarStyle),
      content,
      data: isEmpty ? null : type === 'plain' ? plain(content) : content,
      start: isEmpty ? slot : raw.start,
      // A block's raw end lies behind the last line break.
      end: isEmpty ? slot : isBlock ? raw.end - 1 : raw.end,
      headerEnd: isBlock ? text.indexOf('\n', raw.start) : -1,
      size: 1,
      indicatorEnd,
      slot,
      inFlow,
      anchor: null,
      tag: null,
      aliasedAt: [],
    };
  }

  function map(raw: RawNode, indicatorEnd: number, slot: number, inFlow: boolean): SyntaxMap {
    const { flow, start } = raw;
    const entries: MapEntry[] = [];
    const data = new Map<string, Data>();
    let size = 1;
    let end = start;
    for (let i = 0; i < raw.items.length; i++) {
      const key = raw.keys[i]!;
      const keyStart = raw.starts[i]!;
      const keyEnd = raw.keyEnds[i]!;
      const value = node(raw.items[i]!, keyEnd + 1, keyEnd + 1, flow);
      const first = text.charCodeAt(keyStart);
      end = Math.max(value.end, keyEnd + 1);
      entries.push({
        start: keyStart,
        key,
        keyEnd,
        keyQuoted: first === DOUBLE || first === SINGLE,
        complex: false,
        merge: false,
        hasColon: true,
        end,
        value,
      });
      data.set(key, value.data);
      size += value.size;
    }
    return {
      kind: 'map',
      flow,
      bare: false,
      entries,
      data,
      start,
      end: flow ? raw.end : end,
      size,
      indicatorEnd,
      slot,
      inFlow,
      anchor: null,
      tag: null,
      aliasedAt: [],
    };
  }

  function list(raw: RawNode, indicatorEnd: number, slot: number, inFlow: boolean): SyntaxList {
    const { flow, start } = raw;
    const items: ListItem[] = [];
    const data: Data[] = [];
    let size = 1;
    let end = start;
    for (let i = 0; i < raw.items.length; i++) {
      const itemStart = raw.starts[i]!;
      const from = flow ? itemStart : itemStart + 1;
      const value = node(raw.items[i]!, from, from, flow);
      end = Math.max(value.end, from);
      items.push({ start: itemStart, end, value });
      data.push(value.data);
      size += value.size;
    }
    return {
      kind: 'list',
      flow,
      items,
      data,
      start,
      end: flow ? raw.end : end,
      size,
      indicatorEnd,
      slot,
      inFlow,
      anchor: null,
      tag: null,
      aliasedAt: [],
    };
  }
}
