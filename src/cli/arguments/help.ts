/** What the help of commands has in common: flags by what they are for, and examples. */
import type { Command } from 'commander';

export const GROUPS = {
  select: 'Select:',
  safety: 'Safety:',
  output: 'Output:',
} as const;

/** @param examples what to type, and what it does */
export function withExamples(
  command: Command,
  examples: readonly (readonly [typed: string, does: string])[],
): Command {
  const width = Math.max(...examples.map(([typed]) => typed.length));
  const lines = examples.map(([typed, does]) => `  ${typed.padEnd(width)}  ${does}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
