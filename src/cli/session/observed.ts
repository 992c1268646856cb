/** What tools have seen, as a workspace keeps it, or what is wrong with the file. */
import { evidencePath, type Records, readObserved, readRecords } from '../../config/evidence.ts';
import type { LoadedConfig } from '../../config/load.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Observed } from '../../transform.ts';
import { FileProblems } from '../process/errors.ts';

/** @throws FileProblems */
export function observedOf(files: Files, config: LoadedConfig, today: string): Observed {
  const observed = readObserved(files, config, today);
  if ('problems' in observed) throw new FileProblems(observed.problems);
  return observed;
}

/** The same as it is written. @throws FileProblems */
export function recordsOf(files: Files, config: LoadedConfig): Records {
  const records = readRecords(files, config);
  if ('problems' in records) throw new FileProblems(records.problems);
  return records;
}

/** Whether anything there grows old. */
export function hasSightings({ images, containers }: Observed): boolean {
  return images.size > 0 || containers.size > 0;
}

/** A line for what has grown old: fixes that rested on it are not safe any more. */
export function sayOld({ images, containers }: Observed, config: LoadedConfig): string | undefined {
  const seen = [...containers.values()].flatMap(({ usage, user, profile }) => [usage, user, profile]);
  const old = [...images.values(), ...seen].filter(each => each?.isOld === true).length;
  return old === 0
    ? undefined
    : `${evidencePath(config)}: ${old} of its records ${old === 1 ? 'is' : 'are'} too old to count (kustomend evidence)`;
}
