/** What was typed, for a command that is said next. */
import type { Command, Option } from 'commander';
import { shellWord } from '../../report/words/shell.ts';
import { GROUPS } from './help.ts';

/**
 * Paths, and the flags that were given and that another command has as well: without them it would be about something else. What
 * is done with the result is not said again.
 *
 * @param without flags that are said anew
 */
export function typedAgain(
  given: Command,
  paths: readonly string[],
  { of, without = [] }: { readonly of: string; readonly without?: readonly string[] },
): string {
  const other = given.parent?.commands.find(each => each.name() === of);
  const known = new Set(other?.options.map(({ long }) => long));
  const flags = given.options.filter(
    option =>
      option.helpGroupHeading !== GROUPS.output &&
      given.getOptionValueSource(option.attributeName()) === 'cli' &&
      known.has(option.long) &&
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
