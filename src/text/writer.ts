/** Which process writes, and whether it still runs. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isPrintable } from './obstacle.ts';

export interface Writer {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** When the system says that the process began: numbers of processes are given out again. Null where it does not. */
  readonly started: string | null;
}

/** What a process elsewhere has not written after so long it does not write any more. */
export const LONGEST_WRITE = 10 * 60 * 1000;

export function thisWriter(): Writer {
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    started: startOf(process.pid),
  };
}

/** Whether something that was read says who writes. */
export function isWriter(data: unknown): data is Writer {
  const { pid, host, since, started } = (data ?? {}) as Partial<Record<keyof Writer, unknown>>;
  return (
    Number.isInteger(pid) &&
    // Nobody else than one process: others stand for groups, or for all.
    (pid as number) > 0 &&
    (pid as number) < 2 ** 31 &&
    typeof host === 'string' &&
    isPrintable(host) &&
    typeof since === 'string' &&
    !Number.isNaN(Date.parse(since)) &&
    (started === null || typeof started === 'string')
  );
}

/** Who it is, and what helps where that cannot be seen. */
export function writerWords({ pid, host, since }: Writer, path: string): string {
  const when = new Date(since).toISOString();
  if (host === hostname()) return `process ${pid} since ${when}`;
  return `process ${pid} of ${host} since ${when}: for ten minutes it is taken to run; if it does not, remove ${path}`;
}

/** Of a process on another machine, or in another container, nobody can tell: its time decides. */
export function isRunning({ pid, host, since, started }: Writer): boolean {
  if (host !== hostname()) return isRecent(since);
  if (!isThere(pid)) return false;
  return started === null ? isRecent(since) : startOf(pid) === started;
}

/** A clock that goes wrong by more than that locks nobody out for ever. */
function isRecent(since: string): boolean {
  return Math.abs(Date.now() - Date.parse(since)) < LONGEST_WRITE;
}

/** Whether a process of this machine runs. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The 22nd word of /proc/PID/stat; the second stands in parentheses and may hold anything. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // Another system than Linux.
    return null;
  }
}
