/** Keys of the recommended labels, and other keys that say the same. */

export const PREFIX = 'app.kubernetes.io/';

export const NAME = `${PREFIX}name`;
export const COMPONENT = `${PREFIX}component`;
export const PART_OF = `${PREFIX}part-of`;
export const INSTANCE = `${PREFIX}instance`;
export const MANAGED_BY = `${PREFIX}managed-by`;
export const VERSION = `${PREFIX}version`;
export const ENVIRONMENT = 'environment';
export const TEAM = 'team';

export const RECOMMENDED = [NAME, COMPONENT, PART_OF, INSTANCE, MANAGED_BY, VERSION];

/** Whether objects with these labels say what the label would, by this key or by one of their own. */
export function isSaidIn(labels: Readonly<Record<string, unknown>>, key: string): boolean {
  const meaning = meaningOf(key);
  return Object.keys(labels).some(
    each => each === key || (meaning !== undefined && meaningOf(each) === meaning),
  );
}

/** What a key is about, whatever its prefix; undefined where nobody can tell. */
function meaningOf(key: string): string | undefined {
  const word = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  return MEANINGS.find(([, words]) => words.includes(word))?.[0];
}

/** `name` is missing: `name: web` may be the name of anything. */
const MEANINGS: readonly (readonly [string, readonly string[]])[] = [
  ['component', ['component', 'tier', 'role']],
  ['part-of', ['part-of', 'partof', 'system', 'project', 'product']],
  ['instance', ['instance']],
  ['managed-by', ['managed-by', 'managedby', 'heritage']],
  ['version', ['version']],
  ['environment', ['environment', 'env', 'stage']],
  ['team', ['team', 'owner']],
];
