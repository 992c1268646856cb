/** The invariants can fail: each is shown a plan that breaks it. */
import type { Plan } from '../../src/plan/model/result.ts';
import { deployment, setting } from '../plan/tiny.ts';
import * as invariants from './invariants.ts';
import { type Inputs, planOf, type Repo } from './repo.ts';
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
  ['blanks at the end of a new line', text => text.replace('minReadySeconds: 10', 'minReadySeconds: 10  ')],
])('%s is seen', (_, change) => {
  expect(() => invariants.expectCleanTexts(spoilt(change))).toThrow();
});

test('a line that no fix takes away is missed', () => {
  expect(() =>
    invariants.expectNoCollateral(spoilt(text => text.replace('  paused: false\n', ''))),
  ).toThrow();
});

test('a fix that does nothing is planned again, and that is seen', () => {
  expect(() => invariants.expectSecondPlanEmpty(REPO, { ...GOOD, changes: [] }, INPUTS)).toThrow();
});

test('a placeholder that nobody filled is seen', () => {
  const fixes = GOOD.fixes.map(fix => ({ ...fix, reason: undefined, message: 'undefined wants it' }));
  expect(() => invariants.expectCompleteFindings(REPO, { ...GOOD, fixes })).toThrow();
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
