/** Plans of chosen fixes: they are planned as a set, and what they need comes along. */
import type { AnyTransform } from '../../src/plan/model/input.ts';
import { planChosen } from '../../src/plan/plan-chosen.ts';
import { inputOf, planOf, type Repo } from '../harness/repo.ts';
import { deployment, setting, wanting } from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const HISTORY = ['spec', 'revisionHistoryLimit'];
const PAUSED = ['spec', 'paused'];

const REPO: Repo = {
  'kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
  'web.yaml': deployment('web'),
  'api.yaml': deployment('api'),
};

/** What is planned when the fixes of one transform for one object are chosen. */
function planned(transforms: readonly AnyTransform[], transform: string, name = 'web') {
  const whole = planOf(REPO, { transforms });
  const chosen = whole.fixes.filter(fix => fix.transform === transform && fix.subject.name === name);
  const plan = planChosen(inputOf(REPO, { transforms }), whole, new Set(chosen.map(fix => fix.id)));
  return {
    fixes: plan.fixes.map(fix => `${fix.transform} ${fix.subject.name} ${fix.status}`),
    files: plan.changes.map(change => change.path),
    notices: plan.notices.map(({ message }) => message.replaceAll(/\b[0-9a-f]{12}\b/g, 'ID')),
  };
}

test('what is not chosen is not planned, and no finding', () => {
  const transforms = [setting(READY, 10, { id: 'ready' }), setting(HISTORY, 3, { id: 'history' })];
  expect(planned(transforms, 'history')).toEqual({
    fixes: ['history web planned'],
    files: ['web.yaml'],
    notices: [],
  });
});

test('what has to be done before comes along, in the whole root, and is said', () => {
  const transforms = [
    setting(HISTORY, 3, { id: 'second', needs: ['first'] }),
    setting(READY, 10, { id: 'first' }),
    setting(PAUSED, false, { id: 'stranger' }),
  ];
  expect(planned(transforms, 'second')).toEqual({
    fixes: ['first api planned', 'first web planned', 'second web planned'],
    files: ['api.yaml', 'web.yaml'],
    notices: [
      '2 fixes come along, which the chosen ones need: first ID of Deployment/api, first ID of Deployment/web',
    ],
  });
});

test('what a fix of a later round follows from comes along', () => {
  const transforms = [
    setting(HISTORY, 3, { id: 'second', when: resource => resource.get(READY) !== undefined }),
    setting(READY, 10, { id: 'first' }),
  ];
  expect(planned(transforms, 'second')).toEqual({
    fixes: ['first web planned', 'second web planned'],
    files: ['web.yaml'],
    notices: ['one fix comes along, which the chosen ones need: first ID of Deployment/web'],
  });
});

const BUDGET = wanting({ id: 'budget' }, (resource, root) =>
  root.find('PodDisruptionBudget').some(each => each.name === resource.name)
    ? null
    : {
        path: ['spec'],
        changes: [
          {
            type: 'create',
            beside: resource.key,
            manifest: {
              apiVersion: 'policy/v1',
              kind: 'PodDisruptionBudget',
              metadata: { name: resource.name },
              spec: { maxUnavailable: 1 },
            },
          },
        ],
      },
);

test('the new object that a fix is about comes along', () => {
  const policy = setting(['spec', 'unhealthyPodEvictionPolicy'], 'AlwaysAllow', {
    id: 'policy',
    kinds: ['PodDisruptionBudget'],
  });
  const { fixes, notices } = planned([BUDGET, policy], 'policy');
  expect(fixes).toEqual(['budget web planned', 'policy web planned']);
  expect(notices).toEqual(['one fix comes along, which the chosen ones need: budget ID of Deployment/web']);
});

test('a new object is born with its labels, which nobody has lacked', () => {
  const label = setting(['metadata', 'labels', 'team'], 'shop', {
    id: 'label',
    kinds: ['PodDisruptionBudget'],
    via: 'texts',
  });
  const { fixes, changes } = planOf(REPO, { transforms: [BUDGET, label] });
  expect(fixes.map(({ transform, subject }) => `${transform} ${subject.name}`)).toEqual([
    'budget api',
    'budget web',
  ]);
  expect(changes.map(({ after }) => after.split('team: shop').length - 1)).toContain(1);
  expect(planned([BUDGET, label], 'budget')).toMatchObject({ fixes: ['budget web planned'], notices: [] });
});
