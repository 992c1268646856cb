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

/** Somebody has asked for the end. */
export class Interrupted extends Error {}

/**
 * Runs what can end where it yields, and nowhere else from the first time on: there it is told of an interrupt by
 * {@link Interrupted}. Signals arrive in between only, since what runs gives nobody else a turn.
 */
export async function interruptible<T>(run: Generator<void, T>): Promise<T> {
  let step = run.next();
  if (step.done) return step.value;
  let isAsked = false;
  const release = onInterrupt(() => {
    isAsked = true;
  });
  try {
    while (!step.done) {
      await new Promise(setImmediate);
      step = isAsked ? run.throw(new Interrupted()) : run.next();
    }
    return step.value;
  } finally {
    release();
  }
}

/** The same where nobody can wait for it. */
export function toItsEnd<T>(run: Generator<void, T>): T {
  let step = run.next();
  while (!step.done) step = run.next();
  return step.value;
}
