/** The search for hostile repositories notices what it searches for. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileSteps } from '../../scripts/fuzz/hostile.ts';
import { randomOf } from '../../scripts/fuzz/random.ts';
import { shrink } from '../../scripts/fuzz/shrink.ts';
import { SECRET } from '../../scripts/fuzz/tree.ts';
import { tryOut } from '../../scripts/fuzz/trial.ts';

const folder = mkdtempSync(join(tmpdir(), 'kustomend-fuzz-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function programThat(does: string): string {
  const file = join(folder, `${does.length}.cjs`);
  writeFileSync(file, `const fs = require('node:fs');\n${does}\n`);
  return file;
}

test.each([
  ['exit code 70', 'process.exit(70)'],
  ['stack trace', 'console.error("Error\\n    at plan (a.cjs:1:1)")'],
  ['read outside', 'process.stdout.write(fs.readFileSync("../outside/manifest.yaml"))'],
  ['written outside', 'fs.writeFileSync("../outside/a", "")'],
  ['secret', `console.log(${JSON.stringify(SECRET)})`],
  ['half-written', 'fs.writeFileSync("base/deployment.yaml", "")'],
  ['patch that does not apply', 'console.log("--- a/base/a\\n+++ b/base/a\\n@@ -1 +1 @@\\n-a\\n+b")'],
  ['second run', 'fs.appendFileSync("base/deployment.yaml", "#\\n"); console.error("written: 1 file")'],
])('%s', (kind, does) => {
  const run = kind.startsWith('patch') ? ['preview'] : ['fix'];
  expect(tryOut(programThat(does), { steps: [], runs: [run] })?.kind).toBe(kind);
});

test.each([
  ['half-written', 'fs.writeFileSync("base/deployment.yaml", "")'],
  ['read outside', 'fs.copyFileSync("../outside/manifest.yaml", "kustomend.yaml")'],
  ['secret', `fs.writeFileSync("kustomend.yaml", ${JSON.stringify(SECRET)} )`],
  ['second run', 'fs.appendFileSync("kustomend.yaml", "#\\n")'],
])('init: %s', (kind, does) => {
  expect(tryOut(programThat(does), { steps: [], runs: [['init']] })?.kind).toBe(kind);
});

test('a program that does nothing is harmless', () => {
  expect(tryOut(programThat('// nothing'), { steps: [], runs: [['scan'], ['fix']] })).toBeNull();
});

test('what is written where a pipe stands waits for nobody', () => {
  const steps = [
    { do: 'pipe', path: 'base/page.html' },
    { do: 'write', path: 'base/page.html', bytes: '' },
  ] as const;
  expect(tryOut(programThat('// nothing'), { steps, runs: [['scan']] })).toBeNull();
});

test('what is found is made smaller', () => {
  const program = programThat(
    'if (fs.readFileSync("kustomend.yaml", "utf8").includes("bad")) process.exit(70)',
  );
  const write = (path: string, text: string) =>
    ({ do: 'write', path, bytes: Buffer.from(text).toString('base64') }) as const;
  const steps = [write('kustomend.yaml', 'a\nb\nbad\nc\n'), write('base/a.yaml', 'a\n')];
  const trial = { steps, runs: [['scan'], ['graph']] };
  const smaller = shrink(program, trial, tryOut(program, trial)!);
  expect(smaller.trial).toEqual({ steps: [write('kustomend.yaml', 'bad')], runs: [['scan']] });
});

test('a seed always means the same steps', () => {
  expect(hostileSteps(randomOf(7))).toEqual(hostileSteps(randomOf(7)));
  expect(hostileSteps(randomOf(7))).not.toEqual(hostileSteps(randomOf(8)));
});
