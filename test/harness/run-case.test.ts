/** `npm run case` says in a line what its author can mend, and blesses nothing that says nothing. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CaseRun, runCase } from '../../scripts/run-case.ts';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import { defineTransform, type Proposal } from '../../src/transform.ts';
import { COMMON, deployment } from '../plan/tiny.ts';

const ID = 'revision-history';
const GOOD = {
  'repo/kustomization.yaml': 'resources:\n- web.yaml\n',
  'repo/web.yaml': deployment('web', '  revisionHistoryLimit: 3\n'),
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kustomend-cases-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes the case `already-good` and runs it. */
function runWith(files: Readonly<Record<string, string>>, ...args: readonly string[]): CaseRun {
  for (const [path, text] of Object.entries(files)) {
    const file = inCase(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return runCase([`${ID}/already-good`, ...args], root);
}

function inCase(path: string): string {
  return join(root, ID, 'cases/already-good', path);
}

test('expected files that are not there yet are not written yet, until -u writes them', () => {
  const first = runWith(GOOD);
  expect(first).toMatchObject({ code: 1, out: 'nothing is found' });
  expect(first.err).toMatch(
    /expected\.txt is not written yet: -u\n.*expected\.diff is not written yet: -u\n/,
  );
  expect(runWith(GOOD, '-u').code).toBe(0);
  expect(readFileSync(inCase('expected.txt'), 'utf8')).toBe('');
  expect(runWith(GOOD)).toEqual({ code: 0, out: 'nothing is found', err: '' });
  const other = runWith({ 'expected.txt': 'planned something\n' });
  expect(other.code).toBe(1);
  expect(other.err).toContain('expected.txt is otherwise:\n-planned something');
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'a root that does not build',
    { ...GOOD, 'repo/kustomization.yaml': 'resources:\n- wbe.yaml\n' },
    'already-good/repo/kustomization.yaml:2: does not build: ',
  ],
  ['a repository without a root', { 'repo/README.md': '# nothing\n' }, 'already-good/repo has no root'],
  [
    'an option that the transform does not have',
    { ...GOOD, 'repo/kustomend.yaml': `transforms:\n  ${ID}:\n    limits: 3\n` },
    `already-good/repo/kustomend.yaml:3:5: unknown option "limits" of ${ID}, did you mean "limit"?`,
  ],
  [
    'a value below the minimum',
    { ...GOOD, 'repo/kustomend.yaml': `transforms:\n  ${ID}:\n    limit: 0\n` },
    'expected at least 1, found 0',
  ],
  [
    'a configuration that cannot be read',
    { ...GOOD, 'repo/kustomend.yaml': 'transfroms: {}\n' },
    'already-good/repo/kustomend.yaml:1:1: unknown key "transfroms", did you mean "transforms"?',
  ],
  [
    'a key that case.yaml does not have',
    { ...GOOD, 'case.yaml': 'unsave: true\n' },
    'already-good/case.yaml:1:1: unknown key "unsave", did you mean "unsafe"?',
  ],
  [
    'a transform that is not there',
    { ...GOOD, 'case.yaml': 'only: [revision-histroy]\n' },
    `already-good/case.yaml: no transform "revision-histroy", did you mean "${ID}"?`,
  ],
  ['a case.yaml that is no YAML', { ...GOOD, 'case.yaml': 'about: "\n' }, 'already-good/case.yaml:'],
  ['a case without a repository', { 'case.yaml': '' }, 'already-good/repo is missing'],
  [
    'a root that is said not to build, and builds',
    { ...GOOD, 'case.yaml': "unbuilt: ['.']\n" },
    'already-good/case.yaml: no root "." that fails to build',
  ],
])('%s is refused, by -u too', (_, files, message) => {
  const { code, err } = runWith(files, '-u');
  expect(code).toBe(1);
  expect(err.split('\n')).toHaveLength(1);
  expect(err).toContain(message);
  expect(existsSync(inCase('expected.txt'))).toBe(false);
});

test('a root may fail to build where the case says so', () => {
  const files = {
    ...GOOD,
    'repo/kustomization.yaml': 'resources:\n- wbe.yaml\n',
    'case.yaml': "unbuilt: ['.']\n",
  };
  expect(runWith(files, '-u')).toMatchObject({ code: 0 });
});

test.each<[string, Pick<Proposal, 'evidence' | 'doubts'>, string]>([
  [
    'a fix with neither evidence nor doubt',
    { evidence: [] },
    `transform ${ID}: a fix "missing" with neither`,
  ],
  [
    'a message with a placeholder that nothing fills',
    { evidence: [], doubts: ['it may be wrong'] },
    `transforms/${ID}: nothing in data fills {limit}: It keeps {limit}`,
  ],
])('%s is refused, by -u too', (_, grounds, message) => {
  const faulty = defineTransform({
    ...COMMON,
    id: ID,
    placement: { field: 'source', resource: 'beside' },
    messages: { missing: 'It keeps {limit}' },
    docs: { why: '', risk: '', links: [], sameAs: [] },
    *plan(resource): Iterable<Proposal<'missing'>> {
      const path = ['spec', 'paused'];
      yield {
        ...grounds,
        message: 'missing',
        at: { on: resource.key, path },
        changes: [resource.set(path, true)],
      };
    },
  });
  runWith(GOOD);
  const { code, err } = runCase([`${ID}/already-good`, '-u'], root, [faulty as unknown as AnyTransform]);
  expect(code).toBe(1);
  expect(err.split('\n')).toHaveLength(1);
  expect(err.startsWith(message)).toBe(true);
  expect(existsSync(inCase('expected.txt'))).toBe(false);
});

describe('a call that names no case', () => {
  beforeEach(() => runWith(GOOD));

  test.each<[readonly string[], string]>([
    [[], 'which case?'],
    [['revision-histroy/example'], 'no transform "revision-histroy", did you mean "revision-history"?'],
    [[ID], `which case of ${ID}?\n  ${ID}/already-good`],
    [[`${ID}/already-god`], `no case "already-god" of ${ID}, did you mean "already-good"?`],
    [[`${ID}/already-good`, '--updat'], 'unknown option --updat, did you mean "--update"?'],
    [[`${ID}/already-good`, '-x'], 'unknown option -x'],
    [[`${ID}/already-good`, '--update=yes'], '--update takes no value'],
    [['a/b', 'c/d'], 'one case at a time'],
  ])('%j says what it lacks', (args, message) => {
    const { code, err } = runCase(args, root);
    expect(code).toBe(2);
    expect(err.startsWith(message)).toBe(true);
  });

  test('--help is how to call it', () => {
    expect(runCase(['--help'], root)).toMatchObject({ code: 0, out: expect.stringMatching(/^usage: /) });
  });
});
