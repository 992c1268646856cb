/**
 * Golden cases: `test/transforms/<id>/cases/<situation>/{repo/**, case.yaml?, expected.diff, expected.txt}`.
 * The bytes of `repo/` are exact. The expected files are written on request only: `npm run case -- <id>/<situation> -u`, or
 * `npm run jest -- test/transforms/goldens -u` for all.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { readObserved } from '../../src/config/evidence.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Lock, readLock } from '../../src/config/lock.ts';
import { printProblem, problemsOf } from '../../src/config/problems.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import type { Observed } from '../../src/transform.ts';
import { parseWithPositions } from '../../src/yaml/read/positions.ts';
import { type Inputs, type Repo, TODAY } from './repo.ts';

export const CASES = join(import.meta.dirname, '../transforms');

/** What a case says besides its repository; all of it optional. */
const caseSchema = z.strictObject({
  /** What the case is about, where its name does not say it. */
  about: z.string().optional(),
  /** Transforms that run; the one that the folder is named after unless stated. */
  only: z.array(z.string()).min(1).optional(),
  unsafe: z.boolean().optional(),
  noRestart: z.boolean().optional(),
  foreignIgnores: z.boolean().optional(),
  paths: z.array(z.string()).optional(),
  environments: z.array(z.string()).optional(),
  placement: z.enum(['anywhere', 'overlay']).optional(),
  today: z.iso.date().optional(),
  /** Pinned digests: full reference -> digest, or an entry of the lock file. */
  lock: z
    .record(
      z.string(),
      z.union([
        z.string(),
        z.strictObject({
          digest: z.string(),
          platforms: z.array(z.string()).optional(),
          config: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
        }),
      ]),
    )
    .optional(),
  /** Roots that are meant not to build here (`.` is the top). Any other that does not build is a fault of the case. */
  unbuilt: z.array(z.string()).min(1).optional(),
  /** Why something that is wanted here has no place. */
  withdrawn: z.string().optional(),
  /** What is wrong today: the case is listed and not run. */
  known: z.string().optional(),
  /** Restyled runs that cannot hold here, with the reason. */
  not: z.record(z.string(), z.string()).optional(),
});

const absentSchema = z.record(z.string(), z.string().min(1));

export type CaseFile = z.output<typeof caseSchema>;

/** What is wrong with the files of a case, a line for each mistake: for its author, who needs no stack. */
export class CaseProblem extends Error {}

export interface GoldenCase {
  readonly id: string;
  readonly situation: string;
  readonly folder: string;
  readonly repo: Repo;
  readonly settings: CaseFile;
  readonly inputs: Inputs;
}

/** Situations that every transform shows in a case, or says in `absent.yaml` why it cannot. */
export const SITUATIONS = ['example', 'already-good', 'overlay-owns-it', 'blocked'] as const;

/** Ids that have a folder of cases. */
export function caseIds(root = CASES): string[] {
  return foldersIn(root).filter(id => existsSync(join(root, id, 'cases')));
}

/** The situations that a transform has a folder for. */
export function situationsOf(id: string, root = CASES): string[] {
  return foldersIn(join(root, id, 'cases'));
}

/** @throws CaseProblem */
export function casesOf(id: string, root = CASES): GoldenCase[] {
  return situationsOf(id, root).map(situation => loadCase(id, situation, root));
}

/**
 * Situations that a transform cannot have, with the reason.
 *
 * @throws CaseProblem
 */
export function absentSituations(id: string, root = CASES): Readonly<Record<string, string>> {
  return readYaml(join(root, id, 'absent.yaml'), absentSchema);
}

/** @throws CaseProblem */
export function loadCase(id: string, situation: string, root = CASES): GoldenCase {
  const folder = join(root, id, 'cases', situation);
  const settings = readYaml(join(folder, 'case.yaml'), caseSchema);
  const { only, unsafe, noRestart, foreignIgnores, paths, environments, placement, today, lock } = settings;
  const selection = {
    only: only ?? [id],
    ...given({ unsafe, noRestart, foreignIgnores, paths, environments, placement }),
  };
  const repo = readRepo(join(folder, 'repo'));
  const observed = observedIn(repo, today ?? TODAY);
  return {
    id,
    situation,
    folder,
    repo,
    settings,
    inputs: { selection, lock: pinned(lock), ...given({ observed, today }) },
  };
}

/** What its own file of evidence says; undefined beside a configuration that is wrong, as the case itself will say. */
function observedIn(repo: Repo, today: string): Observed | undefined {
  const config = loadConfig(memoryFiles(repo), { startDir: '' });
  if ('problems' in config) return undefined;
  const read = readObserved(memoryFiles(repo), config, today);
  if ('problems' in read) throw new CaseProblem(read.problems.map(printProblem).join('\n'));
  return read;
}

/** As the lock file would be read. */
function pinned(lock: CaseFile['lock'] = {}): Lock {
  const images = Object.entries(lock).map(([image, entry]) => [
    image,
    typeof entry === 'string' ? { digest: entry } : entry,
  ]);
  const text = JSON.stringify({ version: 1, images: Object.fromEntries(images) });
  const read = readLock(memoryFiles({ 'kustomend.lock.yaml': text }), { path: undefined });
  if ('problems' in read) throw new CaseProblem(read.problems.map(printProblem).join('\n'));
  return read;
}

/** A path as people type it. */
export function shown(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/');
}

/** A file that may be absent, which says as much as an empty one. */
function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  const source = parseWithPositions(existsSync(path) ? readFileSync(path, 'utf8') : '');
  const parsed = schema.safeParse(source.data ?? {});
  if (source.errors.length === 0 && parsed.success) return parsed.data;
  const file = shown(path);
  const problems =
    source.errors.length > 0 || parsed.success
      ? source.errors.map(error => ({ ...error, file }))
      : problemsOf(parsed.error, file, source, schema);
  throw new CaseProblem(problems.map(printProblem).join('\n'));
}

/** The properties that have a value. */
function given<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}

function readRepo(root: string): Repo {
  if (!existsSync(root)) throw new CaseProblem(`${shown(root)} is missing: a case has its repository there`);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map(path => [relative(root, path).split(sep).join('/'), readExact(path)]));
}

/** @throws CaseProblem for bytes that a text would not hold */
function readExact(path: string): string {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) throw new CaseProblem(`${shown(path)} is not UTF-8`);
  return text;
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
}

/** Compares with an expected file; writes it only where jest runs with `-u`. */
export function expectFile(folder: string, name: string, actual: string): void {
  const path = join(folder, name);
  if (isUpdating()) writeFileSync(path, actual);
  if (!existsSync(path))
    throw new Error(`${shown(path)} is not written yet: npm run case -- <id>/<situation> -u:\n${actual}`);
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  return snapshotState._updateSnapshot === 'all';
}
