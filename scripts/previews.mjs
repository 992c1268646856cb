// Shows that a change of structure changes nothing that the tool says: previews every repository below a folder with two
// programs, safe and with --unsafe, and compares their bytes (diff, summary, exit code) and those of the findings.
//
// usage: previews.mjs --against PROGRAM [--program PROGRAM] [--repos DIR] [--only a,b] [--hunks]
//   --hunks  compares what is written, and not what is said of it (lines that begin with #, stderr, findings)
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    program: { type: 'string', default: join(project, 'dist/kustomend.cjs') },
    repos: { type: 'string', default: join(project, '../shared/corpus') },
    only: { type: 'string' },
    hunks: { type: 'boolean', default: false },
  },
});
if (values.against === undefined) throw new Error('--against PROGRAM: the program of before is needed');
if (!existsSync(values.repos))
  throw new Error(`no repositories at ${values.repos}: name their folder with --repos`);

/** What is compared: previews as people see them, and every finding with its evidence. */
const RUNS = [
  ['preview', ['--no-pager']],
  ['preview --unsafe', ['--no-pager', '--unsafe']],
  ['scan --unsafe', ['scan', '--unsafe', '--format', 'json', '--exit-zero']],
];

const names = readdirSync(values.repos).filter(name => statSync(join(values.repos, name)).isDirectory());
const chosen = values.only?.split(',') ?? names;
let passed = 0;
let failed = 0;
for (const name of chosen) {
  for (const [title, args] of values.hunks ? RUNS.slice(0, 2) : RUNS) {
    const [before, after] = [values.against, values.program].map(program => outputOf(program, name, args));
    const differing = Object.keys(before).filter(part => before[part] !== after[part]);
    if (differing.length === 0) passed++;
    else failed++;
    for (const part of differing)
      console.log(`${name}: ${title}: ${part} differs: ${firstDifference(before[part], after[part])}`);
  }
}
console.log(`${chosen.length} repositories`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

function outputOf(program, repository, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(program), ...args, '.'], {
    cwd: join(values.repos, repository),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    // Each says what it works out itself.
    env: { ...process.env, NO_COLOR: '1', KUSTOMEND_CACHE: 'off' },
  });
  const shown = values.hunks ? stdout.replace(/^# .*\n/gm, '') : stdout;
  return { 'exit code': String(status), stdout: shown, ...(!values.hunks && { stderr }) };
}

function firstDifference(before, after) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const line = old.findIndex((text, index) => text !== now[index]);
  const at = line < 0 ? old.length : line;
  return `line ${at + 1}\n    before ${old[at]?.slice(0, 200)}\n    after  ${now[at]?.slice(0, 200)}`;
}
