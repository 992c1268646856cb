/** Names that nobody but their own pod refers to. */

/** Lists of a pod whose elements have names. */
const LISTS: ReadonlySet<unknown> = new Set([
  'volumes',
  'volumeMounts',
  'containers',
  'initContainers',
  'ports',
]);

/** @param path keys and indices of a text in an object, or in a part of one */
export function isLocalName(path: readonly unknown[]): boolean {
  return path.at(-1) === 'name' && LISTS.has(path.at(-3));
}
