/** Labels of an object that a plan makes are a part of it: a fix about the same labels elsewhere does not speak of them. */
import { budget } from './budgets.ts';
import { deployment, inRoot, outcome, overlay, setting } from './tiny.ts';

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
