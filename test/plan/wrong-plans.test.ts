/**
 * A plan that is wrong in itself is declared, written and rendered all alike: what it asks for is checked too. Plans of
 * the cases with goals that go wrong, before anything is placed.
 */
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { withChanges } from '../../src/kustomize/files/files.ts';
import { findAll } from '../../src/plan/find/find-all.ts';
import type { Finding } from '../../src/plan/find/found/finding.ts';
import { type FieldGoal, type Goal, goalsOf } from '../../src/plan/find/goals.ts';
import { newPlanMemory, type PlanMemory } from '../../src/plan/memory.ts';
import { NO_LESSONS } from '../../src/plan/model/lessons.ts';
import { placementContext } from '../../src/plan/place/context.ts';
import { copyDescriber } from '../../src/plan/place/describe-copy.ts';
import { planningOf } from '../../src/plan/plan.ts';
import { prove } from '../../src/plan/prove/prove.ts';
import { newLocator } from '../../src/plan/rendered/locator.ts';
import { writeRound } from '../../src/plan/round.ts';
import { injectionOf, type Planning } from '../../src/plan/rounds.ts';
import { viewRoots } from '../../src/plan/view/viewed-roots.ts';
import { caseIds, casesOf } from '../harness/cases.ts';
import { type Inputs, inputOf, type Repo } from '../harness/repo.ts';
import { BASE, cluster, deployment, overlay, scratch, VOLUMES } from './tiny.ts';

/** What a plan without its later rounds would do. */
interface Wish {
  readonly name: string;
  readonly planning: Planning;
  readonly memory: PlanMemory;
  readonly findings: readonly Finding[];
}

function wishOf(name: string, repo: Repo, inputs: Inputs): Wish {
  const planning = planningOf(inputOf(repo, inputs), new Map());
  const memory = newPlanMemory();
  return {
    name,
    planning,
    memory,
    findings: findAll(planning.input, planning.repository, viewedOf({ planning, memory }), memory.findings),
  };
}

function viewedOf({ planning: { input, repository, evaluator }, memory }: Pick<Wish, 'planning' | 'memory'>) {
  const locator = newLocator(input.files);
  return viewRoots(input, repository, evaluator, locator, memory.views).filter(({ selected }) => selected);
}

interface Written {
  readonly changed: ReadonlyMap<string, string>;
  readonly violations: readonly string[];
}

/** Places, writes and proves goals. @param lost files that are written nowhere */
function outcomeOf(
  { planning, memory }: Wish,
  wanted: readonly Goal[],
  lost: readonly string[] = [],
): Written {
  const { input, repository, evaluator, notEditable } = planning;
  const roots = new Map(viewedOf({ planning, memory }).map(({ rendered }) => [rendered.folder, rendered]));
  const describeCopy = copyDescriber(evaluator);
  let lessons = NO_LESSONS;
  for (;;) {
    const isWithdrawn = (key: string) => lessons.withdrawn.has(key);
    const goals = wanted.filter(
      ({ wants }) => ![...wants.values()].some(({ findings }) => findings.some(isWithdrawn)),
    );
    const context = placementContext({
      input,
      repository,
      roots,
      evaluator,
      notEditable,
      goals,
      followed: [],
      describeCopy,
    });
    const round = writeRound(goals, context, { evaluator, habits: repository.habits }, memory.edits, lessons);
    if ('learnt' in round) {
      lessons = round.learnt;
      continue;
    }
    const changed = new Map([...round.changed].filter(([file]) => !lost.includes(file)));
    const after = createEvaluator(withChanges(input.files, changed), evaluator.options);
    const { violations } = prove({
      before: evaluator,
      injected: round.created.length > 0 ? evaluator.injected(injectionOf(round.created)) : evaluator,
      after,
      graph: repository.graph,
      changedFiles: [...round.changed.keys()],
      declarations: round.declarations,
      makers: new Map(),
      deployed: new Set(repository.choices.map(({ folder }) => folder)),
    });
    return { changed, violations: violations.map(({ message }) => message) };
  }
}

const isOf =
  (list: string) =>
  (goal: Goal): goal is FieldGoal =>
    goal.type === 'set' && goal.path.includes(list);
const isVolume = isOf('volumes');
const isMount = isOf('volumeMounts');

type Wrong = readonly [what: string, goals: readonly Goal[]];

