/**
 * The strongest peer: one process that links kustomize and builds the same roots one after another. It is made from the few
 * lines of Go in peer/, pinned to the kustomize that the tests run.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SOURCE = join(import.meta.dirname, 'peer');
const FOLDER = resolve(import.meta.dirname, '../node_modules/.cache/kustomend');

/** @returns the program; undefined where there is no Go, or it cannot get what it needs */
export function builtPeer(): string | undefined {
  mkdirSync(FOLDER, { recursive: true });
  const program = join(FOLDER, 'peer');
  const { status } = spawnSync('go', ['build', '-o', program, '.'], { cwd: SOURCE, stdio: ['ignore', 2, 2] });
  return status === 0 ? program : undefined;
}
