/** The user's own sops: the only one that encrypts anything, by the user's own rules and keys. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, type ProcessEnvironment, type Program } from '../workspace/programs.ts';

/** The first that encrypts what it reads from a pipe: no file but its own holds a value then. */
export const OLDEST_SOPS = '3.10';

export function findSops(env: ProcessEnvironment): Program | undefined {
  return findProgram('sops', env);
}

export type Encrypted = { readonly text: string } | { readonly refused: string };

/** Key services may be asked over the network. */
const PATIENCE = 120_000;
const MOST_BYTES = 1 << 24;

/**
 * What sops makes of a manifest. Nothing is written: it goes there and back in memory.
 *
 * @param root of the workspace
 * @param file by whose name the rule is chosen
 * @param config the `.sops.yaml`
 */
export function encryptedBy(
  sops: Program,
  { root, file, config }: { readonly root: string; readonly file: string; readonly config: string },
  text: string,
): Encrypted {
  const types = ['--input-type', 'yaml', '--output-type', 'yaml'];
  const args = ['--config', join(root, config), 'encrypt', ...types, '--filename-override', join(root, file)];
  const { status, stdout, stderr, error } = spawnSync(sops.path, args, {
    cwd: root,
    env: sops.env,
    input: text,
    encoding: 'utf8',
    timeout: PATIENCE,
    maxBuffer: MOST_BYTES,
  });
  // It may fail before it has read anything: what it says then is the reason.
  const isUnread = (error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE';
  if (error !== undefined && !isUnread) return { refused: error.message };
  return status === 0 ? { text: stdout } : { refused: reasonIn(stderr) };
}

/** The line that names the error: where a key fails sops says much of each. */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').flatMap(line => line.trim() || []);
  const failed = lines.find(line => /error|fail|could not|no matching/i.test(line)) ?? lines[0];
  return failed?.slice(0, MOST_SAID) ?? 'it says nothing';
}

const MOST_SAID = 300;
