/** What each key makes of a review. */
import type { Fix } from '../../src/plan/model/result.ts';
import { questionsOf } from '../../src/report/words/questions/questions.ts';
import { press } from '../../src/review/conduct/press.ts';
import { replanned } from '../../src/review/state/answering.ts';
import type { Pressed } from '../../src/review/state/pressed.ts';
import {
  acceptedOf,
  currentItem,
  newReview,
  progressOf,
  type ReviewState,
  rejectedOf,
  visibleItems,
} from '../../src/review/state/state.ts';
import { reportable, reviewable } from '../../src/review/stating/items.ts';
import { newFix, newPlan } from '../report/fixture.ts';

function fixNamed(id: string, over: Partial<Fix> = {}): Fix {
  const { subject } = newFix();
  return newFix({ id, brief: id, subject: { ...subject, name: id }, ...over });
}

/** Two alike, and two of their own; `probe` and `limit` are written to one file. */
const FIXES: readonly Fix[] = [
  fixNamed('probe', {
    transform: 'probes',
    severity: 'high',
    places: [{ file: 'web.yaml', kind: 'source' }],
  }),
  fixNamed('root-a', { brief: 'may run as root' }),
  fixNamed('root-b', { brief: 'may run as root', environments: ['staging'] }),
  fixNamed('limit', {
    transform: 'resources',
    severity: 'low',
    restarts: false,
    places: [{ file: 'web.yaml', kind: 'source' }],
  }),
];

/** Of a text of thirty lines on a screen for ten. */
const EXTENT = { page: 10, last: 20 };

function pressed(keys: readonly string[], from: ReviewState = newReview(FIXES, new Map())): Pressed {
  return keys.reduce<Pressed>(({ state }, key) => press(state, key, EXTENT), { state: from });
}

const typed = (...keys: readonly string[]): ReviewState => pressed(keys).state;
const keysOf = (state: ReviewState) => visibleItems(state).map(({ key }) => key);
const GROUP = 'security-context: may run as root';

test('groups come first, and what is alike is answered at once', () => {
  expect(keysOf(typed())).toEqual([GROUP, 'probe', 'limit']);
  const state = typed('y');
  expect([...acceptedOf(state)]).toEqual(['root-a', 'root-b']);
  expect(currentItem(state)?.key).toBe('probe');
});

test('n rejects, j leaves open, and after the last one the end is asked about', () => {
  const state = typed('n', 'j', 'y');
  expect([...rejectedOf(state)]).toEqual(['root-a', 'root-b']);
  expect([...acceptedOf(state)]).toEqual(['limit']);
  expect(progressOf(state)).toEqual({ accepted: 1, rejected: 2, along: 0, left: 1, safe: 1, questions: 0 });
  expect(state.view.name).toBe('end');
});

test('o takes a group apart, and a accepts the rest of its kind', () => {
  const state = typed('o', 'n');
  expect(currentItem(state)?.key).toBe('root-b');
  expect([...acceptedOf(typed('o', 'a'))]).toEqual(['root-a', 'root-b']);
  // What has been answered stays.
  expect([...acceptedOf(typed('o', 'n', 'a'))]).toEqual(['root-b']);
});

test('d rejects what else is written to the file, and nothing that was accepted', () => {
  expect([...rejectedOf(typed('j', 'd'))]).toEqual(['probe', 'limit']);
  const state = pressed(['d'], { ...typed('j', 'j', 'y'), view: { name: 'item' }, at: 'probe' }).state;
  expect([...rejectedOf(state)]).toEqual(['probe']);
  expect([...acceptedOf(state)]).toEqual(['limit']);
});

test('b goes back, also to what is answered, and a later answer counts', () => {
  const state = typed('y', 'b', 'n');
  expect([...rejectedOf(state)]).toEqual(['root-a', 'root-b']);
  expect(typed('b').message).toBe('this is the first');
});

