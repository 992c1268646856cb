/** What a text has to say otherwise, entry by entry, with the comments of what goes. */
import { inConventionalOrder } from '../../kubernetes/key-order.ts';
import { type MapNode, type Node, toJson } from '../../kustomize/tree/node.ts';
import { lineEnd } from '../../text/source-text.ts';
import type { Json, JsonObject } from '../../transform.ts';
import type { YamlEdit, YamlPath } from '../../yaml/edit/edit.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { sameJson } from '../rendered/same-data.ts';

export interface Difference {
  readonly edit: YamlEdit;
  /** Of what this stands in for: it goes above it. */
  readonly comment?: string;
}

interface Where {
  /** What the nodes were read from. */
  readonly text: string;
  readonly doc: number;
  readonly path: YamlPath;
}

export function differences(node: Node, value: Json, where: Where): Difference[] {
  if (sameJson(toJson(node), value)) return [];
  if (node.kind === 'map' && isJsonMap(value)) return inMap(node, value, where);
  if (node.kind === 'list' && isJsonList(value) && node.items.length === value.length)
    return node.items.flatMap((item, index) => differences(item, value[index]!, below(where, index)));
  return [set(value, where)];
}

function inMap({ entries }: MapNode, value: JsonObject, where: Where): Difference[] {
  const comments: string[] = [];
  const changes: Difference[] = [];
  const removals: Difference[] = [];
  for (const [key, child] of entries) {
    const next = value[key];
    if (next !== undefined) {
      changes.push(...differences(child, next, below(where, key)));
      continue;
    }
    comments.push(...commentsOf(child, where.text));
    removals.push({ edit: { op: 'remove', doc: where.doc, path: [...where.path, key] } });
  }
  for (const [key, next] of Object.entries(value)) {
    if (entries.has(key)) continue;
    const comment = comments.splice(0).join('\n');
    changes.push({ ...set(next, below(where, key)), ...(comment !== '' && { comment }) });
  }
  return [...changes, ...removals];
}

function below({ text, doc, path }: Where, step: string | number): Where {
  return { text, doc, path: [...path, step] };
}

function set(value: Json, { doc, path }: Where): Difference {
  return { edit: { op: 'set', doc, path, value: inConventionalOrder(path, value) } };
}

/** What the lines of an entry say behind a mark; comments above it stay where they are. */
function commentsOf({ origin: { keyStart, start, end } }: Node, text: string): string[] {
  const first = keyStart >= 0 ? keyStart : start;
  return text.slice(first, lineEnd(text, end)).split(/\r?\n/).flatMap(commentIn);
}

/** A mark within quotes begins no comment. */
function commentIn(line: string): string[] {
  const found = /^((?:[^'"#]|"[^"]*"|'[^']*'|(?<=\S)#)*)(?<!\S)# ?(.*)$/.exec(line);
  return found === null ? [] : [found[2]!];
}
