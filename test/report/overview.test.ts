/** The first screen, as text. */

import { overview } from '../../src/report/overview/overview.ts';
import { PLAIN } from '../../src/report/words/colors.ts';
import { newFix, newPlan, newRoot } from './fixture.ts';

/** Nothing was typed. */
const nothingAgain = () => '';

const context = { witness: 'kustomize is not asked', hidden: [], mask: (text: string) => text };
const SCREEN = { columns: 80, rows: 24 };
const ROOTS = ['dev', 'production'].map(name =>
  newRoot({ folder: `overlays/${name}`, environment: { name, tier: undefined }, objects: 4, restarts: 2 }),
);
const FOLDERS = ROOTS.map(({ folder }) => folder);

const asked = (name: string, id: string) =>
  newFix({
    id,
    roots: FOLDERS,
    status: 'person',
    reason: 'which user? images: {api: {user: ?, writes: [?]}}',
    asks: [{ type: 'image', image: 'api', facts: ['user', 'writes'] }],
    subject: { ...newFix().subject, name },
    brief: 'may run as root',
  });

const plan = newPlan({
  roots: ROOTS,
  fixes: [
    newFix({ id: 'a00000000000', roots: FOLDERS }),
    asked('api', 'b00000000000'),
    asked('worker', 'c00000000000'),
    newFix({
      id: 'd00000000000',
      transform: 'resources',
      severity: 'high',
      status: 'unsafe',
      brief: 'no memory limit',
      restarts: false,
    }),
    newFix({ id: 'e00000000000', status: 'ignored' }),
  ],
});

test('what was looked at, a line for each remediation, what becomes of it, what settles most, what is next', () => {
  expect(
    overview(plan, { ...context, screen: SCREEN, again: nothingAgain }, PLAIN),
  ).toBe(`looked at 2 roots (dev and production) with 8 objects
remediation      worst    fixable unsafe answer restarts  example
security-context critical       1      0      2        1  may run as root (web)
resources        high           0      1      0        0  no memory limit (web)

4 findings: 1 fixable, 1 needs --unsafe, 2 need an answer
exempt: 1
writes 1 file (1 edit), restarts 2 workloads a root, each once
answers that settle most (kustomend init writes all questions down):
  2 findings image api: user, writes
proof: 0 kustomizations; kustomize is not asked
next: kustomend review, kustomend fix, kustomend explain a00000
`);
});

test('of an example that would be a few letters nothing is left, and a place gives way to a good one', () => {
  const headIn = (columns: number, shown = plan) =>
    overview(shown, { ...context, screen: { ...SCREEN, columns } }, PLAIN)
      .split('\n')
      .find(line => line.startsWith('remediation'));
  expect(headIn(80)).toMatch(/restarts {2}example$/);
  expect(headIn(76)).toMatch(/restarts where$/);
});

test('a narrow window has fewer columns, and no line that it would break', () => {
  const narrow = { ...context, screen: { columns: 52, rows: 24 }, again: nothingAgain };
  const lines = overview(plan, narrow, PLAIN).split('\n');
  expect(lines.filter(line => line.length > 52)).toEqual([]);
  expect(lines.find(line => line.startsWith('remediation'))).toBe(
    'remediation      fixable unsafe answer restarts',
  );
});

test('the example goes before a number does', () => {
  const waiting = { asks: [], lookups: ['docker.io/library/web:1'] };
  const more = [
    newFix({ id: 'f00000000000', status: 'reported', roots: FOLDERS }),
    newFix({ ...waiting, id: 'f10000000000', status: 'person', roots: FOLDERS }),
  ];
  const text = overview({ ...plan, fixes: [...plan.fixes, ...more] }, { ...context, screen: SCREEN }, PLAIN);
  expect(text.split('\n')[1]).toBe(
    'remediation      worst    fixable unsafe answer digest reported restarts',
  );
  expect(text).toContain('digests of 1 image are asked for');
});

test('roots without an environment are named where others have one', () => {
  const roots = [...ROOTS, newRoot({ folder: 'tools', environment: { name: undefined, tier: undefined } })];
  expect(overview(newPlan({ roots }), context, PLAIN)).toMatch(
    /^looked at 3 roots \(dev, production and no environment\)/,
  );
});