test('u brings the last answer back, as often as there is one', () => {
  const state = typed('y', 'n', 'u');
  expect(currentItem(state)?.key).toBe('probe');
  expect(progressOf(state)).toMatchObject({ accepted: 2, rejected: 0 });
  expect(progressOf(pressed(['u'], state).state)).toMatchObject({ accepted: 0, left: 4 });
  expect(typed('u').message).toBe('there is nothing to undo');
});

test('g lists, and enter jumps to where the cursor stands', () => {
  expect(currentItem(typed('g', 'down', 'down', 'enter'))?.key).toBe('limit');
  expect(currentItem(typed('g', 'down', 'escape'))?.key).toBe(GROUP);
  expect(typed('g', 'page-down').view).toEqual({ name: 'list', cursor: 2 });
  expect(typed('g', 'end').view).toEqual({ name: 'list', cursor: 2 });
  expect(typed('g', 'end', 'home').view).toEqual({ name: 'list', cursor: 0 });
});

describe('/ narrows the review', () => {
  const search = (text: string) => typed('/', ...text, 'enter');

  test.each([
    ['limit', ['limit']],
    ['web.yaml', [GROUP, 'probe', 'limit']],
    ['remediation:probes', ['probe']],
    ['severity:high', [GROUP, 'probe']],
    ['environment:staging', ['root-b']],
    ['restart:no', ['limit']],
    ['severity:low restart:yes probe', ['probe']],
  ])('%s', (text, keys) => {
    expect(keysOf(search(text))).toEqual(keys);
  });

  test('to nothing: it stays as it was, and says so', () => {
    const state = search('nowhere');
    expect(state.message).toBe('nothing here is like "nowhere"');
    expect(keysOf(state)).toHaveLength(3);
  });

  test('and after its last one it stays, and an empty one shows the rest', () => {
    const state = pressed(['y'], search('limit')).state;
    expect(state).toMatchObject({ query: 'limit', view: { name: 'end' } });
    expect(state.message).toContain('/ and Enter alone: the rest');
    const rest = pressed(['/', 'enter'], state).state;
    expect(rest).toMatchObject({ query: '', view: { name: 'item' } });
    expect(currentItem(rest)?.key).toBe(GROUP);
  });

  test('with an empty line each time, which Ctrl-U empties', () => {
    expect(pressed(['/'], search('limit')).state.view).toEqual({ name: 'search', text: '' });
    expect(keysOf(typed('/', ...'nothing', 'clear', ...'limit', 'enter'))).toEqual(['limit']);
  });

  test('to what is safe, or is not', () => {
    const fixes = [...FIXES, fixNamed('risk', { safety: 'unsafe' })];
    const found = (query: string) => keysOf({ ...newReview(fixes, new Map()), query });
    expect(found('safe:no')).toEqual(['risk']);
    expect(found('safe:yes')).toEqual([GROUP, 'probe', 'limit']);
  });

  test('a letter too many is taken back, and escape leaves it', () => {
    expect(keysOf(typed('/', ...'limitx', 'backspace', 'enter'))).toEqual(['limit']);
    expect(keysOf(typed('/', ...'limit', 'escape'))).toHaveLength(3);
  });
});

describe('what cannot be without a rejected fix', () => {
  const along = new Set(['limit']);
  const rejecting = typed('j', 'n');
  const state: ReviewState = { ...rejecting, along };

  test('is left out with it, and not asked', () => {
    expect(progressOf(state)).toEqual({ accepted: 0, rejected: 1, along: 1, left: 2, safe: 2, questions: 0 });
    expect(pressed(['b', 'b', 'y'], state).state.view.name).toBe('end');
  });

  test('is asked again when the rejection is undone, or taken back', () => {
    expect(progressOf(pressed(['u'], state).state)).toMatchObject({ rejected: 0, along: 0 });
    expect(progressOf(pressed(['b', 'y'], state).state)).toMatchObject({ rejected: 0, along: 0 });
  });

  test('is not wanted although it was accepted', () => {
    const answers = new Map([
      ['probe', 'rejected'],
      ['limit', 'accepted'],
    ] as const);
    expect([...acceptedOf({ ...newReview(FIXES, answers), along })]).toEqual([]);
  });
});

