/** A field as people type it, in the words of replacements: `containers[0]` and `containers.web` are `containers.[name=web]`. */
import { lookup, splitDottedPath } from '../../kustomize/tree/field-path.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import { elementName } from '../../report/explain/trace.ts';

export function typedField(root: Node, typed: string): string {
  // An annotation is named in brackets, too, with its dots.
  const parts = splitDottedPath(typed.replaceAll(/(?<=[^.\\])\[(?=\d+\]|[\w-]*=)/g, '.[')).map(part =>
    part.replace(/^\[(\d+)\]$/, '$1'),
  );
  const said: string[] = [];
  for (const part of parts) {
    const holder = lookup(root, said);
    said.push(holder?.kind === 'list' ? elementIn(holder.items, part) : part);
  }
  return said.map(part => (part.startsWith('[') ? part : part.replaceAll('.', '\\.'))).join('.');
}

function elementIn(items: readonly Node[], part: string): string {
  const item = items[Number(part)];
  if (item !== undefined) return elementName(item, Number(part));
  const isOfNames = items.some((each, index) => elementName(each, index).startsWith('['));
  return isOfNames && !/^(?:\[.*\]|[-*]|\d+)$/.test(part) ? `[name=${part}]` : part;
}
