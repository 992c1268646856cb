/**
 * What the command starts with: gives the answer that an earlier run has given to the same question, or runs the bundle
 * beside it, with what V8 has compiled of it before. Compiling takes half of a short run. What is kept may be deleted at
 * any time, and `KUSTOMEND_CACHE=off` does without.
 */
import nodeModule, { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Answer, Keeper } from './cache/answer.ts';
import { type Answers, answersFor } from './cache/answers.ts';
import { loadCompiled } from './cache/compiled-code.ts';
import { privateFolder } from './cache/private-folder.ts';
import { EXIT } from './process/exit.ts';
import { optimizeLater } from './process/optimizing.ts';
import { endWithReader } from './process/reader.ts';

/** Name of the bundle and hash of its text, which the build puts here. */
declare const PROGRAM_FILE: string;
declare const PROGRAM_HASH: string;

/** From node 22.8 on: reads compiled code of what is loaded from now on, and keeps it when the process ends. */
const { enableCompileCache } = nodeModule as { enableCompileCache?: (folder: string) => unknown };
const program = join(import.meta.dirname, PROGRAM_FILE);

refuseOldNode();
endWithReader(process);
const answers = attempt(() => answersHere());
const answer = attempt(() => answers?.find());
if (answer === undefined) load().start(answers);
else repeat(answer);

/** What is in the program fails in ways of its own on older versions. */
function refuseOldNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`kustomend needs node 20.19 or later; this is ${process.versions.node}\n`);
  process.exit(EXIT.usage);
}

function answersHere(): Answers | undefined {
  if (process.argv.includes('--no-cache')) return undefined;
  const folder = cacheFolder('answers');
  return folder === null ? undefined : answersFor(process, PROGRAM_HASH, folder);
}

/** Whatever is wrong with what is kept, or with what it is about: the run itself finds out, and says it. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function repeat({ said, code }: Answer): void {
  for (const [stream, text] of said) process[stream].write(text);
  process.exitCode = code;
}

interface Program {
  start(keeper: Keeper | undefined): void;
}

function load(): Program {
  optimizeLater(process.versions);
  const folder = cacheFolder('compiled');
  if (enableCompileCache === undefined) return loadCompiled(program, PROGRAM_HASH, folder) as Program;
  if (folder !== null) enableCompileCache(folder);
  return createRequire(program)(program) as Program;
}

/** Null where nothing shall be kept, or could be that is the user's own. */
function cacheFolder(name: 'answers' | 'compiled'): string | null {
  const { KUSTOMEND_CACHE, XDG_CACHE_HOME: wanted } = process.env;
  if (KUSTOMEND_CACHE === 'off') return null;
  const cache = wanted && isAbsolute(wanted) ? wanted : join(homedir(), '.cache');
  return privateFolder(join(cache, 'kustomend', name), process.argv.slice(2)) ?? null;
}
