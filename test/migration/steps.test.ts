/** Which fixes are taken together, and when. */
import { codeOwners } from '../../src/migration/code-owners.ts';
import { type StepOptions, stepsOf } from '../../src/migration/steps.ts';
import type { Fix } from '../../src/plan/model/result.ts';
import { transforms } from '../../transforms/index.ts';
import { newFix } from '../report/fixture.ts';

let fixes = 0;

function fix(transform: string, files: readonly string[], over: Partial<Fix> = {}): Fix {
  const places = files.map(file => ({ file, kind: 'source' as const }));
  return newFix({ id: String(fixes++).padStart(12, '0'), transform, places, ...over });
}

const CALM = { restarts: false };

function steps(planned: readonly Fix[], over: Partial<StepOptions> = {}): string[] {
  return stepsOf({ fixes: planned }, { transforms, ownersOf: () => [], mostFiles: 20, ...over }).map(
    ({ name, share, owners, files }) => [name, share, ...owners, ...files].filter(Boolean).join(' '),
  );
}

test('what restarts nothing comes first, what changes nothing that is rendered before all', () => {
  expect(
    steps([
      fix('probes', ['a.yaml'], { severity: 'low' }),
      fix('resources', ['a.yaml'], { severity: 'high' }),
      fix('security-context', ['a.yaml'], { severity: 'critical' }),
      fix('security-context', ['cron.yaml'], CALM),
      fix('pod-disruption-budget', [], { ...CALM, places: [{ file: 'pdb.yaml', kind: 'new-file' }] }),
      fix('recommended-labels', ['a.yaml'], CALM),
      fix('deprecated-api', ['a.yaml'], CALM),
      fix('account-id', ['README.md'], { ...CALM, roots: [] }),
    ]),
  ).toEqual([
    'documents and scripts README.md',
    'formats and references a.yaml',
    'labels and annotations a.yaml',
    'new objects pdb.yaml',
    'security cron.yaml',
    'security-context a.yaml',
    'resources a.yaml',
    'probes a.yaml',
  ]);
});

test('what follows from other fixes comes after all of them', () => {
  expect(
    steps([
      fix('pod-disruption-budget', ['pdb.yaml'], { ...CALM, lastRound: 2 }),
      fix('pod-spread', ['a.yaml'], { severity: 'high', lastRound: 2 }),
      fix('probes', ['a.yaml'], { severity: 'low' }),
    ]),
  ).toEqual(['probes a.yaml', 'pod-spread a.yaml', 'what follows pdb.yaml']);
});

test('what is not planned is in none', () => {
  expect(steps([fix('probes', ['a.yaml'], { status: 'unsafe' })])).toEqual([]);
});

test('a step has no more files than it may, unless one fix has', () => {
  expect(
    steps(
      [
        fix('probes', ['c.yaml', 'd.yaml', 'e.yaml']),
        fix('probes', ['b.yaml']),
        fix('probes', ['a.yaml', 'b.yaml']),
        fix('probes', ['e.yaml']),
      ],
      { mostFiles: 2 },
    ),
  ).toEqual(['probes 1 of 2 a.yaml b.yaml', 'probes 2 of 2 c.yaml d.yaml e.yaml']);
});

test('each has the same owners; a fix of several is of all of them', () => {
  const ownersOf = codeOwners('web/ @shop/web\napi/ @shop/api\n');
  const planned = [
    fix('probes', ['web/a.yaml']),
    fix('probes', ['other.yaml']),
    fix('probes', ['api/a.yaml', 'web/a.yaml']),
    fix('probes', ['web/b.yaml']),
  ];
  expect(steps(planned, { ownersOf })).toEqual([
    'probes @shop/api @shop/web api/a.yaml web/a.yaml',
    'probes @shop/web web/a.yaml web/b.yaml',
    'probes other.yaml',
  ]);
});
