import { createColors, PLAIN } from '../../src/report/words/colors.ts';

/** The control sequence that begins and ends a style. */
const sgr = (code: number) => `\u001b[${code}m`;

test('colours are put on where they were asked for, whatever the streams of the process are', () => {
  const { NO_COLOR } = process.env;
  process.env.NO_COLOR = '1';
  try {
    const { bold, dim, red, isEnabled } = createColors(true);
    expect(isEnabled).toBe(true);
    expect(bold('x')).toBe(`${sgr(1)}x${sgr(22)}`);
    expect(dim('')).toBe(`${sgr(2)}${sgr(22)}`);
    expect(red('a\nb')).toBe(`${sgr(31)}a\nb${sgr(39)}`);
  } finally {
    if (NO_COLOR === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = NO_COLOR;
  }
});

test('plain text stays as it is', () => {
  expect(PLAIN.isEnabled).toBe(false);
  expect(PLAIN.green('x')).toBe('x');
});
