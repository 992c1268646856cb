/** The invariants can fail: each is shown a plan that breaks it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import type { Fix, Plan } from '../../src/plan/model/result.ts';
import { deployment, setting } from '../plan/tiny.ts';
import * as invariants from './invariants.ts';
import { realKustomize } from './kustomize.ts';
import { type Inputs, inFolder, planOf, REGISTRY, type Repo } from './repo.ts';
import { restyled, STYLES } from './restyle.ts';

const REPO: Repo = {
  'kustomization.yaml': 'resources:\n  - web.yaml # the only one\n',
  'web.yaml': `# a comment\n\n${deployment('web', '  paused: false\n')}`,
};
const INPUTS: Inputs = { transforms: [setting(['spec', 'minReadySeconds'], 10)] };
const GOOD = planOf(REPO, INPUTS);

/** The plan with another text written. */
function spoilt(change: (text: string) => string): Plan {
  return { ...GOOD, changes: GOOD.changes.map(each => ({ ...each, after: change(each.after) })) };
}

test('the plan that is spoilt here is a good one', () => {
  expect(GOOD.changes.map(change => change.path)).toEqual(['web.yaml']);
  invariants.expectDeclaredRenders(REPO, GOOD);
  invariants.expectCleanTexts(GOOD);
  invariants.expectNoCollateral(GOOD);
  invariants.expectCompleteFindings(REPO, GOOD);
  invariants.expectSecondPlanEmpty(REPO, GOOD, INPUTS);
  invariants.expectRejectable(REPO, GOOD, INPUTS);
  invariants.expectReversible(REPO, GOOD);
  invariants.expectDeterministic(REPO, GOOD, INPUTS);
});

test('a render that no fix declared is seen', () => {
  const other = spoilt(text => text.replace('paused: false', 'paused: true'));
  expect(() => invariants.expectDeclaredRenders(REPO, other)).toThrow();
  const broken = spoilt(text => text.replace('kind: Deployment', 'kind'));
  expect(() => invariants.expectDeclaredRenders(REPO, broken)).toThrow();
});

test.each<[string, (text: string) => string]>([
  ['a lost comment', text => text.replace('# a comment\n', '')],
  ['a lost blank line', text => text.replace('\n\n', '\n')],
  ['a lost final newline', text => text.trimEnd()],
  ['a new byte order mark', text => `\uFEFF${text}`],
  ['one line end of another kind', text => text.replace('\n', '\r\n')],
  ['a tab', text => text.replace('  minReadySeconds', '\tminReadySeconds')],
  ['a change that changes nothing', () => GOOD.changes[0]!.before!],
  ['blanks at the end of a new line', text => text.replace('minReadySeconds: 10', 'minReadySeconds: 10  ')],
])('%s is seen', (_, change) => {
  expect(() => invariants.expectCleanTexts(spoilt(change))).toThrow();
});

test('a text over several lines below its key that comes to stand on one loses no blank line', () => {
  const changes = [{ path: 'a.yaml', before: 'a:\n  one\n  two\nb: 1\n', after: 'a: x\nb: 1\n' }];
  invariants.expectCleanTexts({ ...GOOD, changes });
});

test('a new file without a final newline is seen', () => {
  const changes = [{ path: 'new.yaml', before: null, after: 'a: 1' }];
  expect(() => invariants.expectCleanTexts({ ...GOOD, changes })).toThrow();
});

test('a line that no fix takes away is missed', () => {
  expect(() =>
    invariants.expectNoCollateral(spoilt(text => text.replace('  paused: false\n', ''))),
  ).toThrow();
});

test('a fix that does nothing is planned again, and that is seen', () => {
  expect(() => invariants.expectSecondPlanEmpty(REPO, { ...GOOD, changes: [] }, INPUTS)).toThrow();
});

test('a change that no fix stands for is seen', () => {
  expect(() => invariants.expectRejectable(REPO, { ...GOOD, fixes: [] }, INPUTS)).toThrow();
});

test('a printed diff that does not lead back is seen', () => {
  const changes = GOOD.changes.map(each => ({ ...each, before: each.before!.replace('# a comment', '# x') }));
  expect(() => invariants.expectReversible(REPO, { ...GOOD, changes })).toThrow();
});

test('a plan that comes out otherwise the second time is seen', () => {
  const other = spoilt(text => text.replace('minReadySeconds: 10', 'minReadySeconds: 11'));
  expect(() => invariants.expectDeterministic(REPO, other, INPUTS)).toThrow();
  const renamed = { ...GOOD, fixes: GOOD.fixes.map(fix => ({ ...fix, id: 'another' })) };
  expect(() => invariants.expectDeterministic(REPO, renamed, INPUTS)).toThrow();
});

test.each<[string, Partial<Fix>]>([
  ['a value that is not there', { message: 'undefined wants it' }],
  ['a reason with a value that is not there', { reason: 'because of NaN' }],
  ['a planned fix that is written nowhere', { places: [] }],
  [
    'a fix that is written into a file that does not change',
    { places: [{ file: 'x.yaml', kind: 'source' }] },
  ],
  ['a fix that is not planned and does not say why', { status: 'person', reason: undefined }],
  ['a subject at a line that does not exist', { subject: { ...GOOD.fixes[0]!.subject, at: 'web.yaml:999' } }],
  ['evidence in a file that does not exist', { evidence: [{ kind: 'manifest', at: 'no.yaml:1', says: '' }] }],
])('%s is seen', (_, wrong) => {
  const fixes = GOOD.fixes.map(fix => ({ ...fix, ...wrong }));
  expect(() => invariants.expectCompleteFindings(REPO, { ...GOOD, fixes })).toThrow();
});

test('a placeholder that nobody filled is seen', () => {
  const [{ id, messages }] = REGISTRY as readonly [AnyTransform];
  const message = Object.values<string>(messages).find(text => text.includes('{'))!;
  const fixes = GOOD.fixes.map(fix => ({ ...fix, transform: id, message }));
  expect(() => invariants.expectCompleteFindings(REPO, { ...GOOD, fixes })).toThrow();
});

describe('the real kustomize', () => {
  const withKustomize = realKustomize === undefined ? test.skip : test;

  withKustomize('sees a render that no fix declared, and one that is gone', () => {
    invariants.expectWitness(REPO, GOOD, INPUTS);
    const other = spoilt(text => text.replace('paused: false', 'paused: true'));
    expect(() => invariants.expectWitness(REPO, other, INPUTS)).toThrow();
    const broken = spoilt(text => text.replace('kind: Deployment', 'kind'));
    expect(() => invariants.expectWitness(REPO, broken, INPUTS)).toThrow();
  });

  test('is no witness when it builds nothing', () => {
    inFolder({}, folder => {
      const path = join(folder, 'kustomize');
      writeFileSync(path, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      expect(() =>
        invariants.expectWitness(REPO, GOOD, INPUTS, { path, version: 'broken', env: {} }),
      ).toThrow();
    });
  });
});

test.each(STYLES.map(style => [style.name, style] as const))(
  '%s says the same in other bytes',
  (name, style) => {
    const repo = { ...REPO, 'web.yaml': `${deployment('web')}---\n${deployment('api')}` };
    const other = restyled(repo, style);
    expect(other).not.toBeNull();
    expect(other!['web.yaml']).not.toBe(repo['web.yaml']);
    expect(planOf(other!, INPUTS).fixes.map(fix => [name, fix.status])).toEqual([
      [name, 'planned'],
      [name, 'planned'],
    ]);
  },
);
