/**
 * npm run measure -- pool: the settings that `connection-pool` writes, with a real PgBouncer and a real PostgreSQL. Two hundred
 * clients are served by a pool of the size of the table. Everything is on the loopback device and in a temporary folder.
 *
 * usage: pool.ts (`apt-get install postgresql pgbouncer`, or what brings them elsewhere)
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationFor, FOLDER, PORT } from '../transforms/connection-pool/configuration.ts';
import {
  ask,
  freePort,
  GID,
  LOOPBACK,
  type Login,
  PATH,
  serverIn,
  stopServer,
  UID,
} from './local-postgres.ts';

const PROGRAM = '/usr/sbin/pgbouncer';
const CLIENTS = 200;
const SECONDS = 8;
const SIZES = { clients: 1000, pool: 25, reserve: 5 };

const top = mkdtempSync(join(tmpdir(), 'kustomend-pool-'));
chmodSync(top, 0o755);
const server = await serverIn(top, 'server');
const { login, stop } = await pooler(server);
let failures = 0;
try {
  ask(server, "CREATE ROLE reader LOGIN PASSWORD 'other-fake'", 'postgres');
  ask(server, 'CREATE TABLE visits (n int); GRANT ALL ON visits TO reader', 'postgres');
  await ready(Number(login.PGPORT));
  expect('the user of the server logs in', () => ask(login, 'SELECT 1', 'postgres').trim() === '1');
  const reader = { ...login, PGUSER: 'reader', PGPASSWORD: 'other-fake' };
  expect('another user logs in', () => ask(reader, 'SELECT current_user', 'postgres').trim() === 'reader');
  expect(
    'a wrong password is refused',
    () => !isDone(() => ask({ ...reader, PGPASSWORD: 'x' }, 'SELECT 1', 'postgres')),
  );
  expect(`${CLIENTS} clients straight to the server are too many`, () => !isDone(() => bench(server)));
  const served = isServed(reader);
  const connections = await mostUntil(served);
  const isGood = await served;
  expect(`${CLIENTS} clients are served by the pooler`, () => isGood);
  expect(
    `with ${connections} connections, at most ${SIZES.pool + SIZES.reserve}`,
    () => connections > 0 && connections <= SIZES.pool + SIZES.reserve,
  );
} finally {
  stop();
  stopServer(top, 'server');
  rmSync(top, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

function expect(what: string, isTrue: () => boolean): void {
  const isGood = isTrue();
  if (!isGood) failures++;
  console.log(`${what.padEnd(60)} ${isGood ? 'yes' : 'no  WRONG'}`);
}

function isDone(does: () => unknown): boolean {
  try {
    does();
    return true;
  } catch {
    return false;
  }
}

/** Transactions of a few statements, as applications have them. */
function benchArguments(): readonly string[] {
  const script = join(top, 'visit.sql');
  writeFileSync(script, 'BEGIN;\nINSERT INTO visits VALUES (1);\nSELECT 1;\nCOMMIT;\n');
  return ['--no-vacuum', `--client=${CLIENTS}`, '--jobs=2', `--time=${SECONDS}`, `--file=${script}`];
}

function bench(login: Login): void {
  execFileSync('pgbench', benchArguments(), { env: { PATH, ...login }, stdio: 'ignore' });
}

function isServed(login: Login): Promise<boolean> {
  const child = spawn('pgbench', benchArguments(), { env: { PATH, ...login }, stdio: 'ignore' });
  return new Promise(done => child.on('close', code => done(code === 0)));
}

/** The most connections that the server has of others while something goes on. */
async function mostUntil(end: Promise<unknown>): Promise<number> {
  const query =
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND usename = 'reader'";
  let isOver = false;
  void end.then(() => {
    isOver = true;
  });
  let most = 0;
  while (!isOver) {
    most = Math.max(most, Number(ask(server, query, 'postgres')));
    await new Promise(later => setTimeout(later, 200));
  }
  return most;
}

/** What the image's entrypoint and the manifest do: the file of users, and the settings where they are expected. */
async function pooler({ PGPORT, PGUSER, PGPASSWORD }: Login) {
  const port = await freePort();
  const folder = join(top, 'pooler');
  mkdirSync(folder);
  const settings = configurationFor({
    host: LOOPBACK,
    port: Number(PGPORT),
    asks: PGUSER,
    authentication: 'scram-sha-256',
    ...SIZES,
    ...(knowsPrepared() && { prepared: 200 }),
  });
  const own = settings
    .replaceAll(FOLDER, folder)
    .replace(`listen_port = ${PORT}`, `listen_port = ${port}`)
    .replace('listen_addr = *', `listen_addr = ${LOOPBACK}`);
  writeFileSync(join(folder, 'userlist.txt'), `"${PGUSER}" "${PGPASSWORD}"\n`);
  writeFileSync(join(folder, 'pgbouncer.ini'), own);
  for (const each of ['', 'userlist.txt', 'pgbouncer.ini']) chownSync(join(folder, each), UID!, GID!);
  const isRoot = process.getuid?.() === 0;
  const child = spawn(PROGRAM, ['--quiet', join(folder, 'pgbouncer.ini')], {
    stdio: 'ignore',
    cwd: folder,
    ...(isRoot && { uid: UID!, gid: GID! }),
  });
  return { login: { ...server, PGPORT: String(port) }, stop: () => child.kill('SIGKILL') };
}

/** Debian's may be older than what the transform takes. */
function knowsPrepared(): boolean {
  const [, minor] =
    /PgBouncer 1\.(\d+)/.exec(execFileSync(PROGRAM, ['--version'], { encoding: 'utf8' })) ?? [];
  return Number(minor) >= 21;
}

async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const isOpen = await new Promise<boolean>(done => {
      const socket = connect(port, LOOPBACK, () => done(true)).on('error', () => done(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await new Promise(later => setTimeout(later, 200));
  }
}
