/** The restore test of `backup` with real servers: what their dumps are made of comes back, and what does not is said. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import * as restore from '../transforms/backup/restore/restore-scripts.ts';
import { mysql, POSTGRES, redis, upload } from '../transforms/backup/scripts.ts';
import {
  bucket,
  expect,
  expectFailure,
  isThere,
  newVolume,
  type Run,
  runOf,
  SHELLS,
  serversUser,
} from './backup-runs.ts';
import { ask, freePort, LOOPBACK, type Login } from './local-postgres.ts';
import type { ObjectStore } from './s3-stand-in.ts';

const FRESH = { MAX_AGE_HOURS: '32' };
const HAS_NO_TEXT = /is empty|could not read|too short/;
const NOT_THERE = /there is no dump/;

interface Kind {
  readonly name: string;
  readonly dump: string;
  readonly restore: string;
  /** What the dump is told of its server, and the test of its own. */
  readonly source: object;
  readonly own: (volume: string) => object;
  readonly hasNothing: RegExp;
  readonly isCut: RegExp;
  /** Fills the source, which is empty before. */
  fill(): void;
  stop(): void;
}

/** @param login of a PostgreSQL without databases of its own */
export async function restoreTests(top: string, store: ObjectStore, login: Login): Promise<void> {
  for (const begin of [() => postgres(login), () => mariadb(top), () => redisOf(top)]) {
    const kind = await begin();
    if (kind === undefined) continue;
    try {
      await restored(kind, top, store);
    } finally {
      kind.stop();
    }
  }
}

async function restored(kind: Kind, top: string, store: ObjectStore): Promise<void> {
  const { name } = kind;
  const copy = async () => {
    store.objects.clear();
    const volume = newVolume(top);
    for (const [what, script, env] of [
      ['dump', kind.dump, kind.source],
      ['upload', upload(true, undefined), bucket(store)],
    ] as const) {
      const run = await runOf('dash', script, volume, env);
      expect(`${name}: ${what}`, run.isDone, true);
      if (!run.isDone) console.log(run.says);
    }
  };
  const test = async (shell = 'dash'): Promise<Run> => {
    const volume = newVolume(top);
    const fetched = await runOf(shell, restore.newestDump(true), volume, { ...bucket(store), ...FRESH });
    return fetched.isDone
      ? runOf(shell, kind.restore, volume, kind.own(volume), { user: serversUser(volume) })
      : fetched;
  };
  await copy();
  expectFailure(`${name}: a dump of nothing`, await test(), kind.hasNothing);
  kind.fill();
  await copy();
  for (const shell of SHELLS) {
    const run = await test(shell);
    expect(`${name}: restored by ${shell}`, run.isDone, true);
    if (!run.isDone) console.log(run.says);
  }
  const whole = new Map(store.objects);
  const largest = [...whole]
    .filter(([key]) => !key.endsWith('.sql'))
    .sort(([, a], [, b]) => b.length - a.length)[0]!;
  for (const shell of SHELLS) {
    store.objects.set(largest[0], largest[1].subarray(0, Math.floor(largest[1].length / 2)));
    expectFailure(`${name}: half of a dump, by ${shell}`, await test(shell), kind.isCut);
    store.objects.set(largest[0], Buffer.alloc(0));
    expectFailure(`${name}: a file of nothing, by ${shell}`, await test(shell), HAS_NO_TEXT);
    store.objects.set(largest[0], largest[1]);
  }
  moved(store, whole, () => new Date(Date.now() - 33 * 3_600_000));
  for (const shell of SHELLS)
    expectFailure(`${name}: an old dump, by ${shell}`, await test(shell), /is older than 32 hours/);
  moved(store, whole, () => new Date(Date.now() - 31 * 3_600_000));
  expect(`${name}: one that is just new enough`, (await test()).isDone, true);
  store.objects.clear();
  for (const shell of SHELLS) expectFailure(`${name}: no dump, by ${shell}`, await test(shell), NOT_THERE);
  store.objects.set('copies/shop/db/by-hand/all.sql', Buffer.from('x'));
  expectFailure(`${name}: a folder of somebody else`, await test(), /is not called as a dump is/);
}

/** The same files in a folder of another time. */
function moved(store: ObjectStore, files: ReadonlyMap<string, Buffer>, time: () => Date): void {
  const name = time()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  store.objects.clear();
  for (const [key, body] of files)
    store.objects.set(`${dirname(dirname(key))}/${name}/${basename(key)}`, body);
}

