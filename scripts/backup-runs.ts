/** Scripts of `backup` as a pod runs them: by a shell, with a volume of its own. */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { GID, PATH, UID } from './local-postgres.ts';
import type { ObjectStore } from './s3-stand-in.ts';

export const SHELLS = ['dash', 'bash', 'busybox'].filter(isThere);

export interface Run {
  readonly isDone: boolean;
  readonly says: string;
}

let failures = 0;

export function expect(what: string, is: boolean, wanted: boolean): void {
  if (is !== wanted) failures++;
  console.log(`${what.padEnd(56)} ${is ? 'works' : 'fails'}${is === wanted ? '' : '  WRONG'}`);
}

/** @param reason what has to be said of it */
export function expectFailure(what: string, { isDone, says }: Run, reason: RegExp): void {
  expect(what, isDone || !reason.test(says), false);
  if (!reason.test(says)) console.log(says);
}

export function hasFailures(): boolean {
  return failures > 0;
}

interface How {
  /** Servers refuse to run as root. */
  readonly user?: { readonly uid?: number; readonly gid?: number };
}

/** The store answers meanwhile. */
export function runOf(
  shell: string,
  script: string,
  volume: string,
  env: object,
  { user = {} }: How = {},
): Promise<Run> {
  const text = script.replace(/\/(?:backup|tmp)\b/g, path =>
    path === '/tmp' ? join(volume, 'tmp') : volume,
  );
  const args = [...(shell === 'busybox' ? ['sh'] : []), '-c', text];
  const child = spawn(pathOf(shell), args, {
    env: { PATH, HOME: join(volume, 'tmp'), ...env } as NodeJS.ProcessEnv,
    cwd: volume,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...user,
  });
  let says = '';
  child.stderr.on('data', (data: Buffer) => {
    says += data.toString();
  });
  return new Promise(done => child.on('close', code => done({ isDone: code === 0, says })));
}

export async function isDone(shell: string, script: string, volume: string, env: object): Promise<boolean> {
  return (await runOf(shell, script, volume, env)).isDone;
}

/** With the folder for what is passing, as the pod has it. */
export function newVolume(top: string): string {
  const volume = mkdtempSync(join(top, 'volume-'));
  mkdirSync(join(volume, 'tmp'));
  return volume;
}

/** The user that servers are to run as, to whom all of a volume is given. */
export function serversUser(volume: string): NonNullable<How['user']> {
  if (process.getuid?.() !== 0) return {};
  execFileSync('chown', ['-R', `${UID}:${GID}`, volume]);
  return { uid: UID!, gid: GID! };
}

export function bucket({ url }: ObjectStore): object {
  return {
    S3_BUCKET: 'copies',
    S3_PREFIX: 'shop/db',
    S3_ENDPOINT: url,
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_MAX_ATTEMPTS: '1',
  };
}

export function isThere(program: string): boolean {
  return PATH.split(':').some(each => existsSync(join(each, program)));
}

export function pathOf(program: string): string {
  return join(PATH.split(':').find(each => existsSync(join(each, program))) ?? '/bin', program);
}
