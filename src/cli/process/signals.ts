/** Signals that end a program, in the moment in which it must not end. */

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs to its end whatever signal arrives: half a write would stay until the next run takes it back. It takes moments, and the
 * run goes on afterwards as if the signal had come too late.
 */
export function uninterrupted<T>(run: () => T): T {
  const ignore = () => {};
  for (const signal of ENDINGS) process.on(signal, ignore);
  try {
    return run();
  } finally {
    for (const signal of ENDINGS) process.removeListener(signal, ignore);
  }
}

/** Calls back once the process is to end, until what it returns is called. */
export function onInterrupt(act: () => void): () => void {
  for (const signal of ENDINGS) process.on(signal, act);
  return () => {
    for (const signal of ENDINGS) process.removeListener(signal, act);
  };
}
