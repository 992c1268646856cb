/** A real PostgreSQL on the loopback device, in a folder of its own, for what is measured with one. */

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

export const LOOPBACK = '127.0.0.1';
const VERSIONS = '/usr/lib/postgresql';
const BIN = join(VERSIONS, readdirSync(VERSIONS).sort().at(-1)!, 'bin');
export const PATH = `${BIN}:${process.env.PATH}`;
/** Servers refuse to run as root. */
export const [UID, GID] = ['-u', '-g'].map(flag =>
  Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })),
);

export interface Login {
  readonly PGHOST: string;
  readonly PGPORT: string;
  readonly PGUSER: string;
  readonly PGPASSWORD: string;
  readonly PGDATABASE: string;
}

/** @param top a folder that the server's user may enter */
export async function serverIn(top: string, name: string): Promise<Login> {
  const folder = join(top, name);
  mkdirSync(folder);
  chownSync(folder, UID!, GID!);
  writeFileSync(join(top, 'password'), 'fake-password');
  chmodSync(join(top, 'password'), 0o644);
  const port = await freePort();
  const data = ['--pgdata', folder];
  asServer(top, 'initdb', [
    ...data,
    '--username=shop',
    `--pwfile=${join(top, 'password')}`,
    '--auth=scram-sha-256',
  ]);
  const options = `-p ${port} -h ${LOOPBACK} -k ${folder}`;
  asServer(top, 'pg_ctl', [...data, '--wait', '--log', join(folder, 'log'), '-o', options, 'start']);
  return {
    PGHOST: LOOPBACK,
    PGPORT: String(port),
    PGUSER: 'shop',
    PGPASSWORD: 'fake-password',
    PGDATABASE: 'postgres',
  };
}

export function stopServer(top: string, name: string): void {
  if (existsSync(join(top, name, 'postmaster.pid')))
    asServer(top, 'pg_ctl', ['--pgdata', join(top, name), '--mode=immediate', 'stop']);
}

export function ask(login: Login, query: string, database: string): string {
  const args = [
    '--no-psqlrc',
    '--tuples-only',
    '--no-align',
    '--quiet',
    '--set=ON_ERROR_STOP=1',
    '--command',
    query,
  ];
  return execFileSync('psql', args, { env: { PATH, ...login, PGDATABASE: database }, encoding: 'utf8' });
}

function asServer(top: string, program: string, args: readonly string[]): void {
  const isRoot = process.getuid?.() === 0;
  execFileSync(join(BIN, program), [...args], {
    stdio: 'ignore',
    cwd: top,
    ...(isRoot && { uid: UID!, gid: GID! }),
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(ready => server.listen(0, LOOPBACK, () => ready()));
  const { port } = server.address() as AddressInfo;
  await new Promise(closed => server.close(closed));
  return port;
}
