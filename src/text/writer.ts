/** Which process writes, and whether it still runs. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface Writer {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** When the system says that the process began: numbers of processes are given out again. Null where it does not. */
  readonly started: string | null;
}

/** What a process elsewhere has not written after so long it does not write any more. */
const LONGEST_WRITE = 10 * 60 * 1000;

export function thisWriter(): Writer {
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    started: startOf(process.pid),
  };
}

/** Of a process on another machine, or in another container, nobody can tell: its time decides. */
export function isRunning({ pid, host, since, started }: Writer): boolean {
  if (host !== hostname()) return Date.now() - Date.parse(since) < LONGEST_WRITE;
  if (!isThere(pid)) return false;
  return started === null ? Date.now() - Date.parse(since) < LONGEST_WRITE : startOf(pid) === started;
}

function isThere(pid: number): boolean {
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
