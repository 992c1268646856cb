/** Processes and what they cost. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface Cost {
  readonly ms: number;
  /** NaN where nobody measures it. */
  readonly cpuMs: number;
  readonly maxRssKb: number;
}

export interface Timed extends Cost {
  readonly stdout: string;
  readonly status: number | null;
}

/** Runs a command to its end. CPU time and the largest memory are what `/usr/bin/time` says, where it is there. */
export function timed(command: string, args: readonly string[], cwd: string, input = ''): Timed {
  const isMeasured = existsSync('/usr/bin/time');
  const [file, list] = isMeasured
    ? ['/usr/bin/time', ['-f', '%U %S %M', command, ...args]]
    : [command, [...args]];
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(file, list, {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  const ms = performance.now() - started;
  const last = isMeasured ? stderr.trim().split('\n').at(-1)! : '';
  const [user = Number.NaN, system = Number.NaN, maxRssKb = Number.NaN] = last.split(' ').map(Number);
  return { ms, cpuMs: (user + system) * 1000, maxRssKb, stdout, status };
}

export function median(times: readonly Timed[]): Cost {
  const of = (each: (one: Timed) => number) => times.map(each).sort((a, b) => a - b)[times.length >> 1]!;
  return { ms: of(t => t.ms), cpuMs: of(t => t.cpuMs), maxRssKb: of(t => t.maxRssKb) };
}

export function repeat(count: number, run: () => Timed): Timed[] {
  return Array.from({ length: count }, run);
}