describe('i leaves out for good', () => {
  const reason = (text: string) => [...text, 'enter'];
  const entry = (id: string, name: string) => ({
    type: 'exemption',
    id,
    resource: `Deployment/${name}`,
    reason: 'soon gone',
  });

  test('a group by an entry for each object, which undo takes back', () => {
    const state = typed('i', ...reason('soon gone'));
    expect(state.stated).toEqual([entry('security-context', 'root-a'), entry('security-context', 'root-b')]);
    expect(state.message).toBe('never again: 2 entries below ignore:');
    expect([...rejectedOf(state)]).toEqual(['root-a', 'root-b']);
    expect(currentItem(state)?.key).toBe('probe');
    expect(pressed(['u'], state).state).toMatchObject({ stated: [], answers: new Map() });
  });

  test('not without a reason', () => {
    const state = typed('i', ...reason('  '));
    expect(state).toMatchObject({ stated: [], view: { name: 'item' } });
    expect(currentItem(state)?.key).toBe(GROUP);
    expect(typed('i', 'x', 'escape').stated).toEqual([]);
  });

  test('until it is answered otherwise', () => {
    const state = pressed(['b', 'y'], typed('i', ...reason('soon gone'))).state;
    expect(state.stated).toEqual([]);
    expect([...acceptedOf(state)]).toEqual(['root-a', 'root-b']);
  });

  test('and stays so when the rest of its group is left out', () => {
    const state = typed('o', 'i', ...reason('soon gone'));
    const { stated } = pressed(['n'], { ...newReview(FIXES, state.answers, { stated: state.stated }) }).state;
    expect(stated).toEqual([entry('security-context', 'root-a')]);
    // Once all of it is, it is answered anew.
    expect(pressed(['b', 'n'], typed('i', ...reason('soon gone'))).state.stated).toEqual([]);
  });

  test('what else is found of an object stays, where a field tells them apart', () => {
    const { subject } = newFix();
    const field = (id: string, name: string) =>
      fixNamed(id, { transform: 'probes', subject: { ...subject, field: `spec.containers.web.${name}` } });
    const fixes = [
      field('ready', 'readinessProbe'),
      field('live', 'livenessProbe'),
      field('live2', 'livenessProbe'),
    ];
    const narrow = pressed(['i', ...reason('no')], newReview(fixes, new Map())).state;
    expect(narrow.stated).toMatchObject([
      { resource: 'Deployment/web', field: 'spec.containers.web.readinessProbe' },
    ]);
    expect([...rejectedOf(narrow)]).toEqual(['ready']);
    const both = pressed(['i', ...reason('no')], narrow).state;
    expect([...rejectedOf(both)]).toEqual(['ready', 'live', 'live2']);
    expect(both.message).toBe(
      'never again: 1 entry below ignore:, which also leaves out 1 fix of the same field',
    );
  });

  test('of a root by its folder', () => {
    const subject = {
      ...newFix().subject,
      kind: 'Kustomization',
      name: 'overlays/dev',
      at: 'overlays/dev/kustomization.yaml:1',
    };
    const fix = fixNamed('limits', { transform: 'limit-range', roots: ['overlays/dev', 'live'], subject });
    const { stated } = pressed(['i', ...reason('no')], newReview([{ ...fix, subject }], new Map())).state;
    expect(stated).toEqual([
      { type: 'exemption', id: 'limit-range', reason: 'no', root: 'overlays/dev' },
      { type: 'exemption', id: 'limit-range', reason: 'no', root: 'live' },
    ]);
  });

  test('of roots one above the other by the upper one, which says it of both', () => {
    const of = (folder: string) =>
      fixNamed(folder, {
        transform: 'limit-range',
        brief: 'no limits',
        roots: [folder],
        subject: {
          ...newFix().subject,
          kind: 'Kustomization',
          name: folder,
          at: `${folder}/kustomization.yaml:1`,
        },
      });
    const both = newReview([of('dev/manual'), of('dev')], new Map());
    expect(pressed(['i', ...reason('no')], both).state.stated).toEqual([
      { type: 'exemption', id: 'limit-range', reason: 'no', root: 'dev' },
    ]);
    const upper = pressed(['o', 'j', 'i', ...reason('no')], both).state;
    expect(upper.message).toContain('which also leaves out 1 fix in roots below');
    expect([...rejectedOf(upper)]).toEqual(['dev/manual', 'dev']);
  });

  test('also where nothing is taken: that alone is written', () => {
    expect(pressed(['f', 'y'], typed('i', ...reason('soon gone'))).wish).toBe('prove');
  });
});

