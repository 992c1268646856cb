/** The kustomize that judges in the tests: of one version where it can be had, because recordings rest on what it says. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export const KUSTOMIZE_VERSION = 'v5.8.2';

export interface Kustomize {
  readonly path: string;
  readonly version: string;
}

const NAME = process.platform === 'win32' ? 'kustomize.exe' : 'kustomize';
const CACHE = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  `kustomend/kustomize-${KUSTOMIZE_VERSION}`,
);

/** One of our version, else whatever is on PATH. */
export function presentKustomize(): Kustomize | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, NAME));
  const candidates = [join(CACHE, NAME), ...onPath].filter(path => existsSync(path));
  const found = candidates.flatMap(path => versionOf(path) ?? []);
  return found.find(isOurs) ?? found[0];
}

function versionOf(path: string): Kustomize | undefined {
  try {
    return { path, version: execFileSync(path, ['version'], { encoding: 'utf8' }).trim() };
  } catch {
    return undefined;
  }
}

/** What `go install` builds may name itself by the version of its module. */
export function isOurs({ version }: Kustomize): boolean {
  return version.replace(/^kustomize\//, '') === KUSTOMIZE_VERSION;
}

/** The same, after installing ours where it is absent and go is there: once for all checkouts of a user. */
export function providedKustomize(): Kustomize | undefined {
  const present = presentKustomize();
  if (present && isOurs(present)) return present;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0) {
    console.error(`installing kustomize ${KUSTOMIZE_VERSION} with go into ${CACHE}: about a minute, once`);
    const module = `sigs.k8s.io/kustomize/kustomize/v5@${KUSTOMIZE_VERSION}`;
    spawnSync('go', ['install', module], { stdio: ['ignore', 2, 2], env: { ...process.env, GOBIN: CACHE } });
  }
  return presentKustomize();
}
