/** Where in `resources:` the entry of a new file goes: a list with headings has a place for each. */
import { type Node, textOf } from '../../kustomize/tree/node.ts';

/** A file that a new entry belongs beside, as its kustomization names it. */
export type Beside = string | undefined;

/**
 * The index of the first item behind it.
 *
 * @param list as it stands
 * @param text that it was read from
 */
export function entryIndex(list: Node | undefined, text: string, beside: readonly Beside[]): number {
  const items = list?.kind === 'list' ? list.items : [];
  if (!hasHeadings(items, text)) return items.length;
  const names = items.map(item => plain(textOf(item) ?? ''));
  const found = beside.map(each => (each === undefined ? -1 : names.lastIndexOf(each)));
  const index = found.find(each => each >= 0);
  return index === undefined ? items.length : index + 1;
}

function plain(path: string): string {
  return path.replace(/^\.\//, '');
}

/** Whether comments stand between its items, on lines of their own. */
function hasHeadings(items: readonly Node[], text: string): boolean {
  return items.some((item, index) => {
    const before = items[index - 1];
    return before !== undefined && /\n[ \t]*#/.test(text.slice(before.origin.end, item.origin.start));
  });
}
