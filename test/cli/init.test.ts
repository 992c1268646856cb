/** Questions on a terminal, one after the other: what is seen, what is typed, and the configuration that it makes. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasTerminals, onTerminal, type Step } from '../harness/terminal.ts';
import { kustomend, newRepo, programOf, SHOP } from './cli.ts';

// Without python3 nothing here can be asked.
const typedInto = hasTerminals ? test : test.skip;

const HOME = newRepo({ '.gitconfig': '[user]\n\tname = test\n\temail = test@example.com\n' }, { git: false });
const { 'kustomend.yaml': _, ...UNASKED } = SHOP;

function initIn(root: string, steps: readonly Step[]) {
  return onTerminal(
    {
      cwd: root,
      argv: [process.execPath, programOf(), 'init', '-i'],
      env: {
        PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
        HOME,
        TERM: 'xterm',
        NO_COLOR: '1',
      },
    },
    steps,
  );
}

const configOf = (root: string) => readFileSync(join(root, 'kustomend.yaml'), 'utf8');
/** The first thing that can be stated of a question, and the answer. */
const stating = (typed: string): Step[] => [
  { until: 'answer it?', send: 'e' },
  { until: 'What can be stated', send: '\r' },
  { until: 'empty: back', send: `${typed}\r` },
];

typedInto('an answer stands where its question would, and what is open stays a question', () => {
  const root = newRepo(UNASKED);
  const { screens, code, tail } = initIn(root, [
    { until: 'question 1 of', send: '' },
    ...stating('10001'),
    { until: '1 entry for the configuration', send: 'f' },
    { until: 'write it?', send: 'y' },
  ]);
  expect(screens[0]).toMatch(/image shop: which user does it run as/);
  expect(screens[0]).toMatch(/findings? waits? for it:/);
  expect(screens.at(-1)).toContain('into the configuration: images.shop.user: 10001');
  expect(code).toBe(0);
  const text = configOf(root);
  expect(text).toMatch(/^images:\n(?: {2}#.*\n)* {2}shop:\n {4}user: 10001\b/m);
  expect(text).toMatch(/^ {4}writes: \['\?'\]/m);
  expect(tail).toContain('kustomend.yaml: ');
  expect(tail).toMatch(
    /[1-9]\d* fix(?:es)? can be written now(?:, \d+ of them by these answers)?\r?\nnext: kustomend --diff, kustomend fix\b/,
  );
  // The same again asks the rest alone.
  const again = initIn(root, [{ until: 'question 1 of', send: 'q' }]);
  expect(again.screens[0]).not.toContain('which user');
  expect(again.tail).toContain('nothing has been written; 0 answers not kept');
  expect(configOf(root)).toBe(text);
});

typedInto('a configuration that is there keeps every line', () => {
  const before = '# ours\nenvironments:\n  production: {tier: production}  # the shop\n';
  const root = newRepo({ ...UNASKED, 'kustomend.yaml': before });
  const { code } = initIn(root, [
    { until: 'question 1 of', send: '' },
    ...stating('10001'),
    { until: '1 entry for the configuration', send: 's' },
  ]);
  expect(code).toBe(0);
  expect(configOf(root).startsWith(before)).toBe(true);
  expect(configOf(root)).toMatch(/user: 10001/);
});

typedInto('who leaves has written nothing; what was interrupted goes on', () => {
  const root = newRepo(UNASKED);
  const first = initIn(root, [
    { until: 'question 1 of', send: '' },
    ...stating('10001'),
    { until: '1 entry for the configuration', send: '\u0003' },
  ]);
  expect(first.code).toBe(130);
  expect(first.tail).toContain('nothing has been written; 1 answer kept');
  expect(existsSync(join(root, 'kustomend.yaml'))).toBe(false);
  const second = initIn(root, [
    { until: '1 entry for the configuration', send: 'u' },
    { until: 'answer it?', send: 'f' },
    { until: 'write it?', send: 'y' },
  ]);
  expect(second.code).toBe(0);
  expect(configOf(root)).toMatch(/user: 10001/);
});

test('without a terminal there is nobody to ask', () => {
  const { code, stderr } = kustomend(newRepo(UNASKED), ['init', '-i']);
  expect(code).toBe(2);
  expect(stderr).toContain('init -i asks on a terminal, and here is none');
});
