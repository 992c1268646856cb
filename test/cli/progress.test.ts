/** The line that says what is being worked on. */
import { progressLine } from '../../src/cli/process/progress.ts';

function terminal(columns = 80) {
  const written: string[] = [];
  let time = 0;
  const stream = { columns, write: (text: string) => written.push(text) > 0 };
  return { written, line: progressLine(stream, () => time), at: (ms: number) => (time = ms) };
}

test('says nothing of a run that is over soon, and takes nothing away', () => {
  const { written, line, at } = terminal();
  at(400);
  line.say('evaluating', 3, 5);
  line.clear();
  expect(written).toEqual([]);
});

test('says what is done once somebody waits, ten times a second at most', () => {
  const { written, line, at } = terminal();
  for (const ms of [600, 650, 690, 705]) {
    at(ms);
    line.say('evaluating', ms, 1000);
  }
  expect(written).toEqual(['\r\x1b[Kevaluating 600/1000', '\r\x1b[Kevaluating 705/1000']);
});

test('goes away before anything else is printed, once', () => {
  const { written, line, at } = terminal();
  at(600);
  line.say('proving', 1, 2);
  line.clear();
  line.clear();
  expect(written).toEqual(['\r\x1b[Kproving 1/2', '\r\x1b[K']);
});

test('is no longer than the terminal is wide', () => {
  const { written, line, at } = terminal(20);
  at(600);
  line.say('looking for findings', 1, 2);
  expect(written).toEqual(['\r\x1b[Klooking for finding']);
});
