/** Keys that move. */
const WINDOW = 10;

/** By so many lines. */
export const SCROLLS: Readonly<Record<string, number>> = {
  up: -1,
  down: 1,
  ' ': WINDOW,
  'page-down': WINDOW,
  'page-up': -WINDOW,
};
