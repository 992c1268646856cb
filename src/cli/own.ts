/** The command with transforms of one's own. */
import type { AnyTransform } from '../plan/model/input.ts';
import { endWithReader } from './process/reader.ts';

/** What {@link main} can be told. */
export interface MainOptions {
  /** What the command can remedy: `[...transforms, mine]`, or a selection. They run by their `order`. */
  readonly transforms: readonly AnyTransform[];
}

/**
 * Runs `kustomend` in this process, with its arguments, its streams and every command, over the given transforms: a file
 * of five lines is a whole tool. The exit code is left in `process.exitCode`.
 *
 * @returns the exit code: 0 done, 1 findings, 2 wrong use, 3 incomplete, 70 a fault of the program
 * @throws TypeError where two transforms have one id
 */
export async function main({ transforms }: MainOptions): Promise<number> {
  const ids = transforms.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new TypeError(`two transforms have the id "${twice}"`);
  const inOrder = [...transforms].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  endWithReader(process);
  // Who uses the library alone does not load the commands.
  const { runProcess } = await import('./run-process.ts');
  return runProcess(process, inOrder);
}
