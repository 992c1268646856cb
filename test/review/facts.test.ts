/** What the planner says of one item, and of what cannot be without another. */
import type { AnyTransform } from '../../src/plan/model/input.ts';
import { NO_SECRETS } from '../../src/report/secrets/secrets.ts';
import { questionsOf } from '../../src/report/words/questions/questions.ts';
import { type Knowledge, newKnowledge } from '../../src/review/known/facts.ts';
import { type Item, reviewable } from '../../src/review/stating/items.ts';
import { inputOf, planOf, type Repo } from '../harness/repo.ts';
import { deployment, setting } from '../plan/tiny.ts';
import { newFix, newPlan } from '../report/fixture.ts';

const READY = ['spec', 'minReadySeconds'];
const HISTORY = ['spec', 'revisionHistoryLimit'];
const PAUSED = ['spec', 'paused'];

const REPO: Repo = {
  'kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
  'web.yaml': deployment('web'),
  'api.yaml': deployment('api'),
};

interface Asked {
  readonly knowledge: Knowledge;
  readonly idOf: (transform: string, name?: string) => string;
  readonly itemOf: (transform: string, name?: string) => Item;
}

function ask(transforms: readonly AnyTransform[], repo: Repo = REPO): Asked {
  const whole = planOf(repo, { transforms });
  const fixes = reviewable(whole.fixes);
  const find = (transform: string, name = 'web') =>
    fixes.find(each => each.transform === transform && each.subject.name === name)!;
  const documented = (id: string) => transforms.find(each => each.id === id)!;
  return {
    knowledge: newKnowledge({
      input: inputOf(repo, { transforms }),
      onDisk: inputOf(repo, { transforms }),
      whole,
      secrets: NO_SECRETS,
      documented,
    }),
    idOf: (transform, name) => find(transform, name).id,
    itemOf: (transform, name) => {
      const fix = find(transform, name);
      return { key: fix.id, fixes: [fix] };
    },
  };
}

/** `history` is wanted of what is ready, and `paused` of anything. */
const CHAIN = [
  setting(READY, 10, { id: 'ready' }),
  setting(HISTORY, 3, { id: 'history', when: resource => resource.get(READY) === 10 }),
  setting(PAUSED, false, { id: 'paused' }),
];

test('an item is planned by itself, once somebody asks', () => {
  const { knowledge, itemOf } = ask(CHAIN);
  const item = itemOf('paused');
  expect(knowledge.facts(item)).toBeUndefined();
  const facts = knowledge.learn(item);
  expect(knowledge.facts(item)).toBe(facts);
  expect(facts.patches.map(({ path }) => path)).toEqual(['web.yaml']);
  expect(facts.patches[0]!.lines!.filter(line => line.startsWith('+'))).toEqual(['+  paused: false']);
  expect(facts.effects[0]!.changes).toEqual([
    { object: 'Deployment/web', path: 'spec.paused', says: 'absent -> false' },
  ]);
  expect(facts).toMatchObject({ needs: [], reason: undefined });
});

test('another place is offered where there is one: for what stands in a base, and not for what an overlay says', () => {
  const repo = (overlay: string): Repo => ({
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': deployment('web'),
    'live/kustomization.yaml': `resources:\n  - ../base\n${overlay}`,
    'live/patch.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  paused: true\n',
  });
  const canMove = (overlay: string) => {
    const { knowledge, itemOf } = ask(CHAIN, repo(overlay));
    return knowledge.learnPlace(itemOf('paused')).canMove;
  };
  expect(canMove('')).toBe(true);
  expect(canMove('patches:\n  - path: patch.yaml\n')).toBe(false);
});

test('what it follows from comes along, and is named', () => {
  const { knowledge, itemOf } = ask(CHAIN);
  expect(knowledge.learn(itemOf('history')).needs.map(({ transform }) => transform)).toContain('ready');
});

test('a rejected fix takes along what follows from it, and nothing else', () => {
  const { knowledge, idOf } = ask(CHAIN);
  const along = (...transforms: readonly string[]) => [
    ...knowledge.takenAlong(new Set(transforms.map(each => idOf(each)))),
  ];
  expect(along('paused')).toEqual([]);
  expect(along('paused', 'ready')).toEqual([idOf('history')]);
  // What is rejected itself is not taken along.
  expect(along('paused', 'ready', 'history')).toEqual([]);
  expect(along('history')).toEqual([]);
});

test('a group is planned without what falls with a rejected fix', () => {
  const { knowledge, idOf, itemOf } = ask(CHAIN);
  const group: Item = { key: 'both', fixes: [itemOf('paused').fixes[0], itemOf('history').fixes[0]] };
  const added = () =>
    knowledge.learn(group).patches.flatMap(({ lines }) => lines!.filter(line => line.startsWith('+')));
  expect(added()).toContain('+  minReadySeconds: 10');
  knowledge.takenAlong(new Set([idOf('ready')]));
  expect(added()).toEqual(['+  paused: false']);
});

test('what is accepted is proven as one set, without what is rejected', () => {
  const { knowledge, idOf } = ask(CHAIN);
  const accepted = new Set([idOf('paused'), idOf('paused', 'api'), idOf('history')]);
  const plan = knowledge.prove(accepted, new Set([idOf('ready')]), []);
  expect(plan.changes.map(({ path }) => path)).toEqual(['api.yaml', 'web.yaml']);
  expect(plan.changes[1]!.after).not.toContain('minReadySeconds');
});

test('what is stated goes into the configuration, with the fixes or alone', () => {
  const { knowledge, idOf } = ask(CHAIN);
  const stated = { type: 'exemption', id: 'ready', resource: 'Deployment/web', reason: 'slow' } as const;
  const [first, second] = [new Set([idOf('paused', 'api')]), new Set<string>()].map(accepted =>
    knowledge.prove(accepted, new Set(), [stated]).changes.map(({ path, before }) => [path, before === null]),
  );
  expect(first).toEqual([
    ['api.yaml', false],
    ['kustomend.yaml', true],
  ]);
  expect(second).toEqual([['kustomend.yaml', true]]);
});

test('why a question is asked: a line for each finding, and the words of its remediation once', () => {
  const { knowledge } = ask(CHAIN);
  const asking = ['api', 'web'].map(name =>
    newFix({
      id: name,
      transform: 'ready',
      status: 'person',
      subject: { ...newFix().subject, name },
      asks: [{ type: 'image', image: 'example.com/shop', facts: ['user'] }],
    }),
  );
  const [question] = questionsOf(newPlan({ fixes: asking }));
  const lines = knowledge.why({ key: 'q', fixes: [asking[0]!, asking[1]!], question: question! });
  expect(lines.filter(line => line.includes('base/web.yaml:7'))).toHaveLength(2);
  expect(lines.filter(line => line.startsWith('Why'))).toEqual(['Why (ready):']);
  expect(lines.length).toBeLessThan(12);
});
