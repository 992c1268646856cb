/** What an environment for trials alone would get waits until it is safe where it matters. */

import { defineTransform, type Proposal } from '../../src/transform.ts';
import { planOf } from '../harness/repo.ts';
import { deployment } from './tiny.ts';

/** Safe where the image says so. */
const SECCOMP = defineTransform({
  id: 'fixture',
  title: 'fixture',
  severity: 'low',
  group: 'security',
  order: 100,
  preset: 'recommended',
  each: 'workload',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: { missing: '{name}' },
  docs: { why: '', risk: '', links: [], sameAs: [] },
  *plan(workload, { root }) {
    const path = [...workload.podPath, 'hostUsers'];
    if (workload.get(path) !== undefined) return;
    const isKnown = root.environment.tier === 'development';
    yield {
      message: 'missing',
      data: { name: workload.name },
      at: { on: workload.key, path },
      changes: [workload.set(path, false)],
      evidence: [{ kind: 'manifest', at: 'x:1', says: 'it is known' }],
      doubts: isKnown ? [] : ['it is not known'],
    };
  },
});

const REPO = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'base/web.yaml': deployment('web'),
  'overlays/dev/kustomization.yaml': 'resources:\n  - ../../base\n  - mock.yaml\n',
  'overlays/dev/mock.yaml': deployment('mock'),
  'overlays/production/kustomization.yaml': 'resources:\n  - ../../base\n',
};

test('only what trials have for themselves is hardened there', () => {
  const { changes, fixes } = planOf(REPO, { transforms: [SECCOMP] });
  expect(changes.map(({ path }) => path)).toEqual(['overlays/dev/mock.yaml']);
  const held = fixes.filter(fix => fix.subject.name === 'web' && fix.roots.includes('overlays/dev'));
  expect(held.map(({ status, doubts }) => [status, doubts])).toEqual([['unsafe', ['it is not known']]]);
});

test('a question about the others is what speaks against it', () => {
  const asking = defineTransform({
    ...SECCOMP,
    *plan(workload, context) {
      for (const { doubts, ...proposal } of SECCOMP.plan(workload, context) as Iterable<Proposal<'missing'>>)
        yield doubts?.length === 0
          ? proposal
          : { ...proposal, changes: [], evidence: [], blocked: 'which one?' };
    },
  });
  const { fixes } = planOf(REPO, { transforms: [asking] });
  const held = fixes.filter(fix => fix.subject.name === 'web' && fix.roots.includes('overlays/dev'));
  expect(held.flatMap(({ doubts }) => doubts)).toEqual([
    'overlays/production lacks the same, where it waits: which one?',
  ]);
});

test('where the others have it already, trials follow', () => {
  const patch =
    'patches:\n  - target: {kind: Deployment}\n    patch: |-\n      - op: add\n        path: /spec/template/spec/hostUsers\n        value: true\n';
  const { changes } = planOf(
    { ...REPO, 'overlays/production/kustomization.yaml': `resources:\n  - ../../base\n${patch}` },
    { transforms: [SECCOMP] },
  );
  expect(changes.length).toBeGreaterThan(1);
});

test('with --unsafe all get it in one place', () => {
  const { changes } = planOf(REPO, { transforms: [SECCOMP], selection: { unsafe: true } });
  expect(changes.map(({ path }) => path)).toEqual(['base/web.yaml', 'overlays/dev/mock.yaml']);
});
