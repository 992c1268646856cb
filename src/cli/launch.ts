/**
 * What the command starts with: runs the bundle beside it, with what V8 has compiled of it before. Compiling takes half
 * of a short run. The compiled code lies in the user's own cache folder; it may be deleted at any time, and
 * `KUSTOMEND_CACHE=off` does without.
 */
import nodeModule, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { runCompiled } from './compiled-code.ts';
import { privateFolder } from './private-cache.ts';
import { EXIT } from './process/exit.ts';

/** Name of the bundle and hash of its text, which the build puts here. */
declare const PROGRAM_FILE: string;
declare const PROGRAM_HASH: string;

/** From node 22.8 on: reads compiled code of what is loaded from now on, and keeps it when the process ends. */
const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
const program = join(import.meta.dirname, PROGRAM_FILE);

refuseOldNode();
const folder = cacheFolder();

if (enableCompileCache === undefined) {
  runCompiled(program, PROGRAM_HASH, folder);
} else {
  if (folder !== null) enableCompileCache(folder);
  createRequire(program)(program);
}

/** What is in the program fails in ways of its own on older versions. */
function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`kustomend needs node 20.19 or later; this is ${process.versions.node}\n`);
  process.exit(EXIT.usage);
}

/** Null where nothing shall be kept, or could be that is the user's own. */
function cacheFolder(): string | null {
  const { KUSTOMEND_CACHE, XDG_CACHE_HOME: wanted } = process.env;
  if (KUSTOMEND_CACHE === 'off') return null;
  const cache = wanted && isAbsolute(wanted) ? wanted : join(homedir(), '.cache');
  return privateFolder(join(cache, 'kustomend/compiled'), process.argv.slice(2)) ?? null;
}
