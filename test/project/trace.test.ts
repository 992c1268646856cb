/** How long something took, by the trace of a browser. */
import { paintedIn, type TraceEvent, untilPaint } from '../../scripts/trace.ts';

const navigation = (name: string, ms: number, navigationId: string): TraceEvent => ({
  name,
  ph: 'R',
  ts: ms * 1000,
  args: { data: { navigationId } },
});
const timing = (ph: 'b' | 'e', ms: number, local: string, type?: string): TraceEvent => ({
  name: 'EventTiming',
  ph,
  ts: ms * 1000,
  id2: { local },
  args: type === undefined ? {} : { data: { type } },
});

test('a paint belongs to its navigation, and not to that of a frame beside it', () => {
  const events = [
    navigation('navigationStart', 100, 'page'),
    navigation('navigationStart', 150, 'frame'),
    navigation('firstContentfulPaint', 400, 'page'),
  ];
  expect(paintedIn(events)).toBe(300);
  expect(() => paintedIn(events.slice(0, 2))).toThrow('nothing was painted');
});

test('a key takes until the next paint; other events do not count', () => {
  const events = [
    timing('b', 10, '1', 'keydown'),
    timing('b', 10, '2', 'keypress'),
    timing('e', 34, '1'),
    timing('e', 90, '2'),
    timing('b', 100, '1', 'keydown'),
    timing('e', 116, '1'),
  ];
  expect(untilPaint(events)).toEqual([24, 16]);
});
