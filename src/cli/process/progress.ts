/** What is being worked on, as a line of a terminal that goes away again. */
import type { Progress } from '../../plan/model/input.ts';

export interface ProgressLine {
  readonly say: Progress;
  /** Takes the line away, before anything else is printed. */
  clear(): void;
}

/** A run that is over before has nothing to say (milliseconds). */
const PATIENCE = 500;
/** Between two lines: nobody reads faster, and terminals are slow. */
const PAUSE = 100;

/** @param now milliseconds, counted from the start of the process */
export function progressLine(
  stream: Pick<NodeJS.WriteStream, 'write' | 'columns'>,
  now: () => number = () => performance.now(),
): ProgressLine {
  let last = 0;
  let isShown = false;
  return {
    say(doing, done, total) {
      const time = now();
      if (time < PATIENCE || time - last < PAUSE) return;
      last = time;
      isShown = true;
      // A line that is wrapped could not be taken back.
      stream.write(`\r\x1b[K${`${doing} ${done}/${total}`.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      if (isShown) stream.write('\r\x1b[K');
      isShown = false;
    },
  };
}
