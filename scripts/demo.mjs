// npm run demo: previews what kustomend would do to examples/cptm8. Works on a copy; nothing is written here.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'kustomend-demo-'));
try {
  cpSync(join(root, 'examples/cptm8'), folder, { recursive: true });
  leaveOutWhatIsNotThere();
  const { status } = run(['--no-pager', ...process.argv.slice(2)], 'inherit');
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(args, stdio) {
  return spawnSync(process.execPath, [join(root, 'dist/kustomend.js'), ...args], {
    cwd: folder,
    stdio,
    encoding: 'utf8',
  });
}

/** The example's configuration speaks of transforms of the catalogue that this version may not have. */
function leaveOutWhatIsNotThere() {
  const path = join(folder, 'kustomend.yaml');
  const lines = readFileSync(path, 'utf8').split('\n');
  const { stderr } = run(['--print-config'], 'pipe');
  for (const [, line] of stderr.matchAll(/^kustomend\.yaml:(\d+):\d+: unknown transform/gm)) {
    const start = Number(line) - 1;
    const indent = indentOf(lines[start]);
    for (let i = start; i === start || (lines[i] && indentOf(lines[i]) > indent); i++)
      lines[i] = `# ${lines[i]}`;
  }
  // A section without entries is no map.
  const text = lines.join('\n').replace(/^(transforms|ignore):(?=\n(?:\s*(?:#.*)?\n)*(?:\S|$))/gm, '# $1:');
  writeFileSync(path, text);
}

function indentOf(line) {
  return line.length - line.trimStart().length;
}
