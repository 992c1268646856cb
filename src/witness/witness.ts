/** The user's own kustomize as a witness: its before and after must differ by exactly what the plan declares. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LoadRestrictor } from '../kustomize/build/evaluate.ts';
import { type Json, toJson } from '../kustomize/tree/node.ts';
import { parseText } from '../kustomize/tree/parse.ts';
import type { Plan } from '../plan/model/result.ts';
import { firstDifference } from '../plan/prove/prove.ts';
import { canonical } from '../plan/rendered/same-data.ts';

export interface WitnessTool {
  readonly path: string;
  /** Of kustomize. */
  readonly version: string;
  /** It is `kubectl`, which has kustomize built in. */
  readonly isKubectl?: true;
}

export interface WitnessReport {
  readonly tool: WitnessTool;
  /** Kustomizations that it has built, before or after. */
  readonly checked: number;
  /** Those that it builds neither before nor after, in its own words: of them it says nothing. */
  readonly notJudged: readonly { readonly folder: string; readonly says: string }[];
  readonly violations: readonly { readonly folder: string; readonly message: string }[];
}

/** `kustomize` on PATH; the copy in `kubectl`, often an older one, only where there is nothing else. */
export function findKustomize(): WitnessTool | undefined {
  const [version] = outputOf('kustomize', ['version'])?.trim().split('\n') ?? [];
  if (version !== undefined) return { path: 'kustomize', version };
  const [, builtIn] =
    /^Kustomize Version: *(\S+)$/m.exec(outputOf('kubectl', VERSION_OF_KUBECTL) ?? '') ?? [];
  return builtIn === undefined ? undefined : { path: 'kubectl', version: builtIn, isKubectl: true };
}

const VERSION_OF_KUBECTL = ['version', '--client'];

/** What a program prints, or undefined where it is not there or fails. */
function outputOf(program: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return undefined;
  }
}

/** `kustomize v5.8.2`, `kubectl kustomize v5.4.2` */
export function toolName({ version, isKubectl }: WitnessTool): string {
  return `${isKubectl ? 'kubectl kustomize' : 'kustomize'} ${version}`;
}

/** How kustomize is called. */
export interface BuildOptions {
  readonly loadRestrictor: LoadRestrictor;
  /** Lets it run helm. */
  readonly enableHelm?: boolean | undefined;
}

/**
 * Builds every affected kustomization before and after in a temporary copy; nothing else is touched.
 *
 * @param isOut kustomizations that must not be built, because they would open a connection
 */
export function witness(
  tool: WitnessTool,
  root: string,
  paths: readonly string[],
  plan: Plan,
  options: BuildOptions,
  isOut: (folder: string) => boolean = () => false,
): WitnessReport {
  const folders = [...plan.expected.keys()].filter(folder => !isOut(folder));
  return inCopy(root, paths, copy => {
    for (const { path, before } of plan.virtual) writeFileSync(join(copy, path), before!);
    const build = (folder: string) => buildFolder(tool, join(copy, folder), options);
    const before = new Map(folders.map(folder => [folder, build(folder)]));
    for (const change of [...plan.changes, ...plan.virtual]) {
      const target = join(copy, change.path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, change.after);
    }
    const after = new Map(folders.map(folder => [folder, build(folder)]));
    const violations = folders.flatMap(folder => {
      const message = judge(plan.expected.get(folder)!, before.get(folder)!, after.get(folder)!);
      return message === null ? [] : [{ folder, message }];
    });
    const notJudged = folders.flatMap(folder => {
      const [old, now] = [before.get(folder)!, after.get(folder)!];
      return 'error' in old && 'error' in now ? [{ folder, says: withoutCopy(old.error, copy) }] : [];
    });
    return { tool, checked: folders.length - notJudged.length, notJudged, violations };
  });
}

/** Words about the files of the copy, as words about those of the workspace. */
function withoutCopy(text: string, copy: string): string {
  return [realpathSync(copy), copy].reduce((rest, path) => rest.replaceAll(`${path}/`, ''), text);
}

