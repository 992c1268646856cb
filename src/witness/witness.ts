/** The user's own kustomize as a witness: its before and after must differ by exactly what the plan declares. */
import { join } from 'node:path';
import type { Progress } from '../plan/model/input.ts';
import type { Plan } from '../plan/model/result.ts';
import { firstDifference } from '../plan/prove/prove.ts';
import { canonical } from '../plan/rendered/same-data.ts';
import type { Json } from '../yaml/read/data.ts';
import { inCopy, withoutCopy, writeInCopy } from './copy.ts';
import { type Build, buildFolder } from './objects.ts';
import type { BuildOptions, WitnessTool } from './tool.ts';

export interface WitnessReport {
  readonly tool: WitnessTool;
  /** Kustomizations that it has built, before or after. */
  readonly checked: number;
  /** Those that it builds neither before nor after, in its own words: of them it says nothing. */
  readonly notJudged: readonly { readonly folder: string; readonly says: string }[];
  readonly violations: readonly { readonly folder: string; readonly message: string }[];
}

export interface WitnessOptions extends BuildOptions {
  /** Kustomizations that must not be built, because they would open a connection; unstated: none. */
  readonly isOut?: (folder: string) => boolean;
  readonly progress?: Progress | undefined;
}

/** Builds every affected kustomization before and after in a temporary copy; nothing else is touched. */
export function witness(
  tool: WitnessTool,
  root: string,
  paths: readonly string[],
  plan: Plan,
  { isOut = () => false, progress, ...options }: WitnessOptions,
): WitnessReport {
  const folders = [...plan.expected.keys()].filter(folder => !isOut(folder));
  return inCopy(root, paths, tool.env, copy => {
    for (const { path, before } of plan.virtual) writeInCopy(copy, path, before!);
    let done = 0;
    const build = (folder: string) => {
      progress?.('kustomize checks', done++, 2 * folders.length);
      return buildFolder(tool, join(copy, folder), options);
    };
    const before = new Map(folders.map(folder => [folder, build(folder)]));
    for (const { path, after } of [...plan.changes, ...plan.virtual]) writeInCopy(copy, path, after);
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
