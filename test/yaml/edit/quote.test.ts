import fc from 'fast-check';
import { parse } from 'yaml';
import { doubleQuoted, needsQuotes, quoted } from '../../../src/yaml/edit/quote.ts';
import { runs } from '../../harness/runs.ts';

describe('needsQuotes', () => {
  test.each([
    'yes',
    'No',
    'ON',
    'off',
    'y',
    'N',
    'true',
    'False',
    'null',
    'NULL',
    '~',
    '',
    ' a',
    'a ',
    '0777',
    '0o17',
    '0x1F',
    '0b11',
    '1_000',
    '-_0',
    '12',
    '-1',
    '+1',
    '1.',
    '.5',
    '1.5',
    '1e3',
    '1e-3',
    '12:30',
    '8080:80',
    '12:30:45.6',
    '2020-01-01',
    '2020-01-01T00:00:00Z',
    '.inf',
    '-.Inf',
    '.NaN',
    '=',
    '<<',
    '- a',
    '-',
    '?',
    ': a',
    'a: b',
    'a:',
    'a #b',
    '#a',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    "'a",
    '"a',
    '%a',
    '@a',
    '`a',
    '[a',
    ']',
    '{a',
    '}',
    ',a',
    '---',
    '--- a',
    '...',
    'a\nb',
    'a\tb',
    '\u0085',
    '\uFEFFa',
    '\ud800',
  ])('says yes to %j', text => {
    expect(needsQuotes(text)).toBe(true);
  });

  test.each([
    'web',
    '-c',
    '--flag=1',
    '-1a',
    'a:b',
    'http://x:80/y',
    'a#b',
    'nginx:1.25',
    '1.2.3',
    '10.0.0.0/8',
    '100m',
    '1Gi',
    'v1',
    '1e',
    'é😀',
    'a, b',
    'a[0]',
    'a{b}',
    '?a',
    ':a',
    'x-y',
    '/tmp',
    '.dockerignore',
    '0.1.0',
    '12a',
    'yesterday',
  ])('says no to %j', text => {
    expect(needsQuotes(text)).toBe(false);
    expect(parse(`k: ${text}`)).toEqual({ k: text });
  });

  test('knows that flow forbids more', () => {
    expect(['a, b', 'a[0]', 'a{b}', '-,', '?]'].every(text => needsQuotes(text, true))).toBe(true);
  });

  test('never lets a reader of YAML 1.1 or 1.2 see another value', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+0-9_.:eExobTZ ~yn#]{1,8}$/));
    fc.assert(
      fc.property(text, fc.boolean(), (value, inFlow) => {
        if (needsQuotes(value, inFlow)) return;
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(inFlow ? `[${value}]` : `- ${value}`, { version })).toEqual([value]);
        }
      }),
      { numRuns: runs(1000) },
    );
  });
});

describe('quoted', () => {
  test('gives every string back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('single' as const, 'double' as const),
        (value, quote) => {
          expect(parse(quoted(value, quote))).toBe(value);
        },
      ),
      { numRuns: runs(1000) },
    );
    expect(quoted("it's", 'single')).toBe("'it''s'");
    expect(doubleQuoted('\u0085\uFEFF')).toBe('"\\u0085\\ufeff"');
  });
});
