/** `npm run measure`: all steps run whatever becomes of those before, and the summary says which failed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenSteps, exitCodeOf, runSteps, type Step, summaryOf } from '../../scripts/measure-steps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kustomend-measure-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ran = (...steps: readonly Step[]) => runSteps(steps, folder, () => undefined);
const step = (name: string, script: string, more: Partial<Step> = {}): Step => ({
  name,
  command: ['node', '-e', script],
  ...more,
});
const writes = (name: string) =>
  step(name, "fs.appendFileSync('done', process.env.WHO)", { env: { WHO: name } });

test('steps run one after the other in their folder, also behind one that fails', () => {
  const outcomes = ran(writes('a'), step('b', 'process.exit(3)'), writes('c'));
  expect(readFileSync(join(folder, 'done'), 'utf8')).toBe('ac');
  expect(outcomes.map(({ state }) => state)).toEqual(['ok', 'FAILED', 'ok']);
  expect(exitCodeOf(outcomes)).toBe(1);
  expect(summaryOf(outcomes)).toMatch(
    /^summary\n {2}ok {8}a {2}\d+ s\n {2}FAILED {4}b .*\n.*\n2 passed, 1 failed$/,
  );
});

test('a program that is not there has failed', () => {
  expect(ran({ name: 'a', command: ['no-such-program'] })).toMatchObject([{ state: 'FAILED' }]);
});

test('a step without what it needs is left out, and nothing but that is no success', () => {
  const lacking = { ...writes('a'), needs: [join(folder, 'corpus')] };
  const outcomes = ran(lacking);
  expect(outcomes).toEqual([
    { name: 'a', state: 'left out', says: `${join(folder, 'corpus')} is not there` },
  ]);
  expect(exitCodeOf(outcomes)).toBe(1);
  expect(exitCodeOf(ran(lacking, writes('b')))).toBe(0);
});

test('names choose steps, and one that is none is said with what it may mean', () => {
  const steps = [writes('bench'), writes('fixes')];
  expect(chosenSteps(steps, [])).toEqual(steps);
  expect(chosenSteps(steps, ['fixes'])).toEqual([steps[1]]);
  expect(chosenSteps(steps, ['bnch'])).toBe('no step bnch, did you mean "bench"?');
  expect(chosenSteps(steps, ['everything'])).toBe('no step everything: bench, fixes');
});
