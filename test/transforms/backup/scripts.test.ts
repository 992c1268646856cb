/** The scripts of a dump by the shell that is here, with tools that only pretend. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as restore from '../../../transforms/backup/restore/restore-scripts.ts';
import { mongo, mysql, POSTGRES, redis, upload } from '../../../transforms/backup/scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'kustomend-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What every image has that has a shell. */
const PLAIN = ['date', 'mkdir', 'ls', 'tail', 'grep', 'gzip', 'cat', 'sleep'];
const ENV = {
  ...{ MYSQL_SERVER: 'db', MYSQL_PORT: '3306', MONGO_SERVER: 'db', MONGO_PORT: '27017' },
  ...{ MONGO_USERNAME: 'shop', MONGO_PASSWORD: 'fake', REDIS_SERVER: 'db', REDIS_SERVER_PORT: '6379' },
  ...{ S3_BUCKET: 'copies', S3_PREFIX: 'shop/db', S3_ENDPOINT: 'http://127.0.0.1:1' },
  ...{ MAX_AGE_HOURS: '32', PGHOST: '/tmp', PGUSER: 'shop', PGDATABASE: 'postgres' },
};

/** Of `--file=PATH` and the like it writes into the file what it is told to. */
const WRITES = (text: string) =>
  `for each; do case $each in --file=*|--result-file=*|--archive=*) printf '${text}' > "\${each#*=}";; *.rdb) printf '${text}' > "$each";; esac; done\n`;
const SILENT = ':\n';
const FAILS = 'exit 1\n';
const POSTGRES_TOOLS = {
  pg_dumpall: WRITES('roles'),
  pg_dump: WRITES('data'),
  psql: "printf 'shop\\nan other\\n'\n",
  pg_restore: SILENT,
};

let runs = 0;

function run(script: string, tools: Readonly<Record<string, string>>, prepare?: (top: string) => void) {
  const top = join(folder, String(runs++));
  const bin = join(top, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const name of PLAIN) {
    const path = ['/bin', '/usr/bin'].map(each => join(each, name)).find(each => existsSync(each));
    if (path !== undefined && !(name in tools)) symlinkSync(path, join(bin, name));
  }
  for (const [name, text] of Object.entries(tools)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const each of ['backup', 'tmp']) mkdirSync(join(top, each));
  prepare?.(join(top, 'backup/dumps'));
  const { status, stderr } = spawnSync(
    '/bin/sh',
    ['-c', script.replace(/\/(?:backup|tmp)\b/g, path => join(top, path))],
    {
      env: { ...ENV, PATH: bin },
      encoding: 'utf8',
    },
  );
  return { isDone: status === 0, says: stderr, files: filesIn(join(top, 'backup/dumps')) };
}

function filesIn(dumps: string): readonly string[] {
  if (!existsSync(dumps)) return [];
  return readdirSync(dumps)
    .flatMap(each => readdirSync(join(dumps, each)))
    .sort();
}

const dumped = (dumps: string) => {
  mkdirSync(join(dumps, '20260101T020000Z'), { recursive: true });
  writeFileSync(join(dumps, '20260101T020000Z/shop.dump'), 'data');
};

const SCRIPTS = {
  POSTGRES,
  mysql: mysql(false),
  mariadb: mysql(true),
  mongo: mongo(true, true),
  redis: redis('redis-cli'),
  upload: upload(true, 3),
  fetch: restore.newestDump(true),
  'restore of POSTGRES': restore.POSTGRES,
  'restore of mysql': restore.mysql(false),
  'restore of mariadb': restore.mysql(true),
  'restore of mongo': restore.mongo(true),
  'restore of redis': restore.redis('redis'),
};