/** Every way in which the goals of a plan can go wrong in one place. */
function wrongGoals(goals: readonly Goal[]): Wrong[] {
  const mounted = new Set(goals.filter(isMount).map(({ fixId, sourceId }) => `${fixId} ${sourceId}`));
  const volumes = goals.filter(isVolume).filter(({ fixId, sourceId }) => mounted.has(`${fixId} ${sourceId}`));
  return volumes.flatMap((goal): Wrong[] => {
    const instead = (...by: Goal[]) => goals.flatMap(each => (each === goal ? by : [each]));
    const { sourceId, wants, path } = goal;
    const other = goals.find(
      (each): each is FieldGoal => each.type !== 'create' && each.sourceId !== sourceId,
    );
    const some = (missing: unknown) => new Map([...wants].filter(([object]) => object !== missing));
    return [
      ['a dropped volume', instead()],
      ['a volume of another name', instead({ ...goal, path: [...path.slice(0, -1), OTHER], value: OTHER })],
      ['a claim that nobody renders', instead({ ...goal, value: { ...(goal.value as object), ...CLAIM } })],
      ...[...wants.keys()].flatMap((object): Wrong[] =>
        wants.size < 2 ? [] : [['a volume for all but one', instead({ ...goal, wants: some(object) })]],
      ),
      ...(other
        ? [
            [
              'a volume of another object',
              instead({ ...goal, sourceId: other.sourceId, wants: other.wants }),
            ] as const,
          ]
        : []),
    ];
  });
}

const OTHER = { name: 'other' };
const CLAIM = { emptyDir: null, persistentVolumeClaim: { claimName: 'of-nobody' } };

/** Bases that one root renders several times, and that several roots render. */
const REPEATED: readonly Repo[] = [
  cluster({ a: 'namespace: team-a\n', b: 'namespace: team-b\n' }),
  cluster({ a: `namespace: team-a\n${VOLUMES}`, b: `namespace: team-b\n${VOLUMES}` }),
  cluster({ a: `namespace: team-a\n${VOLUMES}`, b: 'namePrefix: b-\n', c: 'nameSuffix: -c\n' }),
  cluster({
    a: `namePrefix: a-\n${VOLUMES}`,
    b: `namePrefix: b-\n${VOLUMES}`,
    c: `namePrefix: c-\n${VOLUMES}`,
  }),
  { ...BASE, ...overlay('dev'), ...overlay('prod', VOLUMES) },
].flatMap(repo => [repo, withNeighbour(repo)]);

function withNeighbour(repo: Repo): Repo {
  const list = `${repo['base/kustomization.yaml']}  - api.yaml\n`;
  return { ...repo, 'base/kustomization.yaml': list, 'base/api.yaml': deployment('api') };
}

const wishes = [
  ...caseIds().flatMap(id =>
    casesOf(id)
      .filter(each => each.settings.known === undefined)
      .map(({ situation, repo, inputs }) => wishOf(`${id}/${situation}`, repo, inputs)),
  ),
  ...REPEATED.flatMap((repo, i) => [
    wishOf(`repeated ${i}`, repo, { transforms: [scratch()] }),
    wishOf(`repeated ${i}, in overlays`, repo, { transforms: [scratch({ overlay: true })] }),
  ]),
];

test('goals that leave a mount without its volume are refused', () => {
  const tried: string[] = [];
  const passed: string[] = [];
  for (const wish of wishes) {
    for (const [what, goals] of wrongGoals(goalsOf(wish.findings))) {
      const name = `${wish.name}: ${what}`;
      const { violations } = outcomeOf(wish, goals);
      tried.push(name);
      if (violations.length === 0) passed.push(name);
    }
  }
  expect(passed).toEqual([]);
  expect(tried.length).toBeGreaterThanOrEqual(100);
});

test('a file that is listed and not written is refused', () => {
  const tried: string[] = [];
  const passed: string[] = [];
  for (const wish of wishes) {
    const goals = goalsOf(wish.findings);
    const { changed } = outcomeOf(wish, goals);
    for (const file of [...changed.keys()].filter(each => !wish.planning.input.paths.includes(each))) {
      const { violations } = outcomeOf(wish, goals, [file]);
      tried.push(`${wish.name}: ${file}`);
      if (violations.length === 0) passed.push(`${wish.name}: ${file}`);
    }
  }
  expect(passed).toEqual([]);
  expect(tried.length).toBeGreaterThanOrEqual(30);
});