describe('a question', () => {
  const asking = fixNamed('asks', {
    status: 'person',
    asks: [{ type: 'image', image: 'api', facts: ['user'] }],
  });
  const questions = questionsOf(newPlan({ fixes: [asking] }));
  const asked = (...keys: readonly string[]) =>
    pressed(keys, newReview(FIXES.slice(0, 1), new Map(), { questions })).state;

  test('comes after the fixes, and has no change to take', () => {
    expect(keysOf(asked())).toEqual(['probe', 'question: image api']);
    expect(asked('y', 'y')).toMatchObject({
      view: { name: 'item' },
      answers: new Map([['probe', 'accepted']]),
    });
    expect(asked('y', 'a').message).toContain('e answers it');
    expect(pressed(['y', 'e'], asked()).wish).toBe('edit');
  });

  test('is left, or left out for good', () => {
    expect(progressOf(asked('y', 'n'))).toMatchObject({ accepted: 1, questions: 0 });
    expect(asked('y', 'n').view.name).toBe('end');
    expect(progressOf(asked('y', 'j'))).toMatchObject({ questions: 1 });
    const never = asked('y', 'i', 'n', 'o', 'enter');
    expect(never.stated).toMatchObject([{ id: 'security-context', resource: 'Deployment/asks' }]);
    expect(progressOf(never)).toMatchObject({ questions: 0 });
  });

  test('that is settled goes, and a search that was for it with it', () => {
    const searching = asked('/', ...'questions', 'enter');
    const after = replanned(searching, { fixes: FIXES, reports: [], questions: [] }, 'settled');
    expect(after).toMatchObject({ query: '', message: 'settled', view: { name: 'item' } });
    expect(currentItem(after)?.key).toBe(GROUP);
    // What it has brought is asked first, wherever it stands.
    const joined = fixNamed('joined', { severity: 'low' });
    const { fixes } = asked('y');
    const then = replanned(asked('y'), { fixes: [...fixes, joined], reports: [], questions: [] }, '');
    expect(currentItem(then)?.key).toBe('joined');
  });

  test('is the rest where the fixes are answered and a search hid it', () => {
    const after = asked('y', '/', ...'probe', 'enter', 'y', '/', 'enter');
    expect(progressOf(after).left).toBe(0);
    expect(after).toMatchObject({ query: '', view: { name: 'item' } });
    expect(currentItem(after)?.key).toBe('question: image api');
  });

  test('is found by the word, and by what waits for it', () => {
    expect(keysOf(asked('/', ...'questions', 'enter'))).toEqual(['question: image api']);
    expect(keysOf(asked('/', ...'asks', 'enter'))).toEqual(['question: image api']);
    expect(keysOf(asked('/', ...'image api', 'enter'))).toEqual(['question: image api']);
  });
});

describe('planned anew', () => {
  const of = (fixes: readonly Fix[], from = typed('j', 'j')) =>
    replanned(from, { fixes, reports: [], questions: [] }, '');

  test('it stays with its item, or with what is found of the same object now', () => {
    expect(currentItem(of(FIXES))?.key).toBe('limit');
    const { subject } = FIXES[3]!;
    const renamed = newFix({ id: 'other', transform: 'resources', brief: 'other', subject });
    expect(currentItem(of([...FIXES.slice(0, 3), renamed]))?.key).toBe('other');
  });

  test('it goes on with what is open, or ends', () => {
    expect(currentItem(of(FIXES.slice(0, 1)))?.key).toBe('probe');
    expect(of([]).view.name).toBe('end');
  });
});

