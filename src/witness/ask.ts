/** Whether kustomize builds what we do not. */
import { join } from 'node:path';
import type { Verdict } from '../kustomize/files/problem.ts';
import type { Progress } from '../plan/model/input.ts';
import type { FileChange } from '../plan/model/result.ts';
import { inCopy, withoutCopy, writeInCopy } from './copy.ts';
import { type BuildOptions, buildText, firstError, type WitnessTool } from './tool.ts';

/** What a copy is made of. */
export interface Original {
  readonly root: string;
  readonly paths: readonly string[];
  /** Kustomizations that are in memory only. */
  readonly virtual: readonly Pick<FileChange, 'path' | 'before'>[];
}

/** How long answers are waited for, in milliseconds. */
export interface Patience {
  /** A root that takes longer is none that kustomize builds for anybody. */
  readonly each: number;
  /** With all that are in doubt: a repository may have any number of them. */
  readonly all: number;
}

const PATIENCE: Patience = { each: 20_000, all: 60_000 };

/** Of a build that does not end nothing is said, and of none that time does not suffice for. */
export function askWhetherTheyBuild(
  tool: WitnessTool,
  { root, paths, virtual }: Original,
  folders: readonly string[],
  options: BuildOptions & { readonly progress?: Progress | undefined },
  patience = PATIENCE,
): ReadonlyMap<string, Verdict> {
  return inCopy(root, paths, tool.env, copy => {
    for (const { path, before } of virtual) writeInCopy(copy, path, before!);
    const verdicts = new Map<string, Verdict>();
    const end = Date.now() + patience.all;
    for (const [index, folder] of folders.entries()) {
      options.progress?.('asking kustomize', index, folders.length);
      const left = end - Date.now();
      if (left <= 0) break;
      const verdict = verdictOf(tool, join(copy, folder), copy, options, Math.min(patience.each, left));
      if (verdict !== undefined) verdicts.set(folder, verdict);
    }
    return verdicts;
  });
}

function verdictOf(
  tool: WitnessTool,
  folder: string,
  copy: string,
  options: BuildOptions,
  timeout: number,
): Verdict | undefined {
  try {
    buildText(tool, folder, options, timeout);
    return { builds: true };
  } catch (error) {
    const { status, stderr = '' } = error as { status?: number | null; stderr?: string };
    // Ended by a signal, or not started at all.
    if (typeof status !== 'number') return undefined;
    return { builds: false, says: withoutCopy(firstError(stderr), copy) };
  }
}
