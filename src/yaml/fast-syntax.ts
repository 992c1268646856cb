/** The editor's tree from the plain subset of YAML: the same nodes, the same places as by the library's syntax tree. */
import type { Data } from './data.ts';
import type { ListNode, MapEntry, MapNode, Node, ScalarNode } from './nodes.ts';
import { DOUBLE, SINGLE } from './plain-scan.ts';
import { type RawNode, readRaw } from './raw-reader.ts';

/** Where a value is introduced. */
interface Slot {
  readonly indicatorEnd: number;
  readonly slot: number;
  readonly inFlow: boolean;
}

/**
 * Reads a document.
 *
 * @param plain what a plain scalar means
 * @returns undefined where the library has to read it
 */
export function fastSyntax(text: string, plain: (text: string) => Data): Node | undefined {
  const root = readRaw(text, false);
  if (!root) return undefined;
  const slot = text.startsWith('---') ? 3 : root.start;
  return reader(text, plain)(root, { indicatorEnd: -1, slot, inFlow: false });
}

function reader(text: string, plain: (text: string) => Data) {
  return node;

  function node(raw: RawNode, at: Slot): Node {
    if (raw.type === 'map') return map(raw, at);
    return raw.type === 'list' ? list(raw, at) : scalar(raw, at);
  }

  function scalar(raw: RawNode, at: Slot): ScalarNode {
    const content = raw.text;
    const common = {
      ...at,
      anchor: null,
      tag: null,
      aliasedAt: [],
      kind: 'scalar' as const,
      content,
      size: 1,
    };
    if (raw.type === 'plain' && content === '')
      return { ...common, style: 'empty', data: null, start: at.slot, end: at.slot, headerEnd: -1 };
    const { start, end } = raw;
    if (raw.type === 'plain')
      return { ...common, style: 'plain', data: plain(content), start, end, headerEnd: -1 };
    if (raw.type !== 'literal')
      return { ...common, style: raw.type as 'single' | 'double', data: content, start, end, headerEnd: -1 };
    // The raw end lies behind the last line break.
    const headerEnd = text.indexOf('\n', start);
    return { ...common, style: 'literal', data: content, start, end: end - 1, headerEnd };
  }

  function map(raw: RawNode, at: Slot): MapNode {
    const { flow, start } = raw;
    const entries: MapEntry[] = [];
    const data = new Map<string, Data>();
    let size = 1;
    for (let i = 0; i < raw.items.length; i++) {
      const key = raw.keys[i]!;
      const keyEnd = raw.keyEnds[i]!;
      const slot = keyEnd + 1;
      const value = node(raw.items[i]!, { indicatorEnd: slot, slot, inFlow: flow });
      const first = text.charCodeAt(raw.starts[i]!);
      const keyQuoted = first === DOUBLE || first === SINGLE;
      const flags = { keyQuoted, complex: false, merge: false, hasColon: true };
      entries.push({ start: raw.starts[i]!, key, keyEnd, ...flags, end: Math.max(value.end, slot), value });
      data.set(key, value.data);
      size += value.size;
    }
    const end = flow ? raw.end : (entries.at(-1)?.end ?? start);
    const common = { ...at, anchor: null, tag: null, aliasedAt: [] };
    return { ...common, kind: 'map', flow, bare: false, entries, data, start, end, size };
  }

  function list(raw: RawNode, at: Slot): ListNode {
    const { flow, start } = raw;
    const items = raw.items.map((item, i) => {
      const dash = raw.starts[i]!;
      const slot = flow ? dash : dash + 1;
      const value = node(item, { indicatorEnd: slot, slot, inFlow: flow });
      return { start: dash, end: Math.max(value.end, slot), value };
    });
    const size = items.reduce((sum, each) => sum + each.value.size, 1);
    const data = items.map(each => each.value.data);
    const end = flow ? raw.end : (items.at(-1)?.end ?? start);
    const common = { ...at, anchor: null, tag: null, aliasedAt: [] };
    return { ...common, kind: 'list', flow, items, data, start, end, size };
  }
}
