/** Many reports in one sum. */
import { merge } from '../../src/report/merged/merge.ts';
import { type Counted, countedSchema, mergedSchema } from '../../src/report/merged/merged-schema.ts';
import { mergedMarkdown, mergedText } from '../../src/report/merged/merged-text.ts';
import { WIDTH } from '../../src/report/words/words.ts';

type Finding = Counted['findings'][number];

function finding(id: string, changes: Partial<Finding> = {}): Finding {
  return {
    id,
    transform: 'probes',
    severity: 'medium',
    status: 'planned',
    safety: 'safe',
    lookups: [],
    ...changes,
  };
}

function report(findings: readonly Finding[], changes: Partial<Counted> = {}): Counted {
  return {
    version: 1,
    tool: { name: 'kustomend' },
    findings: [...findings],
    questions: [],
    roots: [{ path: 'base', state: 'evaluated', selected: true }],
    ...changes,
  };
}

const shop = report(
  [
    finding('a'),
    // In another root it waits: the finding is one.
    finding('a', { status: 'unsafe' }),
    finding('b', { transform: 'image-pin', status: 'person', lookups: ['web:1'] }),
  ],
  { questions: [{ about: 'the user of web', question: 'image web: which user?', settles: 2 }] },
);
const till = report(
  [finding('a', { severity: 'critical', status: 'unsafe' }), finding('c', { status: 'ignored' })],
  {
    questions: [
      { about: 'the user of web', settles: 3 },
      { about: 'who calls till', settles: 4 },
    ],
    roots: [
      { path: 'base', state: 'opaque', selected: true },
      { path: 'other', state: 'failed', selected: false },
    ],
  },
);

test('sums what each report counts once, the worst first', () => {
  const merged = merge(
    [
      { name: 'shop', report: shop },
      { name: 'till', report: till },
    ],
    '1.0.0',
  );
  expect(mergedSchema().parse(merged)).toEqual(merged);
  expect(merged.totals).toEqual({
    found: 3,
    fixable: 1,
    unsafe: 1,
    answer: 0,
    digest: 1,
    reported: 0,
    left: 0,
  });
  expect(merged.reports.map(({ name, found, roots, rootsOut }) => [name, found, roots, rootsOut])).toEqual([
    ['till', 1, 1, 1],
    ['shop', 2, 1, 0],
  ]);
  expect(merged.remediations.map(({ transform, worst, reports }) => [transform, worst, reports])).toEqual([
    ['probes', 'critical', ['shop', 'till']],
    ['image-pin', 'medium', ['shop']],
  ]);
  expect(merged.questions).toEqual([
    {
      about: 'the user of web',
      question: 'image web: which user?',
      settles: 5,
      reports: ['shop', 'till'],
    },
    { about: 'who calls till', settles: 4, reports: ['till'] },
  ]);
});

test('is printed in lines that fit, whatever a report is called', () => {
  const name = 'reports/of/a/fleet/'.repeat(9);
  const text = mergedText(merge([{ name, report: shop }], '1.0.0'));
  expect(text.split('\n').filter(line => line.length > WIDTH)).toEqual([]);
  expect(text).toContain(
    '1 report, 2 findings: 1 fixable, 0 need --unsafe, 0 need an answer, 1 needs a digest',
  );
  expect(text).toContain('2 findings in 1 report: image web: which user?');
});

test('as Markdown nothing in it is markup', () => {
  const text = mergedMarkdown(merge([{ name: 'a|b', report: report([finding('a')]) }], '1.0.0'));
  expect(text).toContain('| a\\|b | 0 | 0 | 1 | 0 | 1 | 1 | 0 |');
});

test('nothing found is a sum too', () => {
  expect(mergedText(merge([{ name: 'shop', report: report([]) }], '1.0.0'))).toContain(
    '1 report, 0 findings',
  );
});

test('reports of later versions with more fields are read', () => {
  expect(countedSchema().safeParse({ ...shop, later: true }).success).toBe(true);
});