test('where there is room, the diff is named beside the review', () => {
  const wide = { ...context, screen: { columns: 100, rows: 24 }, again: nothingAgain };
  expect(overview(plan, wide, PLAIN)).toContain(
    'next: kustomend review, kustomend --diff, kustomend fix, kustomend explain a00000\n',
  );
});

test('what comes next: a look at what is unsafe, or the questions', () => {
  const of = (status: 'unsafe' | 'person') =>
    overview(newPlan({ fixes: [newFix({ status })], changes: [] }), { ...context, again: () => ' a' }, PLAIN);
  expect(of('unsafe')).toMatch(/^next: kustomend --unsafe --diff a, kustomend explain 012345 a$/m);
  expect(of('person')).toMatch(/^next: kustomend init a, kustomend scan a$/m);
});

test('what a registry knows is counted apart from what a person knows', () => {
  const lookups = ['docker.io/library/web:1'];
  const said = overview(
    newPlan({ fixes: [newFix({ status: 'person', lookups })], changes: [] }),
    { ...context, again: nothingAgain },
    PLAIN,
  );
  expect(said).toMatch(/^remediation.* digest /m);
  expect(said).not.toMatch(/^remediation.* answer /m);
  expect(said).toContain('digests of 1 image are asked for by kustomend pin --write\n');
  expect(said).toContain('1 finding: 0 fixable, 0 need --unsafe, 0 need an answer, 1 needs a digest\n');
  expect(said).toContain('next: kustomend pin --write\n');
});

test('what is unsafe and written, too, is no finding that needs a flag', () => {
  const fixes = [newFix(), newFix({ id: 'a00000000000', safety: 'unsafe' })];
  expect(overview(newPlan({ fixes }), context, PLAIN)).toContain(
    '2 findings: 2 fixable (1 unsafe), 0 need an answer\n',
  );
});

test('what is reported and no more has no column, and a word', () => {
  const fixes = [newFix({ status: 'reported' })];
  expect(overview(newPlan({ fixes }), context, PLAIN)).toContain(
    '\nreported only: security-context 1 (critical)\n',
  );
});

test('nothing found is said in a line', () => {
  expect(overview(newPlan({ fixes: [], changes: [] }), context, PLAIN)).toBe(
    'looked at 1 root (production) with 1 object\n\nnothing found\nnothing to change\n',
  );
});

test('where no root could be read, that is said, and what to type', () => {
  const roots = [
    newRoot({ folder: 'a', state: 'failed', at: 'a/x:1', reason: '.env does not exist', objects: 0 }),
  ];
  const empty = newPlan({ fixes: [], changes: [], roots });
  expect(overview(empty, { ...context, toRead: 'to read what lacks a file: touch a/.env' }, PLAIN)).toBe(
    `a/x:1: a: does not build with kustomize either: .env does not exist
to read what lacks a file: touch a/.env
looked at 0 of 1 root with 0 objects

no root could be read: whether anything is wrong is not known
`,
  );
});

test('where no root was asked for, as none has changed, nobody reads that none could be read', () => {
  const roots = ROOTS.map(root => ({ ...root, selected: false }));
  expect(overview(newPlan({ roots, fixes: [], changes: [] }), context, PLAIN)).toContain(
    'nothing to look at: 2 roots, and none of what was asked for\n',
  );
});

test('where an answer is all that is written, nobody reads that nothing is found', () => {
  const stated = { path: 'kustomend.yaml', before: null, after: 'images: {}\n' };
  const plan = newPlan({ fixes: [], changes: [stated], roots: [newRoot({ restarts: 0 })] });
  expect(overview(plan, context, PLAIN)).toBe(
    'looked at 1 root (production) with 1 object\n\nnothing in the manifests changes\nwrites kustomend.yaml\n',
  );
});

const crowded = newPlan({
  fixes: Array.from({ length: 14 }, (_, i) =>
    newFix({
      id: `${i.toString(16)}00000000000`,
      transform: `remediation-with-name-${i}`,
      brief: 'needs a long explanation before anybody understands it',
      status: i % 3 === 0 ? 'person' : 'planned',
      reason:
        i % 3 === 0 ? `images: {registry.example.com/${'a-long-name/'.repeat(6)}x: {user: ?}}` : undefined,
    }),
  ),
  roots: [
    ...ROOTS,
    ...Array.from({ length: 9 }, (_, i) =>
      newRoot({
        folder: `remote/${i}`,
        state: 'out-of-sight',
        reason: `remote resource https://example.com/${i}`,
        at: `remote/${i}/kustomization.yaml:2`,
      }),
    ),
    ...Array.from({ length: 9 }, (_, i) =>
      newRoot({ folder: `old/${i}`, state: 'failed', reason: `${'deep/'.repeat(20)}x.yaml does not exist` }),
    ),
  ],
  notices: Array.from({ length: 4 }, (_, i) => ({ message: `${i} ${'manifests '.repeat(20)}` })),
});