describe('an answer', () => {
  const setting = {
    path: ['images', 'api', 'user'],
    says: 'a number',
    now: undefined,
    kind: 'value',
  } as const;
  const choosing: ReviewState = {
    ...typed(),
    view: { name: 'settings', settings: [setting, setting], cursor: 0 },
  };

  test('is typed for the one of several that Enter takes', () => {
    expect(pressed(['down', 'down', 'enter'], choosing).state.view).toEqual({
      name: 'answer',
      setting,
      text: '',
    });
    expect(pressed(['down', 'x'], choosing).state.view).toEqual({ name: 'item' });
  });

  test('counts with Enter, and not where it is empty', () => {
    const last = pressed(['enter', '1', '0', 'enter'], choosing);
    expect(last).toMatchObject({ wish: 'state', state: { view: { text: '10' } } });
    expect(pressed(['enter', ' ', 'enter'], choosing)).toEqual({
      state: { ...typed(), view: { name: 'item' } },
    });
  });
});

describe('leaving', () => {
  test('s keeps the answers', () => {
    expect(pressed(['y', 's']).wish).toBe('save');
  });

  test('q asks before it drops them', () => {
    expect(pressed(['q']).wish).toBe('quit');
    expect(pressed(['o', 'q']).wish).toBe('quit');
    const once = pressed(['y', 'q']);
    expect(once.wish).toBeUndefined();
    expect(once.state.message).toBe('q again drops what you have answered (2 fixes); s keeps it');
    expect(press(once.state, 'q').wish).toBe('quit');
    expect(pressed(['y', 'q', 'b', 'q']).wish).toBeUndefined();
  });

  test('f ends it: y proves what is accepted, and y again writes', () => {
    expect(typed('f', 'y').message).toBe('nothing is accepted yet');
    const proving = pressed(['y', 'f', 'y']);
    expect(proving.wish).toBe('prove');
    const proven: ReviewState = { ...proving.state, view: { name: 'proven' } };
    expect(press(proven, 'y').wish).toBe('write');
    expect(press(proven, 'd').state.view).toMatchObject({ page: 'diff' });
    expect(pressed(['d', 'escape'], proven).state.view).toEqual({ name: 'proven' });
    expect(press(proven, 'b').state.view).toEqual({ name: 'item' });
  });
});

test.each([
  ['w', 'why'],
  ['t', 'trace'],
  ['r', 'rendered'],
  ['?', 'help'],
])('%s opens a page, which scrolls, and any key closes it', (key, page) => {
  const state = typed(key, 'down', 'page-down');
  expect(state.view).toMatchObject({ name: 'page', page });
  expect(state.scroll).toBe(11);
  expect(pressed(['x'], state).state.view).toEqual({ name: 'item' });
});

test('a page ends at its end, and what went too far needs no way back', () => {
  const scrollOf = (...keys: readonly string[]) => typed('w', ...keys).scroll;
  expect(scrollOf('end')).toBe(20);
  expect(scrollOf('page-down', 'page-down', 'page-down', 'up')).toBe(19);
  expect(scrollOf('end', 'home')).toBe(0);
  expect(scrollOf(' ', ' ', 'b')).toBe(10);
});

test('a resumed review begins with what is open, or at the end', () => {
  const answers = new Map(['root-a', 'root-b'].map(id => [id, 'accepted'] as const));
  expect(currentItem(newReview(FIXES, answers))?.key).toBe('probe');
  const taken = new Map(FIXES.map(({ id }) => [id, 'accepted'] as const));
  expect(newReview(FIXES, taken).view.name).toBe('end');
});

