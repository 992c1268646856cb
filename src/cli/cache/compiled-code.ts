/**
 * Compiled code for node 20.19 to 22.7, which keep none by themselves: one file for each program and engine, to which the
 * first runs that are long enough add. Goes when node 20 does.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { isPrivate } from './private-folder.ts';

/** Shorter runs have not compiled what matters. */
const WORTH_KEEPING_SECONDS = 0.3;
/** Runs that add what they have compiled: no repository needs every part of the program. */
const RUNS_KEPT = 6;
const DAYS_KEPT = 30;

/**
 * Loads a program with what V8 has compiled of it before.
 *
 * @param hash of its text
 * @param folder where compiled code is kept, the user's own; null: nowhere
 * @returns what it exports
 */
export function loadCompiled(program: string, hash: string, folder: string | null): unknown {
  // The bundler writes ASCII only, which is read in a tenth of the time of UTF-8.
  const source = readFileSync(program, 'latin1');
  const cache = folder === null ? null : join(folder, fileName(hash));
  const kept = cache === null ? undefined : readKept(cache);
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
    filename: program,
    ...(kept && { cachedData: kept.compiled }),
  });
  const runs = kept && !script.cachedDataRejected ? kept.runs : 0;
  if (cache !== null && runs < RUNS_KEPT) {
    process.on('exit', () => {
      if (process.uptime() > WORTH_KEEPING_SECONDS) keep(cache, script.createCachedData(), runs + 1);
    });
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(program), module, program, dirname(program));
  return module.exports;
}

function fileName(hash: string): string {
  const engine = [process.versions.v8, process.arch, ...process.execArgv].join('-').replace(/[^\w.-]+/g, '_');
  return `compiled-${hash}-${engine}`;
}

interface Kept {
  readonly compiled: Buffer;
  /** How many runs have added to it. */
  readonly runs: number;
}

/** The last byte is the number of runs. */
function readKept(file: string): Kept | undefined {
  try {
    if (!isPrivate(file)) return undefined;
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
    writeFileSync(draft, Buffer.concat([compiled, Buffer.from([count])]), { mode: 0o600, flag: 'wx' });
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
