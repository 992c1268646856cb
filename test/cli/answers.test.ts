/** Answers that are kept: never another one than a run that works everything out, whatever has happened to the files. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer } from '../../src/cli/cache/answer.ts';
import { stillHolding } from '../../src/cli/cache/facts.ts';
import { keepAnswer, keptAnswer } from '../../src/cli/cache/store.ts';
import { JSON_VERSION } from '../../src/report/formats/json.ts';
import type { Report } from '../../src/report/formats/report-schema.ts';
import {
  environment,
  git,
  kustomend,
  kustomendAside,
  newRepo,
  programOf,
  type Result,
  SHOP,
  writeIn,
} from './cli.ts';

/** What starts the program, without the program: it can only say what is kept. */
const alone = join(dirname(programOf()), 'alone/kustomend.cjs');
mkdirSync(dirname(alone));
copyFileSync(programOf(), alone);

function kept(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Result | null {
  const { status, stdout, stderr } = spawnSync(process.execPath, [alone, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: environment(env),
  });
  return stderr.includes('kustomend-program.cjs') ? null : { code: status, stdout, stderr };
}

const anew = (root: string, args: readonly string[]) => kustomend(root, [...args, '--no-cache']);
const answersIn = (root: string) => join(root, '.git/kustomend/answers');
const filesIn = (folder: string) => readdirSync(folder).map(name => join(folder, name));

const SECRET = 'correct-horse-battery';
const MANY: Readonly<Record<string, string>> = {
  ...SHOP,
  'base/kustomization.yaml':
    'resources:\n- deployment.yaml\nsecretGenerator:\n- name: db\n  envs: [db.env]\n',
  'base/db.env': `PASSWORD=${SECRET}\n`,
  'broken/kustomization.yaml': 'resources:\n- missing.yaml\n',
};

test.each([
  [SHOP, ['scan', '--format', 'json']],
  [MANY, ['preview', '--check', '--unsafe']],
  [MANY, ['overlay', '--env', 'production']],
])('the same is said without what is kept, when it is kept, and from it', (files, args) => {
  const root = newRepo(files);
  const expected = anew(root, args);
  expect(existsSync(answersIn(root))).toBe(false);
  expect(kept(root, args)).toBeNull();
  expect(kustomend(root, args)).toEqual(expected);
  expect(kept(root, args)).toEqual(expected);
  expect(kustomend(root, args)).toEqual(expected);
});

test('another question has no answer yet', () => {
  const root = newRepo(SHOP);
  kustomend(root, ['scan']);
  expect(kept(root, ['scan'])).not.toBeNull();
  expect(kept(root, ['scan', '--color'])).toBeNull();
  expect(kept(root, ['scan'], { FORCE_COLOR: '1' })).toBeNull();
  expect(kept(join(root, 'base'), ['scan'])).toBeNull();
  expect(kept(root, ['scan'], { KUSTOMEND_CACHE: 'off' })).toBeNull();
});

const BASE = 'base/deployment.yaml';
const edited = (root: string, path: string, from: string, to: string) => {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, path), text.replace(from, to));
};

describe('nothing is said from what is kept once', () => {
  const root = newRepo({
    ...MANY,
    'kustomend.yaml': 'ignore:\n- {id: probes, reason: later, until: 2999-01-01}\n',
  });
  const long = Date.now() / 1000 - 1000;
  test.each<[string, () => void]>([
    ['a file is edited', () => edited(root, BASE, 'replicas: 2', 'replicas: 3')],
    [
      'a file of the same length and time has other words',
      () => {
        edited(root, BASE, 'replicas: 3', 'replicas: 4');
        utimesSync(join(root, BASE), long, long);
      },
    ],
    ['a value of a generator is another', () => edited(root, 'base/db.env', 'horse', 'zebra')],
    ['a file is there that was missing', () => writeIn(root, 'broken/missing.yaml', 'kind: List\n')],
    ['a kustomization has a second name', () => writeIn(root, 'base/kustomization.yml', 'resources: []\n')],
    ['it has gone again', () => rmSync(join(root, 'base/kustomization.yml'))],
    [
      'a manifest is new that nobody lists',
      () => writeIn(root, 'plain/new.yaml', readFileSync(join(root, BASE), 'utf8')),
    ],
    ['git ignores it', () => writeIn(root, '.gitignore', 'plain\n')],
    ['a file is gone', () => rmSync(join(root, 'broken/missing.yaml'))],
    ['the configuration is another', () => edited(root, 'kustomend.yaml', 'probes', 'resources')],
    [
      'a folder is a link to what it was',
      () => {
        renameSync(join(root, 'base'), join(root, 'moved'));
        symlinkSync('moved', join(root, 'base'));
      },
    ],
    ['there is a repository of its own', () => git(join(root, 'broken'), 'init', '-q')],
    ['a write was cut short', () => writeIn(root, '.git/kustomend/kustomend-journal.json', '{}\n')],
  ])('%s', (_, change) => {
    const args = ['scan', '--format', 'json'];
    const before = kustomend(root, args);
    expect(kept(root, args)).toEqual(before);
    change();
    expect(kept(root, args)).toBeNull();
  });

  test('nor is anything kept of a run beside a write that was cut short', () => {
    const args = ['scan', '--format', 'json'];
    expect(kustomend(root, args)).toEqual(anew(root, args));
    expect(kept(root, args)).toBeNull();
  });
});