test('where nothing is open and nothing taken, it begins with what was left out: there is nothing to prove', () => {
  const all = new Map(FIXES.map(({ id }) => [id, 'rejected'] as const));
  expect(newReview(FIXES, all).view.name).toBe('item');
});

test('a key that closes the help does nothing else', () => {
  for (const key of ['y', 'f', 'q', 'b', 'x'])
    expect(typed('?', key)).toEqual({ ...typed(), view: { name: 'item' } });
  expect(typed('?', 'down').view.name).toBe('page');
});

test('another key is answered', () => {
  expect(typed('x').message).toBe('"x" is no key here; ? lists them');
});

test('a says what it took', () => {
  expect(typed('o', 'a').message).toBe('a: 1 more like it');
  expect(typed('y', 'a').message).toBe('a: nothing else that is open is like it');
});

describe('several that are unsafe', () => {
  const risky = (id: string) => fixNamed(id, { brief: 'no limit', safety: 'unsafe' });
  const start = newReview([risky('a'), risky('b'), fixNamed('sure')], new Map());
  const state = pressed(['j'], start).state;

  test('are taken by a key that is pressed twice, and by no two different ones', () => {
    const once = pressed(['y'], state).state;
    expect(acceptedOf(once).size).toBe(0);
    expect(once.message).toContain('2 unsafe at once: y again takes them, o asks one by one');
    expect([...acceptedOf(pressed(['y', 'y'], state).state)]).toEqual(['a', 'b']);
    expect(acceptedOf(pressed(['y', 'b', 'down', 'y'], state).state).size).toBe(1);
    expect(acceptedOf(pressed(['o', 'a'], state).state).size).toBe(0);
    expect([...acceptedOf(pressed(['o', 'a', 'a'], state).state)]).toEqual(['a', 'b']);
  });

  test('come after all that is safe, and one by one need no second key', () => {
    expect(keysOf(start)).toEqual(['sure', 'security-context: no limit (unsafe)']);
    expect([...acceptedOf(pressed(['o', 'y'], state).state)]).toEqual(['a']);
  });
});

test('the safe fixes come first, then the worst', () => {
  const fixes = [
    fixNamed('risk', { severity: 'high', safety: 'unsafe' }),
    fixNamed('sure', { severity: 'high' }),
    fixNamed('worse', { severity: 'critical', safety: 'unsafe' }),
  ];
  expect(reviewable(fixes).map(({ id }) => id)).toEqual(['sure', 'worse', 'risk']);
});

describe('what nobody can write', () => {
  const report = fixNamed('bounds', {
    transform: 'validate',
    severity: 'high',
    status: 'reported',
    safety: 'unsafe',
  });
  const minor = fixNamed('minor', { severity: 'medium', status: 'reported' });
  const start = newReview(FIXES.slice(0, 1), new Map(), { reports: reportable([report, minor, ...FIXES]) });
  const once = (...keys: readonly string[]): ReviewState => pressed(keys, start).state;

  test('has a screen behind the fixes where it is bad, and counts as none of them', () => {
    expect(keysOf(start)).toEqual(['probe', 'report: validate: bounds']);
    expect(progressOf(once('j'))).toMatchObject({ left: 1 });
  });

  test('is found by the filter of its remediation', () => {
    expect(keysOf(once('/', ...'remediation:validate', 'enter'))).toEqual(['report: validate: bounds']);
  });

  test.each(['y', 'n', 'a', 'd', 'o', 'p', 'r', 'e'])('%s says that there is nothing to take', key => {
    const state = once('j', key);
    expect(state.message).toMatch(/^nothing to take: a person has to change it/);
    expect(currentItem(state)?.key).toBe('report: validate: bounds');
  });

  test('j goes on, and i leaves it out for good', () => {
    expect(once('j', 'j').view.name).toBe('end');
    const { stated } = once('j', 'i', ...'known', 'enter');
    expect(stated).toEqual([
      expect.objectContaining({
        type: 'exemption',
        id: 'validate',
        resource: 'Deployment/bounds',
        reason: 'known',
      }),
    ]);
  });
});
