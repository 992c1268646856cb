/** The picture of the README shows what the program says. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { recorded } from '../../scripts/recording-run.ts';
import { recordingSvg } from '../../scripts/recording-svg.ts';
import { hasTerminals } from '../harness/terminal.ts';
import { needBuilt } from './built.ts';

const TOP = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(TOP, path), 'utf8');
// Without python3 there is no terminal to record.
const onTerminals = hasTerminals ? test : test.skip;

onTerminals(
  'is fresh: npm run recording writes it',
  () => {
    needBuilt(TOP, 'dist/kustomend.cjs');
    expect(recorded(TOP)).toBe(read('docs/recording.svg'));
  },
  60_000,
);

test('is small, runs no script, loads nothing, and stands in the README', () => {
  const svg = read('docs/recording.svg');
  expect(Buffer.byteLength(svg)).toBeLessThan(60_000);
  expect(svg).not.toMatch(/<script|href=|url\(|@import|<foreignObject/);
  expect(svg).not.toContain('\u001b');
  expect(read('README.md').split('\n').slice(0, 20).join('\n')).toContain('docs/recording.svg');
});

test('what the program prints is text in it, painted as on the terminal', () => {
  const svg = recordingSvg([{ command: 'a', lines: ['x \u001b[31mhigh\u001b[39m <y> & z', ''] }], 20);
  expect(svg).toContain('x <tspan class="r">high</tspan> &lt;y&gt; &amp; z</text>');
});
