/** Results of evaluators over other texts, taken over where all that they read is the same. */

import type { Accumulated, Run } from './run.ts';

const MAX_REMEMBERED = 8;

/** A result of another evaluator whose every file reads the same here. */
export function recall({ caches, files }: Run, folder: string): Accumulated | undefined {
  return caches.memory?.get(folder)?.find(({ files: then, result }) => {
    for (const file of result.files) if (then.read(file) !== files.read(file)) return false;
    return true;
  })?.result;
}

export function remember({ caches, files }: Run, folder: string, result: Accumulated): void {
  const list = caches.memory?.get(folder) ?? [];
  if (list.length >= MAX_REMEMBERED) list.shift();
  list.push({ files, result });
  caches.memory?.set(folder, list);
}
