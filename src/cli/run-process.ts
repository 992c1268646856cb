/** Hands the process to the commands. */
import type { AnyTransform } from '../plan/model/input.ts';
import type { ExitCode } from './process/exit.ts';
import { processIo } from './process/io.ts';
import { run } from './program.ts';

/**
 * Runs the command with the arguments of a process, and leaves its exit code there.
 *
 * @param transforms what it can remedy
 */
export async function runProcess(
  process: NodeJS.Process,
  transforms: readonly AnyTransform[],
): Promise<ExitCode> {
  // `kustomend | head`: a reader who has seen enough is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const isDebugged = Boolean(process.env.KUSTOMEND_DEBUG);
  const code = await run(process.argv.slice(2), processIo(process, transforms), isDebugged);
  process.exitCode = code;
  return code;
}
