import { periodOf } from '../../src/kubernetes/cron.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

describe('periodOf', () => {
  test.each([
    ['* * * * *', 60],
    ['*/15 * * * *', 15 * 60],
    ['*/25 * * * *', 10 * 60],
    ['0 * * * *', HOUR],
    ['0 2 * * *', DAY],
    ['0 2,3 * * *', HOUR],
    ['0 22,2 * * *', 4 * HOUR],
    ['0 3 * * 0', 7 * DAY],
    ['0 3 * * MON-FRI', DAY],
    ['0 3 * * mon,thu', 3 * DAY],
    ['0 0 1 * *', 28 * DAY],
    ['0 0 1 1 *', 365 * DAY],
    ['0 0 29 2 *', 1461 * DAY],
    ['0 0 1,15 * 3', DAY],
    ['0 0 */2 * *', DAY],
    ['5/20 0 * * *', 20 * 60],
    ['@hourly', HOUR],
    ['@weekly', 7 * DAY],
    ['@every 1h30m', 90 * 60],
    ['CRON_TZ=Europe/Berlin 0 6 * * ?', DAY],
  ])('%s', (schedule, seconds) => expect(periodOf(schedule)).toBe(seconds));

  test.each([
    '',
    '* * * *',
    '60 * * * *',
    '* * 0 * *',
    '0 0 31 2 *',
    '0 0 * * 7',
    '@often',
    '5-1 * * * *',
    '*/0 * * * *',
    '@every x',
    'a * * * *',
  ])('cannot say for %j', schedule => expect(periodOf(schedule)).toBeNull());
});
