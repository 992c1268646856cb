/** The `namespaces:` section: a name, or a glob over the names that a namespace has in several environments. */
import { matchesGlob } from './glob.ts';
import type { Config } from './schema.ts';

type Namespaces = NonNullable<Config['namespaces']>;

/** What is said of a namespace: by its own name, else by the first glob that it matches. */
export function saidOfNamespace(namespaces: Namespaces, name: string): Namespaces[string] | undefined {
  if (Object.hasOwn(namespaces, name)) return namespaces[name];
  const glob = Object.keys(namespaces).find(key => key.includes('*') && matchesGlob(key, name));
  return glob === undefined ? undefined : namespaces[glob];
}
