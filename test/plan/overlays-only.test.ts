/** What several chosen roots want alike stands in one component of just these roots (placement.md, Overlays only). */
import type { Repo } from '../harness/repo.ts';
import { BASE, deployment, inRoot, outcome, overlay, setting } from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const ONLY = { selection: { placement: 'overlay' } } as const;

/** The roots whose kustomization names a component. */
function takersOf(component: string, changed: Readonly<Record<string, string>>): string[] {
  const isNamed = (text: string) => new RegExp(`/${component}$`, 'm').test(text);
  return Object.keys(changed).filter(path => path.startsWith('overlays/') && isNamed(changed[path]!));
}

test('roots that render other objects take another component', () => {
  const repo: Repo = {
    ...BASE,
    ...overlay('dev'),
    ...overlay('prod'),
    'base/jobs/kustomization.yaml': 'resources:\n  - runner.yaml\n',
    'base/jobs/runner.yaml': deployment('runner'),
    'overlays/dev/jobs/kustomization.yaml': 'resources:\n  - ../../../base/jobs\n',
    'overlays/prod/jobs/kustomization.yaml': 'resources:\n  - ../../../base/jobs\n',
  };
  const { changed, plan } = outcome(repo, [setting(READY, 10)], ONLY);
  expect(plan.fixes.map(fix => fix.status)).toEqual(['planned', 'planned']);
  expect(takersOf('remediation', changed)).toEqual([
    'overlays/dev/kustomization.yaml',
    'overlays/prod/kustomization.yaml',
  ]);
  expect(takersOf('remediation-jobs', changed)).toEqual([
    'overlays/dev/jobs/kustomization.yaml',
    'overlays/prod/jobs/kustomization.yaml',
  ]);
  expect(Object.keys(changed).filter(path => path.startsWith('base/'))).toEqual([]);
});

test('fixes of one object that other roots want stand in components of these', () => {
  const repo: Repo = { ...BASE, ...overlay('a'), ...overlay('b'), ...overlay('c') };
  const { changed, plan } = outcome(
    repo,
    [
      setting(READY, 10, { id: 'ready', when: inRoot('a', 'b') }),
      setting(['spec', 'revisionHistoryLimit'], 3, { id: 'history', when: inRoot('b', 'c') }),
    ],
    ONLY,
  );
  expect(plan.fixes.map(fix => fix.status)).toEqual(['planned', 'planned']);
  expect(takersOf('remediation', changed)).toEqual([
    'overlays/a/kustomization.yaml',
    'overlays/b/kustomization.yaml',
  ]);
  expect(takersOf('remediation-2', changed)).toEqual([
    'overlays/b/kustomization.yaml',
    'overlays/c/kustomization.yaml',
  ]);
});

test('a later run with the same roots goes on in their component', () => {
  const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
  const first = outcome(repo, [setting(READY, 10)], ONLY);
  const { changed } = outcome(
    { ...repo, ...first.changed },
    [setting(['spec', 'revisionHistoryLimit'], 3)],
    ONLY,
  );
  expect(Object.keys(changed)).toEqual(['components/remediation/web-patch.yaml']);
});

test('labels are worth no patch, and go along with none', () => {
  const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
  const wanted = setting(['metadata', 'labels', 'team'], 'web', { id: 'label', via: 'texts' });
  const label = { ...wanted, group: 'metadata' } as const;
  const { changed, plan } = outcome(repo, [label, setting(READY, 10)], ONLY);
  expect(plan.fixes.map(({ transform, status }) => [transform, status])).toEqual([
    ['label', 'reported'],
    ['tiny', 'planned'],
  ]);
  expect(Object.values(changed).join('')).not.toContain('team: web');
});
