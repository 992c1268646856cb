/**
 * Our own trees with what kustomize v5.8.2 makes of them: `oracle/<name>/{tree/**, rendered.yaml or error.txt}`.
 * `npm run record` writes the recordings anew.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const RECORDINGS = join(import.meta.dirname, 'oracle');

export interface Recording {
  readonly file: 'rendered.yaml' | 'error.txt';
  readonly text: string;
}

/** Names of the trees. */
export function recordedTrees(): string[] {
  return readdirSync(RECORDINGS).sort();
}

/** What a kustomize says of a tree today. */
export function saidNow(kustomize: string, name: string): Recording {
  const tree = join(RECORDINGS, name, 'tree');
  try {
    const text = execFileSync(kustomize, ['build', tree], { encoding: 'utf8', stdio: 'pipe' });
    return { file: 'rendered.yaml', text };
  } catch (error) {
    return { file: 'error.txt', text: withoutPlace((error as { stderr: string }).stderr, tree) };
  }
}

/** What it said when it was recorded; undefined where nobody has recorded it. */
export function saidThen(name: string): Recording | undefined {
  const file = (['rendered.yaml', 'error.txt'] as const).find(each =>
    existsSync(join(RECORDINGS, name, each)),
  );
  return file && { file, text: readFileSync(join(RECORDINGS, name, file), 'utf8') };
}

/** Messages name the folder of a machine and addresses in memory. */
function withoutPlace(message: string, tree: string): string {
  return message.replaceAll(tree, '/tree').replaceAll(/0x[0-9a-f]+/g, '0x0');
}
