// npm run demo: previews what kustomend would do to examples/cptm8. A preview writes nothing.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = [
  join(root, 'dist/kustomend.cjs'),
  '--no-pager',
  '--diff',
  ...process.argv.slice(2),
  'examples/cptm8',
];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;
