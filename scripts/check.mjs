// npm test: every gate, with a summary. Arguments go to jest (`npm test -- -u` writes snapshots anew).
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules/.cache/kustomend');
const jestReport = join(cache, 'jest.json');
mkdirSync(cache, { recursive: true });
rmSync(jestReport, { force: true });

const KUSTOMIZE = 'kustomize';
// One after the other, the longest first: each uses one core, so two run at a time. None needs what another makes.
const GATES = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['build', ['scripts/build.mjs']],
  [KUSTOMIZE, ['scripts/run.mjs', 'scripts/provide-kustomize.ts']],
  ['sops', ['scripts/run.mjs', 'scripts/provide-sops.ts']],
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['types of the page of a report', ['node_modules/typescript/bin/tsc', '-p', 'src/report/html/client']],
  ['types of the page of a review', ['node_modules/typescript/bin/tsc', '-p', 'src/review/web/client']],
  ['generated files are fresh', ['scripts/generate.mjs', '--check']],
];
const TESTS = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--ci',
  // Tests wait for kustomize most of the time: one worker for each core, not one less.
  '--maxWorkers=100%',
  '--json',
  `--outputFile=${jestReport}`,
  ...process.argv.slice(2),
];

const results = await twoAtATime(GATES);
// stdout of jest --json is the report itself, which the file holds too; what it says as it goes is on stderr.
results.push(await run(['tests', TESTS], 'inherit'));

const witness = results.find(({ name }) => name === KUSTOMIZE).stdout.trim();
console.log('\nsummary');
for (const { name, passed, seconds } of results) {
  console.log(`  ${passed ? 'ok    ' : 'FAILED'}  ${name}${name === 'tests' ? counts() : ''}  ${seconds} s`);
}
console.log(
  `  witness: ${witness || 'absent, only our own evaluation has judged (put a kustomize or go on PATH)'}`,
);
const tests = testCounts();
const gates = results.filter(({ name }) => name !== 'tests');
const passed = tests.passed + gates.filter(gate => gate.passed).length;
const failed = tests.failed + gates.filter(gate => !gate.passed).length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = results.every(result => result.passed) ? 0 : 1;

/** A jest that could not start is one failure. */
function testCounts() {
  try {
    const report = JSON.parse(readFileSync(jestReport, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests,
    };
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function counts() {
  const { passed, failed, skipped } = testCounts();
  return `: ${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Results in the order of the gates. */
async function twoAtATime(gates) {
  const results = [];
  const left = [...gates.entries()];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, gate] = next;
      results[index] = await run(gate, 'pipe');
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** What a gate says on stderr is shown when it has ended, so that two do not mix. */
async function run([name, args], stderr) {
  if (stderr === 'inherit') console.error(`\n== ${name}`);
  const start = Date.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', stderr === 'pipe' ? 'pipe' : 'ignore', stderr],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'])
    child[stream]?.setEncoding('utf8').on('data', text => (said[stream] += text));
  const status = await new Promise(resolve => child.once('close', resolve));
  const seconds = Math.round((Date.now() - start) / 1000);
  if (stderr === 'pipe')
    console.error(`\n== ${name}\n${status === 0 ? said.stderr : said.stdout + said.stderr}`);
  return { name, stdout: said.stdout, passed: status === 0, seconds };
}
