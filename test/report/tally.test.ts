import { countFiles, tallyAll, tallyByEnvironment } from '../../src/report/words/tally.ts';
import { newFix, newPlan, newRoot } from './fixture.ts';

const ROOTS = ['dev', 'production'].map(name =>
  newRoot({ folder: name, environment: { name, tier: undefined } }),
);
const id = 'a00000000000';
const FIXES = [
  newFix({ id, roots: ['production'], status: 'unsafe', severity: 'high' }),
  newFix({ id, roots: ['dev'], status: 'planned', severity: 'high' }),
  newFix({ id: 'b00000000000', roots: ['dev'], status: 'person', severity: 'high' }),
  newFix({ id: 'c00000000000', roots: ['dev'], status: 'ignored', severity: 'high' }),
];

test('a finding that comes out differently in two roots counts once, as what is done about it', () => {
  const counts = { found: 2, fixable: 1, unsafe: 0, answer: 1 };
  expect(tallyAll(FIXES)).toMatchObject(counts);
  expect(tallyAll([...FIXES].reverse())).toMatchObject(counts);
});

test('in each environment it counts as what becomes of it there', () => {
  const tallies = tallyByEnvironment(newPlan({ roots: ROOTS, fixes: FIXES }));
  expect(tallies.get('dev')?.get('high')).toMatchObject({ found: 2, fixable: 1, answer: 1 });
  expect(tallies.get('production')?.get('high')).toMatchObject({ found: 1, unsafe: 1 });
});

test('edits, patches and new files add up to the files that are written', () => {
  const change = (path: string, before: string | null = 'a') => ({ path, before, after: 'b' });
  const place = (file: string, kind: 'source' | 'new-patch' | 'new-file') => ({ file, kind });
  const places = [
    place('web.yaml', 'source'),
    place('web.yaml', 'source'),
    place('prod/patch.yaml', 'new-patch'),
    place('quota.yaml', 'new-file'),
  ];
  const changes = [
    change('web.yaml'),
    change('prod/patch.yaml'),
    change('quota.yaml', null),
    // Its entry leads to the new file.
    change('kustomization.yaml'),
  ];
  expect(countFiles(newPlan({ fixes: [newFix({ places })], changes }))).toEqual({
    edits: 2,
    patches: 1,
    newFiles: 1,
  });
});