function postgres(login: Login): Kind {
  return {
    name: 'PostgreSQL',
    dump: POSTGRES,
    restore: restore.POSTGRES,
    source: login,
    own: volume => ({ PGHOST: join(volume, 'tmp'), PGUSER: login.PGUSER, PGDATABASE: 'postgres' }),
    hasNothing: /no table has a row/,
    isCut: /pg_restore: error/,
    fill: () => {
      ask(login, 'CREATE ROLE "the owner"', 'postgres');
      ask(login, 'CREATE ROLE reader LOGIN PASSWORD \'fake\'; GRANT "the owner" TO reader', 'postgres');
      ask(login, 'CREATE DATABASE "shop 2" OWNER "the owner"', 'postgres');
      ask(
        login,
        'CREATE TABLE orders AS SELECT n AS id, md5(n::text) AS what FROM generate_series(1, 20000) n',
        'shop 2',
      );
      ask(login, 'CREATE TABLE notes AS SELECT 1 AS id; GRANT SELECT ON notes TO reader', 'postgres');
    },
    stop: () => undefined,
  };
}

async function mariadb(top: string): Promise<Kind | undefined> {
  if (!isThere('mariadbd')) return absent('mariadbd');
  const volume = newVolume(top);
  const data = join(volume, 'data');
  const socket = join(volume, 'tmp/source.sock');
  const port = String(await freePort());
  asOther(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal'],
    volume,
  );
  const server = started(
    'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--port=${port}`,
      `--bind-address=${LOOPBACK}`,
      `--pid-file=${socket}.pid`,
    ],
    volume,
  );
  const tell = (text: string) =>
    execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root', `--execute=${text}`], {
      stdio: 'ignore',
      env: { ...process.env, MYSQL_PWD: 'fake' },
    });
  await answered(() =>
    execFileSync(
      'mariadb',
      [
        '--no-defaults',
        `--socket=${socket}`,
        '--user=root',
        "--execute=ALTER USER root@localhost IDENTIFIED BY 'fake'",
      ],
      { stdio: 'ignore' },
    ),
  );
  tell("CREATE USER root@'%' IDENTIFIED BY 'fake'; GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION");
  return {
    name: 'MariaDB',
    dump: mysql(true),
    restore: restore.mysql(true),
    source: { MYSQL_SERVER: LOOPBACK, MYSQL_PORT: port, MYSQL_PWD: 'fake' },
    own: () => ({}),
    hasNothing: /no table has a row/,
    isCut: /gzip.*unexpected end/,
    fill: () => {
      tell(
        'CREATE DATABASE `shop-2`; CREATE TABLE `shop-2`.`the orders` (id INT PRIMARY KEY, what LONGBLOB)',
      );
      tell('INSERT INTO `shop-2`.`the orders` SELECT seq, REPEAT(MD5(seq), 20) FROM `shop-2`.seq_1_to_20000');
      tell('CREATE EVENT `shop-2`.purge ON SCHEDULE EVERY 1 SECOND DO DELETE FROM `shop-2`.`the orders`');
      tell("CREATE USER reader@'%' IDENTIFIED BY 'other'; GRANT SELECT ON `shop-2`.* TO reader@'%'");
    },
    stop: () => server.kill('SIGKILL'),
  };
}

async function redisOf(top: string): Promise<Kind | undefined> {
  if (!isThere('redis-server')) return absent('redis-server');
  const volume = newVolume(top);
  const port = String(await freePort());
  const server = started(
    'redis-server',
    ['--dir', volume, '--port', port, '--bind', LOOPBACK, '--requirepass', 'fake'],
    volume,
  );
  const tell = (...words: string[]) =>
    execFileSync('redis-cli', ['-p', port, ...words], {
      encoding: 'utf8',
      env: { ...process.env, REDISCLI_AUTH: 'fake' },
    });
  await answered(() => {
    if (!tell('PING').startsWith('PONG')) throw new Error('not yet');
  });
  return {
    name: 'Redis',
    dump: redis('redis-cli'),
    restore: restore.redis('redis'),
    source: { REDIS_SERVER: LOOPBACK, REDIS_SERVER_PORT: port, REDISCLI_AUTH: 'fake' },
    own: () => ({}),
    hasNothing: /no key is there/,
    isCut: /the server has ended/,
    fill: () => {
      for (let key = 0; key < 50; key++) tell('-n', '3', 'SET', `key ${key}`, 'x'.repeat(1000));
    },
    stop: () => server.kill('SIGKILL'),
  };
}

function absent(program: string): undefined {
  console.log(`${program} is not here`);
}

function asOther(program: string, args: readonly string[], cwd: string): void {
  execFileSync(program, [...args], { cwd, stdio: 'ignore', ...serversUser(cwd) });
}

function started(program: string, args: readonly string[], cwd: string): ChildProcess {
  return spawn(program, [...args], { cwd, stdio: 'ignore', ...serversUser(cwd) });
}

async function answered(tell: () => void): Promise<void> {
  for (let left = 60; ; left--) {
    try {
      tell();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise(done => setTimeout(done, 500));
    }
  }
}
