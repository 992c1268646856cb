/** The help of every command, and what people type out of habit. */
import { git, kustomend, newRepo, SHOP } from './cli.ts';

const root = newRepo(SHOP);
test('the program lists its commands in lines of 100 columns', () => {
  const { stdout } = kustomend(root, ['--help']);
  for (const name of ['preview', 'fix', 'scan', 'explain', 'doctor'])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([]);
});

test.each(['preview', 'fix', 'overlay', 'scan', 'explain', 'init', 'trace', 'render', 'graph', 'doctor'])(
  'help %s has three examples, in lines of 100 columns',
  name => {
    const { stdout } = kustomend(root, ['help', name]);
    const examples = stdout.slice(stdout.indexOf('\nExamples:\n')).match(/^ {2}kustomend/gm);
    expect(examples).toHaveLength(3);
    expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([]);
  },
);

test('flags are grouped by what they are for', () => {
  const { stdout } = kustomend(root, ['help', 'fix']);
  const groups = Object.fromEntries(stdout.split('\n\n').map(part => [part.split('\n')[0], part] as const));
  expect(groups['Select:']).toMatch(/--only .*--env .*--id .*--workload .*--file /s);
  expect(groups['Safety:']).toMatch(/--unsafe .*--verify .*--dry-run /s);
  expect(groups['Output:']).toMatch(/--quiet .*--verbose .*--output /s);
});

test.each([
  [['-o', 'json'], '--format json prints JSON'],
  [['-n', 'shop'], '--workload NAMESPACE/web'],
  [['fix', '-y'], 'kustomend fix asks nothing'],
  [['-f', 'base'], '--file PATH'],
  [['-k', 'base'], 'name the folder itself'],
])('%j is answered', (args, says) => {
  const { code, stderr } = kustomend(root, args);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
});

test('--dry-run writes nothing: a preview does not anyway, and fix says so', () => {
  expect(kustomend(root, ['--dry-run']).stdout).toBe(kustomend(root, []).stdout);
  const { code, stderr } = kustomend(root, ['fix', '--dry-run']);
  expect(code).toBe(0);
  expect(stderr).toContain('nothing has been written (--dry-run)');
  expect(git(root, 'status', '--short')).toBe('');
  expect(kustomend(root, ['--write', '--dry-run']).code).toBe(2);
  expect(kustomend(root, ['fix', '--commits', '--dry-run']).code).toBe(2);
});
