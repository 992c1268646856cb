/** What can be known of variables whose texts only the cluster knows: which there are, and which of them a command uses. */

import { secretsMadeBy } from '../../../src/kubernetes/made-secrets.ts';
import { literal } from '../../../src/text/literal.ts';
import type { Container, Root, Workload } from '../../../src/transform.ts';
import { stringsIn } from '../../shared/data.ts';
import { showsAllThatRuns } from '../../shared/start/tools.ts';

const VARIABLE = /\$[{(]?([A-Za-z_]\w*)/g;
/** Tools that find their server by variables which no command names. */
const BY_THEMSELVES: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[\s/])(?:pg_\w+|psql)\b/, 'PGHOST'],
  [/(?:^|[\s/])mysql\w*\b/, 'MYSQL_HOST'],
];

/** Variables that a command uses which shows all that runs; undefined where a program may use any. */
export function variablesUsedBy(container: Container): ReadonlySet<string> | undefined {
  if (!showsAllThatRuns(container)) return undefined;
  const words = ['command', 'args'].flatMap(field => stringsIn(container.get([field]))).join(' ');
  const named = [...words.matchAll(VARIABLE)].map(([, name]) => name!);
  return new Set([...named, ...BY_THEMSELVES.flatMap(([tool, name]) => (tool.test(words) ? [name] : []))]);
}

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
