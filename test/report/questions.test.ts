/** What waits for a person, by cause (docs/design/judgement.md 8). */
import type { Fix, Plan } from '../../src/plan/model/result.ts';
import { choiceText, joined } from '../../src/report/words/questions/choices.ts';
import { offersOf, questionsOf } from '../../src/report/words/questions/questions.ts';
import type { Ask, ImageFactPath } from '../../src/transform.ts';

const waiting = (reason: string, asks: readonly Ask[] = [], rest: Partial<Fix> = {}) =>
  ({
    id: reason,
    transform: 'probes',
    brief: 'no liveness probe',
    status: 'person',
    reason,
    asks,
    roots: ['prod'],
    lookups: [],
    settledBy: [],
    subject: { kind: 'Deployment', name: 'web' },
    ...rest,
  }) as unknown as Fix;
const image = (name: string, ...facts: ImageFactPath[]): Ask => ({ type: 'image', image: name, facts });
const ask = (...fixes: Fix[]) =>
  questionsOf({ fixes, roots: [] } as unknown as Plan).map(({ about, settles, answer }) => [
    about,
    settles,
    answer,
  ]);

test('an image of Docker Hub is one, however its name is written', () => {
  const said = ask(
    waiting('which user?', [image('postgres', 'user')]),
    waiting('which user is it?', [image('docker.io/library/postgres', 'user')]),
    waiting('what does it write?', [image('docker.io/acme/tool', 'writes')]),
    waiting('what is written?', [image('acme/tool', 'writes')]),
  );
  expect(said.map(([about, settles]) => [about, settles])).toEqual([
    ['image acme/tool', 2],
    ['image postgres', 2],
  ]);
});

test('the facts of an image are one question', () => {
  expect(
    ask(
      waiting('which user?', [image('shop/web', 'user')]),
      waiting('what is alive?', [image('shop/web', 'probes.liveness')]),
      waiting('which user?', [image('shop/db', 'user')]),
    ),
  ).toEqual([
    [
      'image shop/web',
      2,
      'images: {shop/web: {user: <number>, probes: {liveness: {httpGet: {path: <path>, port: <number>}}}}}',
    ],
    ['image shop/db', 1, 'images: {shop/db: {user: <number>}}'],
  ]);
});

describe('answers of a decision', () => {
  const may = (name: string): Ask => ({
    type: 'decision',
    about: 'workloads with too few pods',
    question: 'which of them may run more than once?',
    choices: [
      { says: name, states: { path: ['transforms', 'replicas', 'scalable'], value: [name] } },
      { says: 'none of them', exempt: 'it runs once alone' },
    ],
  });
  const choicesOf = (...fixes: Fix[]) =>
    questionsOf({ fixes, roots: [] } as unknown as Plan).flatMap(({ choices }) => choices.map(choiceText));

  test('are those of all that ask, each once, and those that join one list together', () => {
    const [web, api] = ['Deployment/web', 'Deployment/api'].map(name => waiting(name, [may(name)]));
    expect(choicesOf(web!, waiting('again', [may('Deployment/web')]), api!)).toEqual([
      'transforms: {replicas: {scalable: [Deployment/web, Deployment/api]}}',
      'transforms: {replicas: {scalable: [Deployment/web]}}',
      'transforms: {replicas: {scalable: [Deployment/api]}}',
      'ignore: it runs once alone',
    ]);
    expect(choicesOf(web!)).toHaveLength(2);
  });

  test('join the list that is stated', () => {
    expect(joined(['Deployment/web'], ['Deployment/api', 'Deployment/web'])).toEqual([
      'Deployment/web',
      'Deployment/api',
    ]);
    expect(joined(undefined, 'pods')).toBe('pods');
    expect(joined('services', 'pods')).toBe('pods');
  });
});

describe('images of one release', () => {
  const of = (name: string, release: string | undefined, ...facts: ImageFactPath[]) =>
    waiting(name, [{ ...image(name, ...facts), release } as Ask]);

  test('are one question: their publisher and their version are the same', () => {
    expect(
      ask(
        of('gcr.io/ci/hook', 'v20240101-ab12', 'user'),
        of('gcr.io/ci/deck', 'v20240101-ab12', 'user'),
        of('gcr.io/ci/tide', 'v20240101-ab12', 'user', 'writes'),
        of('gcr.io/ci/old', 'v20230101-cd34', 'user'),
        of('gcr.io/cd/hook', 'v20240101-ab12', 'user'),
      ),
    ).toEqual([
      ['image gcr.io/ci/*', 4, 'images: {gcr.io/ci/*: {user: <number>, writes: [<folder>, ...]}}'],
      ['image gcr.io/cd/hook', 1, 'images: {gcr.io/cd/hook: {user: <number>}}'],
    ]);
  });

  test.each([
    ['of several versions', ['1.0', '1.1', '1.0']],
    ['of which one follows a branch', ['1.0', '1.0', '1.0', 'main']],
    ['built here', [undefined, undefined, undefined]],
    ['that follow a branch', ['main', 'main', 'main']],
    ['that are two', ['1.0', '1.0']],
  ])('images %s are asked about one by one', (_, tags) => {
    const names = ['api', 'bot', 'cron', 'db'];
    const found = ask(...tags.map((tag, i) => of(`shop/${names[i]}`, tag, 'user')));
    expect(found.map(([about]) => about)).toEqual(tags.map((_, i) => `image shop/${names[i]}`));
  });
});