test('files that are only touched or staged change nothing, and are read once more at most', () => {
  const root = newRepo(SHOP);
  const args = ['preview', '--check'];
  writeIn(root, 'base/new.yaml', 'kind: List\n');
  const before = kustomend(root, args);
  for (const file of ['base/new.yaml', BASE]) utimesSync(join(root, file), 1, 1);
  git(root, 'add', '-A');
  expect(kept(root, args)).toEqual(before);
  expect(kept(root, args)).toEqual(before);
});

test('an answer about a revision rests on what has changed since', () => {
  const root = newRepo(SHOP);
  const args = ['scan', '--since', 'HEAD'];
  kustomend(root, args);
  expect(kept(root, args)).not.toBeNull();
  git(root, 'commit', '-q', '--allow-empty', '-m', 'more');
  expect(kept(root, args)).not.toBeNull();
  writeIn(root, BASE, readFileSync(join(root, BASE), 'utf8').replace('replicas: 2', 'replicas: 3'));
  const since = kustomend(root, args);
  git(root, 'commit', '-q', '-a', '-m', 'three');
  expect(kept(root, args)).toBeNull();
  expect(kustomend(root, args)).not.toEqual(since);
});

test('an answer besides a baseline rests on that', () => {
  const root = newRepo(SHOP);
  const report = (findings: readonly unknown[]) =>
    writeIn(root, '../baseline.json', JSON.stringify({ version: JSON_VERSION, findings }));
  report([]);
  const args = ['scan', '--baseline', '../baseline.json'];
  const all = kustomend(root, args);
  expect(kept(root, args)).toEqual(all);
  report((JSON.parse(anew(root, ['scan', '--format', 'json']).stdout) as Report).findings);
  expect(kept(root, args)).toBeNull();
  const none = kustomend(root, args);
  expect(none).not.toEqual(all);
  expect(kept(root, args)).toEqual(none);
});

