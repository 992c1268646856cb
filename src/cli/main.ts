/** The program: hands the process to the commands. */
import type { Keeper } from './cache/answer.ts';
import { processIo } from './process/io.ts';
import { run } from './program.ts';

/** @param keeper takes the answer of a run that may be repeated; undefined where nothing is kept */
export async function start(keeper?: Keeper): Promise<void> {
  const io = processIo(process);
  const code = await run(process.argv.slice(2), io, Boolean(process.env.KUSTOMEND_DEBUG));
  process.exitCode = code;
  const { said, facts: factsOf } = io.recorded();
  if (factsOf === undefined) return;
  keeper?.keep(standpoint => {
    const facts = factsOf(standpoint);
    return facts && { facts, said, code };
  });
}