test.each([
  [80, 24],
  [60, 24],
  [200, 24],
])('on a screen of %i columns and %i rows it takes no line too many', (columns, rows) => {
  const lines = overview(
    crowded,
    { ...context, screen: { columns, rows }, again: nothingAgain },
    PLAIN,
  ).split('\n');
  expect(lines.length).toBeLessThanOrEqual(rows);
  // A table has its numbers, however narrow it is.
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(
    Math.min(Math.max(columns, 70), 100),
  );
});

test('elsewhere every list is cut at five, remote bases are one cause, and no line is longer than 100 columns', () => {
  const text = overview(crowded, context, PLAIN);
  expect(text).toContain(
    'remote/0/kustomization.yaml:2: 9 roots: remote bases out of sight (--allow-network lets',
  );
  expect(text).toContain('and 5 causes more (kustomend doctor lists them)');
  const words = text.split('\n').filter(line => line.length > 100 && line.trim().includes(' '));
  expect(words).toEqual([]);
});

test('names roots that are out with file, line and reason', () => {
  const out = newRoot({
    folder: 'old',
    state: 'failed',
    at: 'old/kustomization.yaml:2',
    reason: 'x.yaml does not exist',
  });
  expect(overview(newPlan({ roots: [newRoot(), out] }), context, PLAIN)).toContain(
    'old/kustomization.yaml:2: old: does not build with kustomize either: x.yaml does not exist\n',
  );
});

test('what was not looked at stands first, and what keeps most roots out before the rest', () => {
  const out = (folder: string, at: string) =>
    newRoot({ folder, state: 'failed', at, reason: `${at.split('/')[0]}.env does not exist (create it)` });
  const roots = [newRoot(), out('a', 'a/kustomization.yaml:2'), out('b', 'base/x:3'), out('c', 'base/x:3')];
  const lines = overview(newPlan({ roots }), context, PLAIN).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'base/x:3: b and 1 root more: does not build with kustomize either: base.env does not exist (create',
    'it)',
    'a/kustomization.yaml:2: a: does not build with kustomize either: a.env does not exist (create it)',
  ]);
  expect(lines[3]).toMatch(/^looked at 1 of 4 roots/);
});

test('environments that could not be read are named, beside those that were', () => {
  const staging = newRoot({
    folder: 's',
    state: 'failed',
    environment: { name: 'staging', tier: 'staging' },
  });
  const text = overview(newPlan({ roots: [newRoot(), staging] }), context, PLAIN);
  expect(text).toContain('looked at 1 of 2 roots (production, not staging) with');
});

test('says when the printed diff is not whole', () => {
  const hidden = [
    { path: 'a.yaml', isWhole: true, fixes: ['012345', '6789ab'] },
    { path: 'b.yaml', isWhole: false, fixes: ['cdef01'] },
  ];
  expect(overview(newPlan(), { ...context, hidden }, PLAIN).replaceAll('\n', ' ')).toContain(
    'the printed diff leaves out what would show secrets; --output FILE holds everything (a.yaml: 012345 6789ab; parts of b.yaml: among cdef01)',
  );
});

test('a secret is hidden before its line is cut', () => {
  const mask = (text: string) => text.replaceAll('correct horse 9', '***');
  const fixes = [newFix({ brief: 'xxx correct horse 9' })];
  expect(overview(newPlan({ fixes }), { ...context, mask, screen: SCREEN }, PLAIN)).not.toContain('correct');
});

test('an example names the container where its workload is called otherwise', () => {
  const lacking = (container: string) =>
    overview(
      newPlan({
        roots: ROOTS,
        fixes: [newFix({ brief: 'no limit', subject: { ...newFix().subject, name: 'web', container } })],
      }),
      { ...context, screen: { ...SCREEN, columns: 200 }, again: nothingAgain },
      PLAIN,
    );
  expect(lacking('wait')).toContain('no limit (wait of web)');
  expect(lacking('web')).toContain('no limit (web)');
});

