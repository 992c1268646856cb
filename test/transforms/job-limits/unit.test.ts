import { deadlineFor } from '../../../transforms/job-limits/schedule.ts';

test.each([
  ['* * * * *', 30],
  ['*/2 * * * *', 60],
  ['*/10 * * * *', 300],
  ['0,5 * * * *', 150],
  ['58,2 * * * *', 120],
  ['0-10/5 * * * *', 150],
  ['TZ=UTC */4 * * * *', 120],
  ['0 3 * * *', 300],
  ['@hourly', 300],
])('%s may be late by %i s', (schedule, seconds) => {
  expect(deadlineFor(schedule)).toBe(seconds);
});
