/** Labels of an object that a plan makes are a part of it: a fix about the same labels elsewhere does not speak of them. */
import { parse } from 'yaml';
import { defineTransform } from '../../src/transform.ts';
import { budget } from './budgets.ts';
import { COMMON, deployment, evidenceOf, inRoot, outcome, overlay, setting } from './tiny.ts';

const REPO = {
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
  'base/web.yaml': deployment('web'),
  ...overlay('dev', '  - web-pdb.yaml\n'),
  'overlays/dev/web-pdb.yaml':
    'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
  ...overlay('prod'),
};
const labels = setting(['metadata', 'labels', 'team'], 'shop', {
  id: 'label',
  kinds: ['PodDisruptionBudget'],
  via: 'texts',
});

test('the fix of one that stands in another environment is about that one alone', () => {
  const { plan, changed } = outcome(REPO, [budget({ id: 'budget', when: inRoot('prod') }), labels]);
  expect(changed['overlays/prod/web-pdb.yaml']).toContain('team: shop');
  const label = plan.fixes.find(({ transform }) => transform === 'label');
  expect(label).toMatchObject({ environments: ['dev'], places: [{ file: 'overlays/dev/web-pdb.yaml' }] });
});

/** A quota for the namespace of the root. */
const QUOTA = defineTransform({
  ...COMMON,
  id: 'quota',
  each: 'root',
  placement: { field: 'source', resource: 'beside' },
  messages: { missing: 'no quota' },
  docs: { why: '', risk: '', links: [], sameAs: [] },
  *plan(root) {
    if (root.find('ResourceQuota').length > 0) return;
    const manifest = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'quota' },
      spec: { hard: { pods: '9' } },
    };
    yield {
      message: 'missing',
      at: { on: root.path, path: [] },
      changes: [{ type: 'create', manifest, namespace: 'till' }],
      evidence: [evidenceOf(root.resources[0]!)],
    };
  },
});

const object = (kind: string, name: string, metadata: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${metadata}`;
const repoWith = (web: string, service: string, settings: string, kustomization = '') => ({
  'kustomization.yaml': `${kustomization}resources:\n  - web.yaml\n  - service.yaml\n  - settings.yaml\n`,
  'web.yaml': deployment('web').replace('  name: web\n', `  name: web\n${web}`),
  'service.yaml': `${object('Service', 'web', service)}spec:\n  selector:\n    app: web\n`,
  'settings.yaml': object('ConfigMap', 'settings', settings),
});
const NAMED = 'namespace: till\n';
const PART = '  labels:\n    part-of: till\n';
const wave = (number: number) => `  annotations:\n    argocd.argoproj.io/sync-wave: "${number}"\n`;

/** Metadata of a budget beside the workload, and of a quota of the namespace, without their names. */
function metadataIn(repo: Readonly<Record<string, string>>): readonly unknown[] {
  const { changed } = outcome(repo, [budget({ id: 'budget' }), QUOTA]);
  const texts = Object.entries(changed).filter(([file]) => file !== 'kustomization.yaml');
  const documents = texts.flatMap(([, text]) => text!.split('---\n')).map(text => parse(text));
  return ['PodDisruptionBudget', 'ResourceQuota'].map(kind => {
    const { name, ...others } = documents.find(each => each?.kind === kind).metadata;
    expect(name).toBeDefined();
    return others;
  });
}

test('what every manifest says of itself a new object says too', () => {
  const labels = { 'part-of': 'till' };
  expect(metadataIn(repoWith(PART, PART, PART, NAMED))).toEqual([{ labels }, { labels }]);
  expect(metadataIn(repoWith(PART, PART, '', NAMED))).toEqual([{}, {}]);
});

test('it is applied with what it belongs to, or in the first wave', () => {
  const of = (number: string) => ({ annotations: { 'argocd.argoproj.io/sync-wave': number } });
  expect(metadataIn(repoWith(wave(10), wave(2), wave(-1), NAMED))).toEqual([of('10'), of('-1')]);
  expect(metadataIn(repoWith(wave(10), wave(2), '', NAMED))).toEqual([{}, {}]);
});

test('it names the namespace that every manifest names', () => {
  const said = '  namespace: till\n';
  const named = [{ namespace: 'till' }, { namespace: 'till' }];
  expect(metadataIn(repoWith(said, said, said, NAMED))).toEqual(named);
  expect(metadataIn(repoWith('', '', said, NAMED))).toEqual([{}, {}]);
});
