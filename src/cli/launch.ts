/**
 * What the command starts with: runs the bundle beside it, with what V8 has compiled of it before. Compiling costs a
 * preview of a middling repository a tenth of its time. The compiled code lies in the user's own cache folder; it
 * may be deleted at any time, and `KUSTOMEND_CACHE=off` does without.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { Script } from 'node:vm';

/** Name of the bundle and hash of its text, which the build puts here. */
declare const PROGRAM_FILE: string;
declare const PROGRAM_HASH: string;

const bundle = join(import.meta.dirname, PROGRAM_FILE);
/** Shorter runs have not compiled what matters. */
const WORTH_KEEPING_SECONDS = 0.3;
/** Runs that add what they have compiled: no repository needs every part of the program. */
const RUNS_KEPT = 6;
const DAYS_KEPT = 30;

// The bundler writes ASCII only, which is read in a tenth of the time of UTF-8.
const source = readFileSync(bundle, 'latin1');
const cache = cacheFile();
const kept = cache === null ? undefined : readKept(cache);
const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
  filename: bundle,
  ...(kept && { cachedData: kept.compiled }),
});
const runs = kept && !script.cachedDataRejected ? kept.runs : 0;
if (cache !== null && runs < RUNS_KEPT) {
  process.on('exit', () => {
    if (process.uptime() > WORTH_KEEPING_SECONDS) keep(cache, script.createCachedData(), runs + 1);
  });
}
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle));

/** One file per program and engine; null where none is wanted. */
function cacheFile(): string | null {
  if (process.env.KUSTOMEND_CACHE === 'off') return null;
  const { XDG_CACHE_HOME: wanted } = process.env;
  const home = wanted && isAbsolute(wanted) ? wanted : join(homedir(), '.cache');
  const engine = [process.versions.v8, process.arch, ...process.execArgv].join('-').replace(/[^\w.-]+/g, '_');
  return join(home, 'kustomend', `compiled-${PROGRAM_HASH}-${engine}`);
}

interface Kept {
  readonly compiled: Buffer;
  /** How many runs have added to it. */
  readonly runs: number;
}

/** Nobody but the user may have written what is run. The last byte is the number of runs. */
function readKept(file: string): Kept | undefined {
  try {
    for (const path of [file, dirname(file)]) {
      const { uid, mode } = statSync(path);
      if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
    }
    const bytes = readFileSync(file);
    return { compiled: bytes.subarray(0, -1), runs: bytes.at(-1) ?? 0 };
  } catch {
    // No cache is the usual case, and never a reason to fail.
    return undefined;
  }
}

function keep(file: string, compiled: Buffer, count: number): void {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, Buffer.concat([compiled, Buffer.from([count])]), { mode: 0o600 });
    renameSync(draft, file);
    sweep(file);
  } catch {
    discard(draft);
  }
}

/** What other versions and engines have left a month ago is of no use to anybody. */
function sweep(kept: string): void {
  const folder = dirname(kept);
  const old = Date.now() - DAYS_KEPT * 24 * 3600 * 1000;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.startsWith('compiled-') && file !== kept && statSync(file).mtimeMs < old) discard(file);
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What could not be written cannot always be removed: the next run fares no worse for it.
  }
}
