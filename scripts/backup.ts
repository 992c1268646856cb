/**
 * npm run measure -- backup: the scripts that `backup` writes, with a real PostgreSQL and the real client of a bucket. What
 * comes back is restored into empty databases and is equal; a run fails that cannot dump or upload. The restore test is tried
 * with it too, and with MariaDB and Redis where they are here. Everything is on the loopback device and in a temporary folder.
 *
 * usage: backup.ts (`apt-get install postgresql awscli mariadb-server redis-server`, or what brings them elsewhere)
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { POSTGRES, upload } from '../transforms/backup/scripts.ts';
import { restoreTests } from './backup-restore.ts';
import { bucket, expect, hasFailures, isDone, newVolume, pathOf, SHELLS } from './backup-runs.ts';
import { ask, LOOPBACK, PATH, serverIn, stopServer } from './local-postgres.ts';
import { objectStore } from './s3-stand-in.ts';

const KEEP = 2;

const FILL = `CREATE ROLE reader LOGIN PASSWORD 'fake';
CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS what, now() AS at FROM generate_series(1, 20000) n;
GRANT SELECT ON orders TO reader;`;
const SUM = "SELECT count(*), md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o";
const ROLES = "SELECT rolname, rolpassword FROM pg_authid WHERE rolname = 'reader'";

const top = mkdtempSync(join(tmpdir(), 'kustomend-backup-'));
chmodSync(top, 0o755);
const store = await objectStore();
const [source, target] = [await serverIn(top, 'source'), await serverIn(top, 'target')];
try {
  ask(source, 'CREATE DATABASE "shop 2"', 'postgres');
  ask(source, FILL, 'shop 2');
  for (const shell of SHELLS) await roundTrip(shell);
  ask(target, 'DROP ROLE IF EXISTS reader', 'postgres');
  await restoreTests(top, store, target);
  await failing();
} finally {
  for (const each of ['source', 'target']) stopServer(top, each);
  store.close();
  rmSync(top, { recursive: true, force: true });
}
process.exitCode = hasFailures() ? 1 : 0;

/** A dump and its upload, more of them than are kept, and the last one restored. */
async function roundTrip(shell: string): Promise<void> {
  store.objects.clear();
  for (let runs = 0; runs <= KEEP; runs++) {
    const volume = newVolume(top);
    expect(`${shell}: dump ${runs + 1}`, await isDone(shell, POSTGRES, volume, source), true);
    rename(volume, runs);
    expect(
      `${shell}: upload ${runs + 1}`,
      await isDone(shell, upload(true, KEEP), volume, bucket(store)),
      true,
    );
  }
  const folders = [...new Set([...store.objects.keys()].map(each => dirname(each)))].sort();
  expect(
    `${shell}: ${KEEP} dumps are kept, the newest`,
    folders.map(each => basename(each)).join() === 'run-1,run-2',
    true,
  );
  restore(folders.at(-1)!);
  for (const [what, query, database] of [
    ['rows', SUM, 'shop 2'],
    ['roles', ROLES, 'postgres'],
  ] as const) {
    expect(
      `${shell}: ${what} are equal`,
      ask(source, query, database) === ask(target, query, database),
      true,
    );
  }
  ask(target, 'DROP DATABASE "shop 2"', 'postgres');
  ask(target, 'DROP ROLE reader', 'postgres');
}

async function failing(): Promise<void> {
  const wrong = { ...source, PGPASSWORD: 'other' };
  expect('a wrong password', await isDone('dash', POSTGRES, newVolume(top), wrong), false);
  expect('a full disk', await isDone('dash', `ulimit -f 8\n${POSTGRES}`, newVolume(top), source), false);
  const bin = join(top, 'bin');
  mkdirSync(bin);
  for (const tool of ['date', 'mkdir', 'psql', 'pg_dumpall', 'pg_restore'])
    symlinkSync(pathOf(tool), join(bin, tool));
  expect('no pg_dump', await isDone('dash', POSTGRES, newVolume(top), { ...source, PATH: bin }), false);
  const volume = newVolume(top);
  expect('a dump', await isDone('dash', POSTGRES, volume, source), true);
  expect('nothing to upload', await isDone('dash', upload(true, KEEP), newVolume(top), bucket(store)), false);
  expect(
    'no bucket there',
    await isDone('dash', upload(true, KEEP), volume, {
      ...bucket(store),
      S3_ENDPOINT: `http://${LOOPBACK}:1`,
    }),
    false,
  );
  store.refuses = true;
  expect(
    'a bucket that refuses',
    await isDone('dash', upload(true, undefined), volume, bucket(store)),
    false,
  );
}

function restore(folder: string): void {
  const files = [...store.objects].filter(([key]) => dirname(key) === folder);
  for (const [key, body] of files.sort(([a]) => (a.endsWith('globals.sql') ? -1 : 1))) {
    const file = join(newVolume(top), basename(key));
    writeFileSync(file, body);
    const env = { PATH, ...target };
    // The first user is there already.
    if (file.endsWith('.sql')) execFileSync('psql', ['--quiet', '--file', file], { env, stdio: 'ignore' });
    else if (basename(file) !== 'postgres.dump')
      execFileSync('pg_restore', ['--create', '--exit-on-error', '--dbname', 'postgres', file], { env });
  }
}

/** Runs that are one second apart in a cluster are not so here. */
function rename(volume: string, run: number): void {
  const dumps = join(volume, 'dumps');
  const [name] = readdirSync(dumps);
  execFileSync('mv', [join(dumps, name!), join(dumps, `run-${run}`)]);
}