describe('images that are named alike', () => {
  const of = (name: string, ...facts: ImageFactPath[]) =>
    waiting(name, [{ ...image(`registry.example.com/${name}`, ...facts), release: 'latest' } as Ask]);
  const built = waiting('built', [
    { ...image('registry.example.com/shop-web', 'user'), isBuiltHere: true } as Ask,
  ]);

  test('that the repository builds are asked about by themselves, and the others together, with a tag or without', () => {
    const untagged = waiting('untagged', [image('registry.example.com/shop-db', 'user')]);
    const others = ['api', 'bot', 'cron', 'feed'].map(each => of(`shop-${each}`, 'user'));
    const found = ask(...others, untagged, built);
    expect(found.map(([about, settles]) => [about, settles])).toEqual([
      ['image shop*', 5],
      ['image shop-web', 1],
    ]);
  });

  test('all of a publisher are one question where they are many', () => {
    const found = ask(...['api', 'bot', 'cron', 'feed', 'mail'].map(each => of(`team/${each}`, 'user')));
    expect(found.map(([about, settles]) => [about, settles])).toEqual([['image team/*', 5]]);
  });

  test('are one question, and what each of them answers by itself is its own', () => {
    expect(
      ask(
        of('shop', 'writes'),
        of('shop-api', 'writes', 'probes.readiness'),
        of('shop-bot', 'user', 'writes'),
        of('shop-cron', 'writes'),
        of('shop-feed', 'writes'),
        of('ship-bot', 'user'),
      ),
    ).toEqual([
      ['image shop*', 5, 'images: {shop*: {writes: [<folder>, ...], user: <number>}}'],
      ['image ship-bot', 1, 'images: {ship-bot: {user: <number>}}'],
      [
        'image shop-api',
        1,
        'images: {shop-api: {probes: {readiness: {httpGet: {path: <path>, port: <number>}}}}}',
      ],
    ]);
  });

  test.each([
    ['a shop, its worker and its tool', ['shop', 'shop-worker', 'shop-backup'].map(each => of(each, 'user'))],
    [
      'four besides one that the repository builds',
      [...'abcd'].map(each => of(`shop-${each}`, 'user')).concat(built),
    ],
    ['those of several publishers', [...'abcde'].map(each => of(`${each}/shop-${each}`, 'user'))],
    ['four of one publisher', [...'abcd'].map(each => of(`team/${each}`, 'user'))],
  ])('%s are asked about one by one', (_, fixes) => {
    expect(ask(...fixes).filter(([about]) => String(about).includes('*'))).toEqual([]);
  });
});

test('the environment of a root is one question for each root', () => {
  const asks = [{ type: 'environment' }] as const;
  const answer = (root: string) => `environments: {<name>: {tier: ?, roots: [${root}]}}`;
  expect(
    ask(waiting('which?', asks, { roots: ['a', 'b'] }), waiting('which?', asks, { roots: ['a'] })),
  ).toEqual([
    ['environment of a', 2, answer('a')],
    ['environment of b', 1, answer('b')],
  ]);
});

test('the owner of a namespace is one question for quota and LimitRange', () => {
  const asks = [{ type: 'namespace', namespace: 'shop', claimants: ['', 'b'] }] as const;
  expect(ask(waiting('no quota', asks), waiting('no LimitRange', asks))).toEqual([
    ['owner of namespace shop', 2, 'namespaces: {shop: {owner: ?}}, which is one of ., b, or none'],
  ]);
});

