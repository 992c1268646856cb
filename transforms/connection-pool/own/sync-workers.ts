/** Servers whose processes do one request at a time: each needs one connection, whatever its pool may hold. */

import type { Told } from '../../../src/network/texts.ts';

const GUNICORN = /(?:^|[\s/])gunicorn(?:\s|$)/;
/** By default a worker does one request after the other; of threads as many. Those of other classes do what comes. */
const ONE_AFTER_THE_OTHER = /^(?:sync|gthread)$/;

/** How many requests the gunicorn of a pod does at once; undefined where it is none, or that is not told. */
export function requestsAtOnce(told: readonly Told[]): number | undefined {
  if (!told.some(({ text, container }) => container !== undefined && GUNICORN.test(text))) return undefined;
  const classes = valuesOf(told, ['k', 'worker-class']);
  if (!classes.every(each => ONE_AFTER_THE_OTHER.test(each))) return undefined;
  const workers = numbers(valuesOf(told, ['w', 'workers']));
  const threads = numbers(valuesOf(told, ['threads']));
  return workers.length === 0 ? undefined : Math.max(...workers) * Math.max(...threads, 1);
}

/** Of flags that are arguments of their own, and of those within a line of a shell. */
function valuesOf(told: readonly Told[], flags: readonly string[]): readonly string[] {
  const within = new RegExp(`(?:^|\\s)--?(?:${flags.join('|')})(?:\\s+|=)(\\S+)`, 'g');
  return told.flatMap(({ key, text, field }) => {
    // A variable is no flag.
    const own = field === undefined && key !== undefined && flags.includes(key) ? [text] : [];
    return [...own, ...[...text.matchAll(within)].map(([, value]) => value!)];
  });
}

function numbers(texts: readonly string[]): readonly number[] {
  return texts.map(Number).filter(each => Number.isInteger(each) && each > 0);
}
