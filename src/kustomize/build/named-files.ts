/** What a kustomization names, found under the restrictions of kustomize (kustomize.md 1.2). */

import { OBSTACLES } from '../../text/obstacle.ts';
import {
  KUSTOMIZATION_NAMES,
  type Kustomization,
  kustomizationFileIn,
  loadKustomization,
  looksRemote,
} from '../file/kustomization.ts';
import { folderOf, isWithin, joinPath } from '../files/files.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import { type Run, UNRESTRICTED } from './run.ts';

/** @throws BuildFailure as `loadKustomization` does */
export function kustomizationAt(run: Run, folder: string): Kustomization {
  const file = kustomizationFileIn(run.files, folder);
  const kept = run.caches.kustomizations.get(folder);
  if (kept && kept.file === file && kept.text === run.files.read(file)) return kept;
  if (file === undefined) refuseObstacles(run, folder);
  const read = loadKustomization(run.files, folder);
  run.caches.kustomizations.set(folder, read);
  return read;
}

/** A link may lead anywhere: what lies outside is not ours to read, though kustomize may. */
function refuseObstacles({ files }: Run, folder: string): void {
  for (const path of [
    folder,
    ...KUSTOMIZATION_NAMES.map(name => (folder === '' ? name : `${folder}/${name}`)),
  ]) {
    const obstacle = files.obstacle(path);
    if (obstacle !== undefined && obstacle !== 'unreadable')
      throw new OutOfScope(`${path} ${OBSTACLES[obstacle]}`, { file: path });
    if (obstacle !== undefined)
      throw new BuildFailure('missing-file', `${path} ${OBSTACLES[obstacle]}`, { file: path });
  }
}

/** kustomize may take it: whoever may not read a file is no part of that. */
export function refuseOutside(
  { files }: Run,
  joined: string | undefined,
  path: string,
  location: Location,
): void {
  const obstacle = joined === undefined ? undefined : files.obstacle(joined);
  if (obstacle !== undefined && obstacle !== 'unreadable')
    throw new OutOfScope(`${path} ${OBSTACLES[obstacle]}`, location);
}

/** Resolves a file that a kustomization names, under kustomize's load restriction (kustomize.md 1.2). */
export function loadFile(
  run: Run,
  folder: string,
  path: string,
  location: Location,
  files: Set<string>,
): string {
  if (looksRemote(path) && joinable(run, folder, path) === undefined) {
    throw new OutOfScope(`remote file ${path}`, location, 'out of sight');
  }
  const file = path.startsWith('/') ? undefined : joinPath(folder, path);
  if (file === undefined) throw new OutOfScope(`${path} ${OBSTACLES.outside}`, location);
  files.add(file);
  const obstacle = run.files.obstacle(file);
  if (obstacle === 'unprintable') throw new OutOfScope(`${path} ${OBSTACLES[obstacle]}`, location);
  if (obstacle === 'unreadable')
    throw new BuildFailure('missing-file', `${path} ${OBSTACLES[obstacle]}`, location);
  if (run.files.bytes(file) === undefined && obstacle === undefined) {
    if (run.files.isFolder(file))
      throw new BuildFailure('missing-file', `${path} is a folder, not a file`, location);
    throw new BuildFailure('missing-file', `${path} does not exist`, location, file);
  }
  if (run.options.loadRestrictor === 'LoadRestrictionsRootOnly') {
    const real = run.files.resolve(file);
    const realFolder = run.files.resolve(folder);
    if (real === undefined || realFolder === undefined || !isWithin(realFolder, folderOf(real))) {
      // Where it leads out of everything, the flag would not help here either.
      const why =
        real === undefined
          ? OBSTACLES.outside
          : `is not in or below ${folder || '.'}: kustomize, and kustomend, read it with ${UNRESTRICTED} only`;
      throw new BuildFailure('load-restriction', `${path} ${why}`, location);
    }
  } else if (run.files.resolve(file) === undefined) {
    throw new OutOfScope(`${path} ${OBSTACLES.outside}`, location);
  }
  return file;
}

function joinable(run: Run, folder: string, path: string): string | undefined {
  const joined = joinPath(folder, path);
  return joined !== undefined && (run.files.read(joined) !== undefined || run.files.isFolder(joined))
    ? joined
    : undefined;
}

/** A missing kustomization is better said where it is referred to. */
export function withContext<T>(location: Location, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof BuildFailure) || error.failure !== 'missing-kustomization') throw error;
    throw new BuildFailure(error.failure, error.message, location);
  }
}

export function refuseCycle(folder: string, stack: readonly string[], location: Location): void {
  const visited = stack.find(other => isWithin(folder, other));
  if (visited === undefined) return;
  throw new BuildFailure(
    'cycle',
    visited === folder
      ? `cycle: ${[...stack.slice(stack.indexOf(visited)), folder].map(f => f || '.').join(' -> ')}`
      : `cycle: ${folder || '.'} contains ${visited}, which is being built`,
    location,
  );
}
