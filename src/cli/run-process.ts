/** Hands the process to the commands. */
import type { AnyTransform } from '../plan/model/input.ts';
import type { Keeper } from './cache/answer.ts';
import type { ExitCode } from './process/exit.ts';
import { processIo } from './process/io.ts';
import { run } from './program.ts';

/**
 * Runs the command with the arguments of a process, and leaves its exit code there.
 *
 * @param transforms what it can remedy
 * @param keeper takes the answer of a run that may be repeated; undefined where nothing is kept
 */
export async function runProcess(
  process: NodeJS.Process,
  transforms: readonly AnyTransform[],
  keeper?: Keeper,
): Promise<ExitCode> {
  const io = processIo(process, transforms);
  const code = await run(process.argv.slice(2), io, Boolean(process.env.KUSTOMEND_DEBUG));
  process.exitCode = code;
  const { said, facts: factsOf } = io.recorded();
  if (factsOf === undefined) return code;
  keeper?.keep(standpoint => {
    const facts = factsOf(standpoint);
    return facts && { facts, said, code };
  });
  return code;
}
