/** What is worked out once for a root, however many of its objects ask. */

import type { Root } from '../../src/transform.ts';

export function perRoot<T>(make: (root: Root) => T): (root: Root) => T {
  const known = new WeakMap<Root, { readonly made: T }>();
  return root => {
    let found = known.get(root);
    if (found === undefined) known.set(root, (found = { made: make(root) }));
    return found.made;
  };
}
