/** The help of every command, and what people type out of habit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, kustomend, newRepo, SHOP } from './cli.ts';

const root = newRepo(SHOP);
test('the program lists its commands in lines of 100 columns', () => {
  const { stdout } = kustomend(root, ['--help']);
  for (const name of ['preview', 'fix', 'scan', 'explain', 'doctor'])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([]);
});

test.each([
  'preview',
  'fix',
  'review',
  'migrate',
  'overlay',
  'scan',
  'explain',
  'init',
  'trace',
  'render',
  'graph',
  'doctor',
])('help %s has three examples, in lines of 100 columns', name => {
  const { stdout } = kustomend(root, ['help', name]);
  const examples = stdout.slice(stdout.indexOf('\nExamples:\n')).match(/^ {2}kustomend/gm);
  expect(examples).toHaveLength(3);
  expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([]);
});

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

describe('scan prints what it is asked for', () => {
  test('several formats of one run, each into a file of its own', () => {
    const own = newRepo(SHOP);
    const { code, stdout } = kustomend(own, [
      'scan',
      '--format',
      'json=a.json',
      '--format',
      'sarif=a.sarif',
      '--format',
      'text',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\d+ findings: /m);
    const json = JSON.parse(readFileSync(join(own, 'a.json'), 'utf8'));
    const sarif = JSON.parse(readFileSync(join(own, 'a.sarif'), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(json.findings.length);
    expect(kustomend(own, ['scan', '--format', 'json=b.json']).stdout).toBe('');
  });

  test.each([
    [['--format', 'yaml'], 'Allowed choices are text, json'],
    [['--format', 'json', '--format', 'text'], 'say name=FILE for the others'],
  ])('%j is an error', (args, says) => {
    const { code, stderr } = kustomend(root, ['scan', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});
