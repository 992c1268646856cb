/** A run of the built program on the example platform, in a terminal: what a reader of the README sees first. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTerminal } from '../test/harness/terminal.ts';
import { recordingSvg, type Scene } from './recording-svg.ts';

export const COLUMNS = 100;

/** @param top of this repository, which has been built */
export function recorded(top: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-recording-'));
  try {
    const [repo, bin] = [join(folder, 'repo'), join(folder, 'bin')];
    cpSync(join(top, 'examples/cptm8'), repo, { recursive: true });
    // Whether a kustomize is at hand must not be seen: nothing but git is on PATH.
    mkdirSync(bin);
    symlinkSync(
      execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(),
      join(bin, 'git'),
    );
    writeFileSync(
      join(folder, '.gitconfig'),
      '[user]\n\tname = example\n\temail = example@example.com\n[init]\n\tdefaultBranch = main\n',
    );
    const env = { PATH: bin, HOME: folder, TERM: 'xterm-256color', KUSTOMEND_CACHE: 'off', PAGER: 'cat' };
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-qm', 'example'],
    ])
      execFileSync('git', args, { cwd: repo, env });
    const program = join(top, 'dist/kustomend.cjs');
    const scene = (...args: readonly string[]): Scene => {
      const argv = [process.execPath, program, ...args];
      const { tail } = onTerminal({ cwd: repo, argv, env, columns: COLUMNS, rows: 40 }, []);
      return { command: ['kustomend', ...args].join(' '), lines: linesOf(tail) };
    };
    const first = scene();
    const [, id] = /kustomend explain ([0-9a-f]+)/.exec(first.lines.join('\n')) ?? [];
    if (id === undefined) throw new Error('the first screen names no fix to explain');
    return recordingSvg([first, scene('explain', id), scene('--diff', '--id', id)], COLUMNS);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without what was overwritten on the way. */
function linesOf(tail: string): string[] {
  return tail
    .trimEnd()
    .split('\n')
    .map(line => line.split('\u001b[K').at(-1) ?? '');
}
