/** The real kustomize for tests: on the PATH, where `go install` puts it, or in node_modules/.cache. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WitnessTool } from '../../src/witness/witness.ts';
import { kustomizeBinary } from '../kustomize/corpus.ts';

const CACHED = join(import.meta.dirname, '../../node_modules/.cache/kustomend/bin/kustomize');

/** Undefined where there is none: only our own evaluation judges then. */
export const realKustomize: WitnessTool | undefined = find();

function find(): WitnessTool | undefined {
  const path = kustomizeBinary() ?? (existsSync(CACHED) ? CACHED : undefined);
  if (path === undefined) return undefined;
  return { path, version: execFileSync(path, ['version'], { encoding: 'utf8' }).trim() };
}
