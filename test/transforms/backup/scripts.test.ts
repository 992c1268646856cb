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
import { mongo, mysql, POSTGRES, redis, upload } from '../../../transforms/backup/scripts.ts';

const folder = mkdtempSync(join(tmpdir(), 'kustomend-backup-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What every image has that has a shell. */
const PLAIN = ['date', 'mkdir', 'ls', 'tail', 'grep', 'gzip', 'cat'];
const ENV = {
  ...{ MYSQL_SERVER: 'db', MYSQL_PORT: '3306', MONGO_SERVER: 'db', MONGO_PORT: '27017' },
  ...{ MONGO_USERNAME: 'shop', MONGO_PASSWORD: 'fake', REDIS_SERVER: 'db', REDIS_SERVER_PORT: '6379' },
  ...{ S3_BUCKET: 'copies', S3_PREFIX: 'shop/db', S3_ENDPOINT: 'http://127.0.0.1:1' },
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
  mkdirSync(join(top, 'backup'));
  prepare?.(join(top, 'backup/dumps'));
  const { status, stderr } = spawnSync('/bin/sh', ['-c', script.replaceAll('/backup', join(top, 'backup'))], {
    env: { ...ENV, PATH: bin },
    encoding: 'utf8',
  });
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
