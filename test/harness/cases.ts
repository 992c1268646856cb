/**
 * Golden cases: `test/transforms/<id>/cases/<situation>/{repo/**, case.yaml?, expected.diff, expected.txt}`.
 * The bytes of `repo/` are exact. The expected files are written on request only: `npm run case -- <id>/<situation> -u`, or
 * `npm run jest -- test/transforms -u` for all.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Inputs, Repo } from './repo.ts';

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
      z.union([z.string(), z.strictObject({ digest: z.string(), platforms: z.array(z.string()) })]),
    )
    .optional(),
  /** What is wrong today: the case is listed and not run. */
  known: z.string().optional(),
  /** Restyled runs that cannot hold here, with the reason. */
  not: z.record(z.string(), z.string()).optional(),
});

export type CaseFile = z.output<typeof caseSchema>;

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

export function casesOf(id: string, root = CASES): GoldenCase[] {
  return foldersIn(join(root, id, 'cases')).map(situation =>
    loadCase(id, situation, join(root, id, 'cases', situation)),
  );
}

/** Situations that a transform cannot have, with the reason. */
export function absentSituations(id: string, root = CASES): Readonly<Record<string, string>> {
  const path = join(root, id, 'absent.yaml');
  return existsSync(path)
    ? z.record(z.string(), z.string().min(1)).parse(parse(readFileSync(path, 'utf8')))
    : {};
}

function loadCase(id: string, situation: string, folder: string): GoldenCase {
  const path = join(folder, 'case.yaml');
  const settings = caseSchema.parse(existsSync(path) ? parse(readFileSync(path, 'utf8')) : {});
  const { only, unsafe, noRestart, foreignIgnores, paths, environments, placement, today, lock } = settings;
  const selection = {
    only: only ?? [id],
    ...given({ unsafe, noRestart, foreignIgnores, paths, environments, placement }),
  };
  const pins = Object.entries(lock ?? {}).map(
    ([image, entry]) =>
      [
        image,
        { ...(typeof entry === 'string' ? { digest: entry } : entry), at: 'kustomend.lock.yaml:1' },
      ] as const,
  );
  return {
    id,
    situation,
    folder,
    repo: readRepo(join(folder, 'repo')),
    settings,
    inputs: { selection, lock: new Map(pins), ...given({ today }) },
  };
}

/** The properties that have a value. */
function given<T extends object>(object: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}

function readRepo(root: string): Repo {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = files.map(entry => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map(path => [relative(root, path).split(sep).join('/'), readExact(path)]));
}

/** @throws for bytes that a text would not hold */
function readExact(path: string): string {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) throw new Error(`${path} is not UTF-8`);
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
    throw new Error(`${path} is missing: npm run case -- <id>/<situation> -u writes this:\n${actual}`);
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

function isUpdating(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  return snapshotState._updateSnapshot === 'all';
}