test('each namespace is a question of its own with its own candidates, and one that clusters have alike is one', () => {
  const of = (namespace: string, ...claimants: string[]) =>
    waiting(claimants.join(), [{ type: 'namespace', namespace, claimants }]);
  expect(
    ask(
      of('shop-dev', 'api/dev', 'web/dev'),
      of('shop-prod', 'api/prod', 'web/prod'),
      of('tools', 'eu/a', 'eu/b'),
      of('tools', 'us/a', 'us/b'),
    ),
  ).toEqual([
    [
      'owner of namespace tools',
      2,
      'namespaces: {tools: {owner: ?}}, which is one of eu/a, eu/b, us/a, us/b, or none',
    ],
    [
      'owner of namespace shop-dev',
      1,
      'namespaces: {shop-dev: {owner: ?}}, which is one of api/dev, web/dev, or none',
    ],
    [
      'owner of namespace shop-prod',
      1,
      'namespaces: {shop-prod: {owner: ?}}, which is one of api/prod, web/prod, or none',
    ],
  ]);
});

test('one decision, however many findings it settles; others by what they say', () => {
  const project = [{ type: 'decision', about: 'AppProject team' }] as const;
  expect(
    ask(
      waiting('it does not let it bring a LimitRange', project),
      waiting('it does not let it bring a ResourceQuota', project),
      waiting('which of the two?'),
      waiting('which of the two?'),
      waiting('nobody asks', [], { status: 'unsafe' }),
    ),
  ).toEqual([
    ['AppProject team', 2, 'it does not let it bring a LimitRange'],
    ['Deployment web: no liveness probe', 2, 'which of the two?'],
  ]);
});

test('what nobody has to decide is offered, and no question', () => {
  const offer = {
    type: 'decision',
    about: 'accounts',
    question: 'if unused: say so',
    isOptional: true,
  } as const;
  const fixes = [
    waiting('whether it is used', [offer], { status: 'unsafe' }),
    waiting('whether it is used there', [offer], { status: 'unsafe' }),
  ];
  expect(ask(...fixes)).toEqual([]);
  expect(offersOf({ fixes, roots: [] } as unknown as Plan)).toMatchObject([
    { about: 'accounts', settles: 2, answer: 'if unused: say so' },
  ]);
});

test('an option that would allow a fix is offered, and waits in its finding', () => {
  const offer = { type: 'decision', about: 'copies', question: 'if so: hydrate', isOptional: true } as const;
  const fixes = [waiting('may it?', [offer])];
  expect(ask(...fixes)).toEqual([]);
  expect(offersOf({ fixes, roots: [] } as unknown as Plan)).toMatchObject([{ about: 'copies', settles: 1 }]);
});

test('a decision about many lists what it is about, each once', () => {
  const of = (...names: string[]) =>
    waiting(names.join(), [
      { type: 'decision', about: 'missing Secrets', question: 'who makes them?', names },
    ]);
  expect(ask(of('a', 'b'), of('b', 'c'))).toEqual([['missing Secrets', 2, 'a, b, c: who makes them?']]);
});

test('what the repository lets expect stands with the question, unless it is about several images', () => {
  const of = (name: string) =>
    waiting(name, [
      { type: 'image', image: name, facts: ['user'], remark: 'perhaps 7', release: '1.0' },
    ] as const);
  expect(ask(of('shop/web'))[0]?.[2]).toBe('images: {shop/web: {user: <number>}}: perhaps 7');
  expect(ask(of('shop/web'), of('shop/api'), of('shop/bot'))[0]?.[2]).toBe(
    'images: {shop/*: {user: <number>}}',
  );
});

test('what is for development alone comes last, however much it settles', () => {
  const fixes = [
    waiting('which?', [image('shop/db', 'user')], { roots: ['dev'] }),
    waiting('where?', [image('shop/db', 'writes')], { roots: ['dev'] }),
    waiting('which?', [image('shop/web', 'user')], { roots: ['dev', 'prod'] }),
  ];
  const root = (folder: string, tier: string) => ({ folder, environment: { tier } });
  const roots = [root('dev', 'development'), root('prod', 'production')];
  expect(questionsOf({ fixes, roots } as unknown as Plan).map(({ about }) => about)).toEqual([
    'image shop/web',
    'image shop/db',
  ]);
});

test('a digest is no question, and neither is what is only reported', () => {
  const pin = (image: string) => waiting(`kustomend pin --write: ${image}`, [], { lookups: [image] });
  expect(
    ask(
      pin('docker.io/library/a:1'),
      pin('ghcr.io/b:1'),
      pin('ghcr.io/b:1'),
      waiting('', [], { status: 'reported' }),
    ),
  ).toEqual([]);
});

test('what would make unsafe fixes safe is a question too, in words of its own', () => {
  const asks = [{ type: 'decision', about: 'tokens', question: 'does anything give them rights?' }] as const;
  expect(
    ask(
      waiting('a', asks, { status: 'unsafe' }),
      waiting('b', asks, { status: 'unsafe' }),
      waiting('c', [], { status: 'unsafe' }),
      waiting('d', asks, { status: 'planned' }),
    ),
  ).toEqual([['tokens', 2, 'does anything give them rights?']]);
});
