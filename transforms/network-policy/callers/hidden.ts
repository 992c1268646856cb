/** What can be known of variables whose texts only the cluster knows: which there are. */

import { secretsMadeBy } from '../../../src/kubernetes/made-secrets.ts';
import { literal } from '../../../src/text/literal.ts';
import type { Root, Workload } from '../../../src/transform.ts';

const KEY = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g;
/** A list that goes on in the next line shows a part alone. */
const GOES_ON = /(?:[,\\:(]|\band)\s*$/;

/** Keys of a Secret by what makes it, by an example of it, or by a comment that lists them; undefined where nothing says so. */
export function keysOf(secret: string, workload: Workload, root: Root): ReadonlySet<string> | undefined {
  const { platform } = root;
  const made = platform
    .resourcesIn(platform.namespaceOf(workload))
    .flatMap(each => secretsMadeBy(each.object))
    .find(({ name, isWhole }) => name === secret && isWhole);
  if (made !== undefined) return new Set(made.keys);
  return platform.keysOfSecret(secret) ?? keysInComment(secret, root);
}

function keysInComment(secret: string, { platform }: Root): ReadonlySet<string> | undefined {
  const lines = platform.linesWith(
    new RegExp(`(?<![\\w.-])${literal(secret)}(?![\\w.-]).*\\b[A-Z][A-Z0-9]*_`),
  );
  const lists = lines
    .filter(({ text }) => text.includes('#') && !GOES_ON.test(text))
    .map(({ text }) => text.match(KEY) ?? []);
  const all = new Set(lists.filter(each => each.length > 1).flat());
  return all.size === 0 ? undefined : all;
}
