/** What was typed, for a command that is said next. */
import type { Command, Option } from 'commander';
import type { Again } from '../../report/words/again.ts';
import { shellWord } from '../../report/words/shell.ts';
import { GROUPS } from './help.ts';

/** Where somebody wants to look, and what the commands repeat that are named to go on. */
export interface Typed {
  readonly paths: readonly string[];
  readonly again: Again;
}

export function typedIn(given: Command, paths: readonly string[]): Typed {
  return { paths, again: (of, without) => typedAgain(given, paths, { of, without }) };
}

/** They say what becomes of the result, and stand among other flags. */
const OF_THE_RESULT: readonly (string | undefined)[] = ['--dry-run', '--write'];

/**
 * Paths, and the flags that were given and that another command has as well: without them it would be about something else. What
 * is done with the result is not said again.
 *
 * @param without flags that are said anew
 */
function typedAgain(
  given: Command,
  paths: readonly string[],
  { of, without = [] }: { readonly of: string; readonly without?: readonly string[] | undefined },
): string {
  const other = given.parent?.commands.find(each => each.name() === of);
  const known = new Set(other?.options.map(({ long }) => long));
  const flags = given.options.filter(
    option =>
      option.helpGroupHeading !== GROUPS.output &&
      given.getOptionValueSource(option.attributeName()) === 'cli' &&
      known.has(option.long) &&
      !OF_THE_RESULT.includes(option.long) &&
      !without.includes(option.long ?? ''),
  );
  // Some flags take all words behind them.
  return [...paths.map(shellWord), ...flags.map(flag => typed(flag, given))].map(word => ` ${word}`).join('');
}

function typed(option: Option, given: Command): string {
  const value: unknown = given.getOptionValue(option.attributeName());
  if (typeof value === 'boolean') return option.long!;
  const words = [value].flat().map(word => shellWord(String(word)));
  return `${option.long} ${words.join(option.variadic ? ' ' : ',')}`;
}
