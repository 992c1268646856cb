/** Real repositories, and what the real kustomize makes of each of their kustomizations. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { KUSTOMIZATION_NAMES } from '../../src/kustomize/file/kustomization.ts';

export const SHARED = join(import.meta.dirname, '../../../shared');
export const CORPUS = join(SHARED, 'corpus');
const CACHE = join(tmpdir(), 'kustomend-oracle');

/** Repositories of the corpus. */
export function repositories(): string[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
}

/** Folders that hold a kustomization, relative to the repository. */
export function kustomizationFolders(root: string): string[] {
  return filesBelow(root)
    .filter(path => KUSTOMIZATION_NAMES.some(name => path === name || path.endsWith(`/${name}`)))
    .map(path => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''));
}

/** Every file, relative to a folder, in a stable order. */
export function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .sort();
}

export type Build =
  | { readonly ok: true; readonly yaml: string }
  | { readonly ok: false; readonly error: string };

/** `kustomize build` of a folder; kept under the temporary folder, so that a second run is fast. */
export async function realBuild(
  binary: string,
  root: string,
  folder: string,
  cacheKey: string | null,
): Promise<Build> {
  const kept = cacheKey === null ? null : join(CACHE, cacheKey, `${folder.replaceAll('/', '+') || '.'}.json`);
  if (kept && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Build;
  const build = await run(binary, argumentsFor(root, folder));
  if (kept) {
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify(build));
  }
  return build;
}

/** The same at once, where a test can do nothing until it knows. */
export function realBuildNow(binary: string, root: string, folder: string): Build {
  try {
    const yaml = execFileSync(binary, argumentsFor(root, folder), {
      ...OPTIONS,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { ok: true, yaml };
  } catch (error) {
    return { ok: false, error: (error as { stderr?: string }).stderr || String(error) };
  }
}

function argumentsFor(root: string, folder: string): string[] {
  return ['build', '--load-restrictor', 'LoadRestrictionsNone', join(root, folder)];
}

/** Builds are over before Go's collector would pay. */
const OPTIONS = {
  maxBuffer: 1 << 28,
  timeout: 60_000,
  env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GOGC: 'off' },
};

function run(binary: string, args: readonly string[]): Promise<Build> {
  return new Promise(resolve => {
    execFile(binary, args, OPTIONS, (error, stdout, stderr) => {
      resolve(error ? { ok: false, error: stderr || error.message } : { ok: true, yaml: stdout });
    });
  });
}

/** Runs a task for every item, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await task(items[next++]!);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