test.each(Object.entries(SCRIPTS))(
  '%s is a script of any shell, and no text for Flux to fill in',
  (_, script) => {
    expect(spawnSync('/bin/sh', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(script).not.toContain('${');
  },
);

describe('of what is there', () => {
  test.each([
    ['PostgreSQL', POSTGRES, POSTGRES_TOOLS, ['an other.dump', 'globals.sql', 'shop.dump']],
    ['MySQL', mysql(false), { mysqldump: WRITES('x\\n-- Dump completed\\n') }, ['all.sql.gz']],
    ['MariaDB', mysql(true), { 'mariadb-dump': WRITES('x\\n-- Dump completed on') }, ['all.sql.gz']],
    ['an older MariaDB', mysql(true), { mysqldump: WRITES('x\\n-- Dump completed on') }, ['all.sql.gz']],
    ['MongoDB', mongo(false, false), { mongodump: WRITES('data') }, ['all.archive.gz']],
    ['Redis', redis('redis-cli'), { 'redis-cli': WRITES('data') }, ['dump.rdb']],
  ])('%s', (_, script, tools, files) =>
    expect(run(script, tools)).toEqual({ isDone: true, says: '', files }),
  );

  test('an upload', () =>
    expect(run(upload(true, 3), { aws: SILENT }, dumped)).toMatchObject({ isDone: true, says: '' }));
});

describe('of what fails', () => {
  test.each([
    [
      'a tool that is missing',
      POSTGRES,
      { ...POSTGRES_TOOLS, pg_dump: undefined },
      /pg_dump is not in this image/,
    ],
    ['a dump that is empty', POSTGRES, { ...POSTGRES_TOOLS, pg_dump: WRITES('') }, /shop\.dump is empty/],
    ['a dump that fails', POSTGRES, { ...POSTGRES_TOOLS, pg_dump: FAILS }, /^$/],
    ['a dump that nothing can read', POSTGRES, { ...POSTGRES_TOOLS, pg_restore: FAILS }, /^$/],
    ['a list of databases that nobody gives', POSTGRES, { ...POSTGRES_TOOLS, psql: FAILS }, /^$/],
    ['a dump that breaks off', mysql(false), { mysqldump: WRITES('CREATE TABLE') }, /has no end/],
    ['neither of two tools', mysql(true), {}, /mysqldump is not in this image/],
    ['a dump of MongoDB that is empty', mongo(false, false), { mongodump: WRITES('') }, /is empty/],
    ['a dump of Redis that fails', redis('redis-cli'), { 'redis-cli': FAILS }, /^$/],
  ])('%s', (_, script, tools, says) => {
    const there = Object.fromEntries(Object.entries(tools).filter(([, text]) => text !== undefined));
    const done = run(script, there as Record<string, string>);
    expect(done.isDone).toBe(false);
    expect(done.says).toMatch(says);
  });

  test.each([
    ['no dump', { aws: SILENT }, undefined, /is empty/],
    ['no program', {}, dumped, /aws is not in this image/],
    ['an upload that fails', { aws: FAILS }, dumped, /^$/],
    ['a list that fails', { aws: 'case $* in *list*) exit 1;; esac\n' }, dumped, /^$/],
  ])('%s', (_, tools, prepare, says) => {
    const done = run(upload(true, 3), tools as Record<string, string>, prepare);
    expect(done.isDone).toBe(false);
    expect(done.says).toMatch(says);
  });
});

/** The time some hours ago, as folders of dumps are called. */
const ago = (hours: number) =>
  new Date(Date.now() - hours * 3_600_000).toISOString().replace(/[-:]|\.\d+/g, '');
/** Lists folders as the client does, each page by its last one, and brings a file of the one that is asked for. */
const holds = (...folders: string[]) =>
  `case $* in *list*) printf '%s\\n' ${folders.join(' ')};; *" cp "*) for each; do :; done; mkdir -p "$each"; printf data > "$each/shop.dump";; esac\n`;

describe('the newest dump', () => {
  test.each([
    ['is fetched', holds(`shop/db/${ago(1)}/`)],
    ['is on the last page', holds(`shop/db/${ago(100)}/`, `shop/db/${ago(1)}/`, 'None')],
    ['may be as old as is said', holds(`shop/db/${ago(31)}/`)],
  ])('%s', (_, aws) =>
    expect(run(restore.newestDump(true), { aws })).toEqual({ isDone: true, says: '', files: ['shop.dump'] }),
  );

  test.each([
    ['is not there', holds('None'), /there is no dump in s3:\/\/copies\/shop\/db\//],
    ['is on no page', SILENT, /there is no dump/],
    ['is too old', holds(`shop/db/${ago(33)}/`), /is older than 32 hours/],
    ['is none', holds('shop/db/by-hand/'), /is not called as a dump is/],
    ['is in a bucket that does not answer', FAILS, /^$/],
    ['does not come', `case $* in *" cp "*) exit 1;; esac\n${holds(`shop/db/${ago(1)}/`)}`, /^$/],
  ])('%s', (_, aws, says) => {
    const done = run(restore.newestDump(true), { aws });
    expect(done.isDone).toBe(false);
    expect(done.says).toMatch(says);
  });
});

describe('a restore ends', () => {
  const TOOLS = {
    ...{ initdb: SILENT, postgres: 'exec sleep 30\n', pg_isready: SILENT, pg_restore: SILENT },
    psql: 'case $* in *datname*) echo shop;; *count*) echo 2;; esac\n',
  };
  const filled = (dumps: string) => {
    dumped(dumps);
    writeFileSync(join(dumps, '20260101T020000Z/globals.sql'), 'CREATE ROLE shop;\nCREATE ROLE reader;\n');
  };
  const restored = (tools: Readonly<Record<string, string | undefined>>, prepare = filled) => {
    const all = Object.entries({ ...TOOLS, ...tools }).filter(([, text]) => text !== undefined);
    return run(restore.POSTGRES, Object.fromEntries(all) as Record<string, string>, prepare);
  };

  test('well with rows', () => expect(restored({})).toMatchObject({ isDone: true }));

  test.each([
    ['with a tool that is missing', { pg_restore: undefined }, filled, /pg_restore is not in this image/],
    ['without roles', {}, dumped, /globals\.sql is empty/],
    [
      'with a server that does not start',
      { postgres: FAILS, pg_isready: FAILS },
      filled,
      /the server has ended/,
    ],
    ['with roles that are refused', { psql: FAILS }, filled, /^$/],
    ['with a dump that nothing can read', { pg_restore: FAILS }, filled, /^$/],
    [
      'with no row',
      { psql: 'case $* in *datname*) echo shop;; *count*) echo 0;; esac\n' },
      filled,
      /nothing has come back/,
    ],
  ])('badly %s', (_, tools, prepare, says) => {
    const done = restored(tools, prepare);
    expect(done.isDone).toBe(false);
    expect(done.says).toMatch(says);
  });
});