describe('what is no answer of this user is none', () => {
  const args = ['preview', '--check'];
  const root = newRepo(MANY);
  const expected = anew(root, args);
  test.each<[string, (file: string) => void]>([
    ['torn', file => truncateSync(file, statSync(file).size - 10)],
    ['empty', file => truncateSync(file, 0)],
    ['changed', file => edited(root, file.slice(root.length + 1), '"code":1', '"code":0')],
    ['of another version', file => edited(root, file.slice(root.length + 1), 'answer 1', 'answer 0')],
    [
      'a link',
      file => {
        renameSync(file, `${file}.away`);
        symlinkSync(`${file}.away`, file);
      },
    ],
    [
      'a folder, in whose place nothing is put',
      file => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])('%s', (_, spoil) => {
    if (!existsSync(answersIn(root))) kustomend(root, args);
    const [file] = filesIn(answersIn(root));
    expect(kept(root, args)).toEqual(expected);
    spoil(file!);
    expect(kept(root, args)).toBeNull();
    expect(kustomend(root, args)).toEqual(expected);
  });

  test('of another question, and of somebody else', () => {
    const other = newRepo(SHOP);
    kustomend(other, ['scan']);
    const [first] = filesIn(answersIn(other));
    kustomend(other, ['preview']);
    const second = filesIn(answersIn(other)).find(file => file !== first)!;
    copyFileSync(first!, second);
    expect(kept(other, ['preview'])).toBeNull();
    expect(kept(other, ['scan'])).not.toBeNull();
    expect(kept(other, ['scan'], { XDG_CACHE_HOME: join(dirname(alone), 'theirs') })).toBeNull();
  });
});

test.each<[string, (path: string) => void]>([
  ['a file', path => writeFileSync(path, '')],
  ['a link', path => symlinkSync(dirname(alone), path)],
])('%s in the place of the folder keeps nothing, and nothing is said of it', (_, put) => {
  const root = newRepo(SHOP);
  put(join(root, '.git/kustomend'));
  expect(kustomend(root, ['scan'])).toEqual(anew(root, ['scan']));
  expect(kept(root, ['scan'])).toBeNull();
  expect(existsSync(join(dirname(alone), 'answers'))).toBe(false);
});

test('an answer is for one day where an exemption ends', () => {
  const root = newRepo(SHOP);
  kustomend(root, ['scan']);
  expect(kept(root, ['scan'])).not.toBeNull();
  const answerIn = () =>
    JSON.parse(readFileSync(filesIn(answersIn(root))[0]!, 'utf8').split('\n')[1]!) as Answer;
  expect(answerIn().facts.today).toBeNull();
  writeIn(root, 'kustomend.yaml', 'ignore:\n- {id: probes, reason: later, until: 2999-01-01}\n');
  kustomend(root, ['scan']);
  const { facts } = answerIn();
  const standpoint = { cwd: root, env: environment(), began: Date.now(), digest: () => facts.listed };
  const here = { ...facts, files: [] };
  expect(stillHolding(here, standpoint)).toBe(here);
  expect(stillHolding({ ...here, today: '2026-01-01' }, standpoint)).toBeUndefined();
});

test('what kustomize has said holds for that kustomize, and for all files that it could read', () => {
  const root = newRepo({
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml': 'kind: {\n',
    'b.txt': 'b\n',
  });
  const says = (words: string) => {
    const program = join(root, '../bin-of-answers/kustomize');
    writeIn(
      dirname(program),
      'kustomize',
      `#!/bin/sh\n[ "$1" = version ] && echo v5.8.2 && exit\necho 'Error: ${words}' >&2\nexit 1\n`,
    );
    chmodSync(program, 0o755);
    return { PATH: `${dirname(program)}:${environment().PATH}` };
  };
  const env = says('it is torn');
  const torn = kustomend(root, ['scan'], env);
  expect(torn.stderr).toContain('it is torn');
  expect(kept(root, ['scan'], env)).toEqual(torn);
  says('it is worn');
  expect(kept(root, ['scan'], env)).toBeNull();
  const worn = kustomend(root, ['scan'], env);
  expect(worn.stderr).toContain('it is worn');
  expect(kept(root, ['scan'], env)).toEqual(worn);
  writeIn(root, 'b.txt', 'c\n');
  expect(kept(root, ['scan'], env)).toBeNull();
});

test('what writes, or asks somebody else, is not repeated', () => {
  const root = newRepo(SHOP);
  for (const args of [
    ['preview', '--output', '../fix.patch'],
    ['scan', '--format', 'json=../report.json'],
    ['preview', '--no-cache'],
  ])
    kustomend(root, args);
  kustomend(root, ['scan'], { KUSTOMEND_CACHE: 'off' });
  expect(existsSync(answersIn(root))).toBe(false);
});

test('answers are for the user alone, and hold no secret', () => {
  const root = newRepo(MANY);
  kustomend(root, ['--diff', '--unsafe']);
  const [file] = filesIn(answersIn(root));
  expect(statSync(file!).mode & 0o077).toBe(0);
  expect(readFileSync(file!, 'utf8')).toContain('base/db.env');
  expect(readFileSync(file!, 'utf8')).not.toContain(SECRET);
});

test('two runs at a time keep one answer', async () => {
  const root = newRepo(SHOP);
  const [first, second] = await Promise.all([kustomendAside(root, ['scan']), kustomendAside(root, ['scan'])]);
  expect(second).toEqual(first);
  expect(kept(root, ['scan'])).toEqual(first);
  expect(readdirSync(answersIn(root))).toHaveLength(1);
});

test('the oldest answers go', () => {
  const own = join(newRepo({}), '.git/kustomend');
  const key = Buffer.alloc(32);
  const facts = {
    root: '',
    named: [],
    selected: [],
    listed: '',
    since: null,
    today: null,
    baseline: null,
    kustomize: null,
    files: [],
  };
  const nameOf = (number: number) => `${String(number).padStart(32, '0')}.answer`;
  for (let number = 0; number < 50; number++) {
    keepAnswer(own, nameOf(number), { facts, said: [], code: number }, key);
    utimesSync(join(own, 'answers', nameOf(number)), number, number);
  }
  expect(readdirSync(join(own, 'answers'))).toHaveLength(40);
  expect(keptAnswer(own, nameOf(0), key)).toBeUndefined();
  expect(keptAnswer(own, nameOf(49), key)?.code).toBe(49);
});
