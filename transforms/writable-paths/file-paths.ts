/** Which of the written paths are files: a volume is a folder, and no container starts with one over a file. */

import type { Container, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { isWithin, normalPath, volumeKind } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { EMPTY } from './read-paths.ts';

export interface Places {
  /** Where volumes could stand. */
  readonly folders: readonly string[];
  /** What lies in none of them. */
  readonly files: readonly string[];
}

/** Endings of files. Folders have them so seldom that one says so by a slash at its end. */
const FILE_NAME =
  /\.(?:conf|cfg|cnf|ini|json|ya?ml|toml|xml|properties|sock|pid|lock|log|db|sqlite3?|txt|sh|crt|key|pem|env)$/;

/** The folders and the files of a list. A file in a folder that images have nothing in (`/run/nginx.pid`) stands for that. */
export function placesOf(paths: readonly string[], container: Container, root: Root): Places {
  const mounted = mountedFiles(root).get(container.image.text);
  const isFile = (path: string) => FILE_NAME.test(path) || mounted?.has(path) === true;
  const named = paths.filter(isFile);
  const inEmpty = named.map(parentOf).filter(parent => EMPTY.some(folder => isWithin(parent, folder)));
  const folders = [...new Set([...paths.filter(path => !named.includes(path)).map(normalPath), ...inEmpty])];
  return { folders, files: named.filter(file => !folders.some(folder => isWithin(file, folder))) };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

const FROM_TEXTS: ReadonlySet<string> = new Set(['configMap', 'secret', 'projected', 'downwardAPI']);

/** By image: where containers mount single texts of ConfigMaps and Secrets. */
const mountedFiles = remembered(({ workloads }: Root): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const container of workloads.flatMap(workload => workload.containers)) {
    for (const { name, mountPath, subPath } of mapsIn(container.get(['volumeMounts']))) {
      if (subPath === undefined || !FROM_TEXTS.has(volumeKind(container.workload, name) ?? '')) continue;
      const paths = found.get(container.image.text) ?? new Set();
      found.set(container.image.text, paths.add(String(mountPath)));
    }
  }
  return found;
});
