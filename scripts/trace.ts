/** What a trace of a browser says of how long something took. */

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
  readonly id?: string;
  readonly id2?: { readonly local?: string };
  readonly args?: {
    readonly data?: { readonly type?: string; readonly navigationId?: string };
  };
}

/** Milliseconds from a navigation to the first content of it that was painted. @throws where none was */
export function paintedIn(events: readonly TraceEvent[]): number {
  const paint = events.find(({ name }) => name === 'firstContentfulPaint');
  const id = paint?.args?.data?.navigationId;
  const start = events.find(
    ({ name, args }) => name === 'navigationStart' && args?.data?.navigationId === id,
  );
  if (paint === undefined || start === undefined) throw new Error('nothing was painted');
  return (paint.ts - start.ts) / 1000;
}

/** Milliseconds from each key to what was painted next. */
export function untilPaint(events: readonly TraceEvent[]): number[] {
  const begun = new Map<string | undefined, number>();
  const times: number[] = [];
  for (const { name, ph, ts, id, id2, args } of events) {
    if (name !== 'EventTiming') continue;
    const key = id2?.local ?? id;
    if (ph === 'b' && args?.data?.type === 'keydown') begun.set(key, ts);
    const from = begun.get(key);
    if (ph !== 'e' || from === undefined) continue;
    times.push((ts - from) / 1000);
    begun.delete(key);
  }
  return times;
}
