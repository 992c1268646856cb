// Makes a checkout ready: installs dependencies when they are absent or older than the lock file.
// Fast when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules/.package-lock.json');

const reason = whyInstall();
if (reason !== undefined) {
  console.error(`${reason}: installing`);
  install();
}

function whyInstall() {
  if (!existsSync(installed)) return 'node_modules is not there';
  const isOlder = statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
  return isOlder ? 'node_modules is older than package-lock.json' : undefined;
}

function install() {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
  // npm may write an older time than the lock file has: without this the next run would install again.
  const now = new Date();
  utimesSync(installed, now, now);
}
