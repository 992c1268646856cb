/** The lock file of a workspace, or what is wrong with it. */
import type { LoadedConfig } from '../../config/load.ts';
import { type Lock, readLock } from '../../config/lock.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { FileProblems } from '../process/errors.ts';

/** @throws FileProblems */
export function lockOf(files: Files, config: LoadedConfig): Lock {
  const lock = readLock(files, config);
  if ('problems' in lock) throw new FileProblems(lock.problems);
  return lock;
}