/** Runs something over a copy of a workspace, which is gone afterwards. */
export function inCopy<T>(root: string, paths: readonly string[], run: (copy: string) => T): T {
  const copy = mkdtempSync(join(tmpdir(), 'kustomend-witness-'));
  try {
    for (const path of paths) copyFile(root, copy, path);
    return run(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyFile(root: string, copy: string, path: string): void {
  try {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { dereference: false, verbatimSymlinks: true });
  } catch (error) {
    // Listed by git and gone from disk: no build can read it either.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

type Build = { readonly objects: readonly Json[] } | { readonly error: string };

/** `kustomize build`, as text. @throws with `stderr` when it fails */
export function buildText(
  tool: WitnessTool,
  folder: string,
  { loadRestrictor, enableHelm = false }: BuildOptions,
): string {
  const helm = enableHelm ? ['--enable-helm'] : [];
  return execFileSync(
    tool.path,
    [tool.isKubectl ? 'kustomize' : 'build', '--load-restrictor', loadRestrictor, ...helm, folder],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 29,
      timeout: 120_000,
    },
  );
}

/** The objects that kustomize renders, or why it does not. */
export function buildFolder(tool: WitnessTool, folder: string, options: BuildOptions): Build {
  try {
    const output = buildText(tool, folder, options);
    return {
      objects: parseText(output, 'resource', doc => ({ type: 'source', file: 'render', doc })).map(d =>
        toJson(d.node),
      ),
    };
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr ?? String(error);
    return { error: firstError(stderr) };
  }
}

/** Warnings stand before the error, and what comes behind its first line repeats it. */
function firstError(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return lines.find(line => /^error:/i.test(line)) ?? lines[0] ?? '';
}

/**
 * Where its old render is ours, its new one must be the expected one. Where it differs (another version of
 * kustomize), the objects that the plan does not change must be as they were.
 */
function judge(
  expected: { before: readonly Json[]; after: readonly Json[] },
  before: Build,
  after: Build,
): string | null {
  if ('error' in before) return 'error' in after ? null : 'builds now although it did not before';
  if ('error' in after) return `does not build any more: ${after.error}`;
  const delta = deltaOf(expected.before, expected.after);
  const actual = deltaOf(before.objects, after.objects);
  for (const [id, change] of delta) {
    const seen = actual.get(id);
    if (seen === undefined) return `${id}: the declared change did not happen`;
    if (canonical(seen) !== canonical(change))
      return `${id}: ${firstDifference(change as Json, seen as Json, '')}`;
  }
  const extra = [...actual.keys()].find(id => !delta.has(id));
  return extra === undefined ? null : `${extra}: changed although no fix declared it`;
}

/** Changed leaves by object and path: `null` before, or `null` after. */
function deltaOf(before: readonly Json[], after: readonly Json[]): Map<string, Json> {
  const old = leavesOf(before);
  const now = leavesOf(after);
  const delta = new Map<string, Json>();
  for (const [path, value] of now)
    if (canonical(old.get(path)) !== canonical(value)) delta.set(path, { is: value });
  for (const path of old.keys()) if (!now.has(path)) delta.set(path, { is: null });
  return delta;
}

function leavesOf(objects: readonly Json[]): Map<string, Json> {
  const leaves = new Map<string, Json>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object as {
      apiVersion?: string;
      kind?: string;
      metadata?: { name?: string; namespace?: string };
    };
    addLeaves(leaves, `${apiVersion} ${kind} ${metadata?.namespace ?? ''}/${metadata?.name}`, object);
  }
  return leaves;
}

function addLeaves(leaves: Map<string, Json>, path: string, value: Json): void {
  if (value !== null && typeof value === 'object') {
    const entries = Array.isArray(value)
      ? value.map((v, i) => [`[${i}]`, v] as const)
      : Object.entries(value);
    if (entries.length === 0) leaves.set(path, value);
    for (const [key, child] of entries) addLeaves(leaves, `${path} ${key}`, child as Json);
    return;
  }
  leaves.set(path, value);
}
