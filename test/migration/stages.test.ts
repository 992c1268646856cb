/** Steps are planned from where the way begins, and lead to the plan of all. */
import { stagesOf, type Task } from '../../src/migration/stages.ts';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import { planChosen } from '../../src/plan/plan-chosen.ts';
import { inputOf, planOf, type Repo } from '../harness/repo.ts';
import { deployment, setting } from '../plan/tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const HISTORY = ['spec', 'revisionHistoryLimit'];

const REPO: Repo = {
  'kustomization.yaml': 'resources:\n  - web.yaml\n',
  'web.yaml': deployment('web'),
};

function staged(transforms: readonly AnyTransform[], order: readonly string[], isWhole = true) {
  const plan = planOf(REPO, { transforms });
  const tasks: Task[] = order.map(title => ({
    title,
    fixes: new Set(plan.fixes.filter(({ transform }) => transform === title).map(({ id }) => id)),
  }));
  const way = {
    plan,
    part: (fixes: ReadonlySet<string>) => planChosen(inputOf(REPO, { transforms }), plan, fixes),
    affected: () => [''],
  };
  return { plan, stages: [...stagesOf(tasks, way, isWhole)] };
}

const INDEPENDENT = [setting(READY, 10, { id: 'ready' }), setting(HISTORY, 3, { id: 'history' })];

test('each begins where the one before has ended, and the last ends where the plan does', () => {
  const { plan, stages } = staged(INDEPENDENT, ['history', 'ready']);
  expect(
    stages.map(({ task, plan: { fixes } }) => [task?.title, fixes.map(({ transform }) => transform)]),
  ).toEqual([
    ['history', ['history']],
    ['ready', ['ready']],
  ]);
  const [first, second] = stages.map(({ plan: { changes } }) => changes[0]!);
  expect(second!.before).toBe(first!.after);
  expect(second!.after).toBe(plan.changes[0]!.after);
  const renders = stages.map(({ plan: { expected } }) => expected.get('')!);
  expect(renders[1]!.before).toEqual(renders[0]!.after);
  expect(renders[1]!.after).toEqual(plan.expected.get('')!.after);
});

test('what needs a later step is done after it', () => {
  const transforms = [
    setting(HISTORY, 3, { id: 'second', needs: ['first'] }),
    setting(READY, 10, { id: 'first' }),
  ];
  const { stages } = staged(transforms, ['second', 'first']);
  expect(stages.map(({ task }) => task?.title)).toEqual(['first', 'second']);
});

test('what has no step of its own is done at the end, unless only the first steps are taken', () => {
  const { stages } = staged(INDEPENDENT, ['history']);
  expect(
    stages.map(({ task, plan: { fixes } }) => [task?.title, fixes.map(({ transform }) => transform)]),
  ).toEqual([
    ['history', ['history']],
    [undefined, ['ready']],
  ]);
  expect(staged(INDEPENDENT, ['history'], false).stages).toHaveLength(1);
});
