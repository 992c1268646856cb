/** Runs that only read, while another process is in the middle of a write. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { newRepo, programOf, SHOP, writeIn } from '../cli/cli.ts';

const READERS = ['graph', 'scan', 'preview', 'render overlays/production'];

/** Between two files of a write the program runs others, which say what they see. */
function withReaders(log: string): string {
  return `const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
const { renameSync } = fs;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (!String(to).endsWith('deployment.yaml')) return;
  for (const command of ${JSON.stringify(READERS)}) {
    const { status, stderr } = spawnSync(process.execPath, [${JSON.stringify(programOf())}, ...command.split(' ')], { encoding: 'utf8' });
    fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ command, status, stderr }) + '\\n');
  }
};`;
}

test.each([
  ['in a repository', true],
  ['without git', false],
])('say so and leave it alone: %s', (_, hasGit) => {
  const root = newRepo(SHOP, { git: hasGit });
  const [hook, log] = [`${root}-readers.cjs`, `${root}-readers.log`];
  writeIn(dirname(hook), basename(hook), withReaders(log));
  const { status, stderr } = spawnSync(process.execPath, ['--require', hook, programOf(), 'fix'], {
    cwd: root,
    encoding: 'utf8',
    env: { HOME: dirname(root), PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  const seen = readLines(log);
  expect(seen.map(({ command }) => command)).toEqual(READERS);
  for (const each of seen) {
    expect(each).toMatchObject({ stderr: expect.stringContaining('a write is under way') });
    expect([0, 1]).toContain(each.status);
  }
  const own = hasGit ? join(root, '.git/kustomend') : root;
  expect(readdirSync(own).filter(name => /journal|\.tmp$|writer/.test(name))).toEqual([]);
  expect(
    spawnSync(process.execPath, [programOf(), 'fix'], { cwd: root, encoding: 'utf8' }).stderr,
  ).not.toMatch(/cut short|undone/);
});

function readLines(path: string): { command: string; status: number; stderr: string }[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}
