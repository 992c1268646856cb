/** The sops that encrypts in the tests, with a program that makes keys for it: of one version, where they can be had. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export const SOPS_VERSION = 'v3.13.3';
const AGE_VERSION = 'v1.3.1';

export interface SopsTools {
  readonly sops: string;
  readonly ageKeygen: string;
}

const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), `kustomend/sops-${SOPS_VERSION}`);

/** Ours, else those on PATH; undefined where one of them is absent. */
export function presentSops(): SopsTools | undefined {
  const folders = [CACHE, ...(process.env.PATH ?? '').split(delimiter)];
  const find = (name: string) => folders.map(folder => join(folder, name)).find(path => existsSync(path));
  const [sops, ageKeygen] = [find('sops'), find('age-keygen')];
  return sops === undefined || ageKeygen === undefined ? undefined : { sops, ageKeygen };
}

/** The same, after building ours where they are absent and go is there: once for all checkouts of a user. */
export function providedSops(): SopsTools | undefined {
  const present = presentSops();
  if (present !== undefined) return present;
  console.error(`installing sops ${SOPS_VERSION} with go into ${CACHE}: about three minutes, once`);
  const modules = [
    `github.com/getsops/sops/v3/cmd/sops@${SOPS_VERSION}`,
    `filippo.io/age/cmd/age-keygen@${AGE_VERSION}`,
  ];
  for (const module of modules)
    spawnSync('go', ['install', module], { stdio: ['ignore', 2, 2], env: { ...process.env, GOBIN: CACHE } });
  return presentSops();
}
