/** Commands that make the files which keep roots from being read. */
import { makeCommand, missingFiles } from '../../src/report/overview/missing.ts';
import { newPlan, newRoot } from './fixture.ts';

const lacking = (file: string, over: { sample?: string; hasFolder?: boolean; selected?: boolean } = {}) =>
  newRoot({
    state: 'failed',
    selected: over.selected ?? true,
    lacks: { file, sample: over.sample, hasFolder: over.hasFolder ?? true },
  });

const commandFor = (...roots: ReturnType<typeof lacking>[]) =>
  makeCommand(missingFiles(newPlan({ roots })), path => path);

test.each([
  ['one', [lacking('prod/.env')], 'touch prod/.env'],
  [
    'several that differ in a folder',
    [lacking('k/prod/.env'), lacking('k/uat/.env')],
    'touch k/{prod,uat}/.env',
  ],
  ['several of other names', [lacking('a/.env'), lacking('b/x.env')], 'touch a/.env b/x.env'],
  ['one that several roots lack', [lacking('base/.env'), lacking('base/.env')], 'touch base/.env'],
  ['a name with a blank', [lacking('a b/.env'), lacking('c/.env')], "touch 'a b/.env' c/.env"],
  ['a name that looks like an option', [lacking('-f')], 'touch ./-f'],
  [
    'a copy of what stands beside it',
    [lacking('a/.env', { sample: 'a/.env.example' })],
    'cp a/.env.example a/.env',
  ],
  [
    'a folder that is not there either',
    [lacking('a/s/.env', { hasFolder: false })],
    'mkdir -p a/s && touch a/s/.env',
  ],
])('%s', (_, roots, command) => {
  expect(commandFor(...roots)).toBe(command);
});

test('what nobody asked for is left alone', () => {
  expect(missingFiles(newPlan({ roots: [lacking('a/.env', { selected: false })] }))).toEqual([]);
});
