/** What each key makes of a review. */
import type { Fix } from '../../src/plan/model/result.ts';
import { type Pressed, press } from '../../src/review/press.ts';
import {
  acceptedOf,
  currentItem,
  newReview,
  progressOf,
  type ReviewState,
  rejectedOf,
  visibleItems,
} from '../../src/review/state.ts';
import { newFix } from '../report/fixture.ts';

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

function pressed(keys: readonly string[], from: ReviewState = newReview(FIXES, new Map())): Pressed {
  return keys.reduce<Pressed>(({ state }, key) => press(state, key), { state: from });
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
  expect(progressOf(state)).toEqual({ accepted: 1, rejected: 2, along: 0, left: 1 });
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

  test('and after its last one the rest is asked', () => {
    const state = pressed(['y'], search('limit')).state;
    expect(state.query).toBe('');
    expect(currentItem(state)?.key).toBe(GROUP);
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
    expect(progressOf(state)).toEqual({ accepted: 0, rejected: 1, along: 1, left: 2 });
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

test('a resumed review begins with what is open, or at the end', () => {
  const answers = new Map(['root-a', 'root-b'].map(id => [id, 'accepted'] as const));
  expect(currentItem(newReview(FIXES, answers))?.key).toBe('probe');
  const all = new Map(FIXES.map(({ id }) => [id, 'rejected'] as const));
  expect(newReview(FIXES, all).view.name).toBe('end');
});

test('another key is answered', () => {
  expect(typed('x').message).toBe('"x" is no key here; ? lists them');
});
