/** Signals that arrive while files are written. */
import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { git, newRepo, programOf, SHOP, writeIn } from '../cli/cli.ts';

/** The program gets a signal from itself when it gives a file its name. */
function withSignal(signal: string): string {
  return `const fs = require('node:fs');
const { renameSync } = fs;
fs.renameSync = (from, to) => {
  if (String(to).endsWith('deployment.yaml')) process.kill(process.pid, '${signal}');
  return renameSync(from, to);
};`;
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s: the write comes to its end, and says so', signal => {
  const root = newRepo(SHOP);
  const hook = `${root}-${signal}.cjs`;
  writeIn(dirname(hook), basename(hook), withSignal(signal));
  const { status, stderr } = spawnSync(process.execPath, ['--require', hook, programOf(), 'fix'], {
    cwd: root,
    encoding: 'utf8',
    env: { HOME: dirname(root), PATH: `${dirname(process.execPath)}:/usr/bin:/bin` },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  expect(git(root, 'status', '--porcelain')).toContain(' M base/deployment.yaml');
  const { stderr: next } = spawnSync(process.execPath, [programOf(), 'fix'], { cwd: root, encoding: 'utf8' });
  expect(next).not.toContain('cut short');
});
