/** Arguments of the scripts. */
import { parseArgs } from 'node:util';
import { didYouMean } from '../src/config/suggest.ts';

/** Options that take no value, by name with their letter. */
type Flags = Readonly<Record<string, string>>;

/** The options and names of a call, or in one line what is wrong with them. */
export function readArguments(
  args: readonly string[],
  flags: Flags,
): { readonly given: ReadonlySet<string>; readonly names: readonly string[] } | string {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, short]) => [name, { type: 'boolean', short }] as const),
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!(token.name in flags))
      return `unknown option ${token.rawName}${didYouMean(
        token.rawName,
        Object.keys(flags).map(name => `--${name}`),
      )}`;
    if (token.value !== undefined) return `${token.rawName} takes no value`;
    given.add(token.name);
  }
  return { given, names: positionals };
}
