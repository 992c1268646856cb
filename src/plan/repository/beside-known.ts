/** Folders in which a known environment stands: what else stands there is mostly one too. */

import { tierOfName } from '../../config/environments.ts';
import type { Environment } from '../../transform.ts';

interface Placed {
  readonly folder: string;
  readonly environment: Pick<Environment, 'name'>;
}

export function foldersOfKnown(roots: readonly Placed[]): ReadonlySet<string> {
  return new Set(
    roots.flatMap(({ folder, environment: { name } }) => {
      // A folder `test` is mostly that of the tests.
      if (name === undefined || /^test(?:s|ing)?$/i.test(name)) return [];
      const parts = folder.split('/');
      // The configuration or what deploys it may name it otherwise than its folder.
      const at = parts.lastIndexOf(name);
      return [parts.slice(0, at).join('/')];
    }),
  );
}

/**
 * `deploy/live` beside `deploy/staging`: a word that is a product or a suite of tests anywhere else says there which
 * environment it is.
 */
export function namedBesideKnown<T extends Placed & { readonly environment: Environment }>(
  roots: readonly T[],
): readonly T[] {
  const known = foldersOfKnown(roots);
  return roots.map(root => {
    const { folder, environment } = root;
    const parts = folder.split('/');
    const name = parts.at(-1)!;
    const isUnknown = environment.name === undefined && environment.tier === undefined;
    if (!isUnknown || !/^[a-z]+\d{0,2}$/i.test(name) || !known.has(parts.slice(0, -1).join('/'))) return root;
    const tier = tierOfName(name, true);
    return tier === undefined ? root : { ...root, environment: { ...environment, name, tier } };
  });
}
