/** The program, with all that it can remedy. */
import { transforms } from '../../transforms/index.ts';
import type { Keeper } from './cache/answer.ts';
import { runProcess } from './run-process.ts';

/** @param keeper takes the answer of a run that may be repeated; undefined where nothing is kept */
export async function start(keeper?: Keeper): Promise<void> {
  await runProcess(process, transforms, keeper);
}