test('what is left out for one reason says it, and of several reasons where they stand', () => {
  const waiting = (id: string, reason: string) => newFix({ id, status: 'waiting', reason });
  const said = (...fixes: ReturnType<typeof newFix>[]) =>
    /^left out: .*$/m.exec(overview(newPlan({ fixes }), { ...context, screen: SCREEN }, PLAIN))?.[0];
  expect(said(waiting('a', 'waits for limits'), waiting('b', 'waits for limits'))).toBe(
    'left out: 2 waiting for limits',
  );
  expect(said(waiting('a', 'waits for limits'), waiting('b', 'waits for probes'))).toBe(
    'left out: 2 waiting for another fix (kustomend scan -v says why)',
  );
  expect(said(newFix({ status: 'withdrawn', reason: 'no place takes it' }))).toBe(
    'left out: 1 cannot be written: no place takes it',
  );
});

test('the example is one of the worst', () => {
  const fixes = [
    newFix({ id: 'a', severity: 'high', status: 'reported', brief: 'the API server refuses it' }),
    newFix({ id: 'b', severity: 'medium', brief: 'idle patch' }),
  ];
  expect(overview(newPlan({ fixes }), context, PLAIN)).toContain('reported only: the API server refuses it');
});

describe('what is reported alone', () => {
  const reported = (transform: string, id: string, severity: 'critical' | 'low') =>
    newFix({ id, transform, severity, roots: FOLDERS, status: 'reported' });
  const fixes = [
    reported('cluster-admin', '100000000000', 'critical'),
    reported('cluster-admin', '200000000000', 'critical'),
    reported('probes', '300000000000', 'low'),
  ];
  const said = 'reported only: cluster-admin 2 (critical), probes 1';
  const linesOf = (all: typeof fixes, rows = SCREEN.rows) =>
    overview(newPlan({ roots: ROOTS, fixes: all }), { ...context, screen: { ...SCREEN, rows } }, PLAIN).split(
      '\n',
    );

  test('is one line below the table, and none of zeros', () => {
    const lines = linesOf([...plan.fixes, ...fixes]);
    expect(lines).toContain(said);
    expect(lines.filter(line => /^(cluster-admin|probes) /.test(line))).toEqual([]);
  });

  test('stands without a table where nothing else is found', () => {
    const lines = linesOf(fixes);
    expect(lines[1]).toBe(said);
    expect(lines.filter(line => line.startsWith('remediation '))).toEqual([]);
  });

  test('takes its place on a screen of 24 lines', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      newFix({ id: `f${index}`.padEnd(12, '0'), transform: `other-${index}`, roots: FOLDERS }),
    );
    const lines = linesOf([...many, ...fixes]);
    expect(lines).toContain(said);
    expect(lines.length).toBeLessThanOrEqual(SCREEN.rows);
  });
});

test('why nothing could be read stands whole on a screen, and what reads it comes next', () => {
  const reason =
    '../../operator/db-secret.yaml is not in or below openshift/base: kustomize, and kustomend, read it with --load-restrictor LoadRestrictionsNone only';
  const roots = [newRoot({ folder: 'openshift/overlays/dev', state: 'failed', reason })];
  const text = overview(
    newPlan({ roots, fixes: [], changes: [] }),
    { ...context, screen: SCREEN, again: () => ' openshift' },
    PLAIN,
  );
  expect(text.replaceAll('\n', ' ')).toContain(reason);
  expect(text).toContain('\nnext: kustomend --load-restrictor LoadRestrictionsNone openshift\n');
});

test('the proof tells the roots from what they are made from, and what is reported has a column', () => {
  const mixed = newPlan({
    fixes: [newFix(), newFix({ id: 'a00000000000', status: 'reported' })],
    roots: [newRoot({ folder: 'prod' })],
    expected: new Map(['prod', 'base'].map(folder => [folder, { before: [], after: [], fixes: [] }])),
  });
  const text = overview(mixed, context, PLAIN);
  expect(text).toContain('proof: 1 root and 1 other kustomization; ');
  expect(text).toMatch(/^remediation.* reported /m);
});
