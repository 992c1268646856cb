/** A review through its server: what the page asks, what is answered, and how it ends. */

import { finderOf, newMask } from '../../../src/report/secrets/mask.ts';
import { NO_SECRETS, type Secrets } from '../../../src/report/secrets/secrets.ts';
import type { Ended } from '../../../src/review/conduct/conduct.ts';
import type { Planned } from '../../../src/review/conduct/planned.ts';
import { newKnowledge } from '../../../src/review/known/facts.ts';
import { type Answers, newReview, type Said } from '../../../src/review/state/state.ts';
import { reviewable } from '../../../src/review/stating/items.ts';
import type { Setting } from '../../../src/review/stating/settings.ts';
import { configuredBy } from '../../../src/review/stating/stating.ts';
import { sourcesOf } from '../../../src/review/web/detail-markup.ts';
import { nameOf, rowsMarkup } from '../../../src/review/web/list-markup.ts';
import { reviewWeb } from '../../../src/review/web/review-web.ts';
import { inputOf, planOf, type Repo } from '../../harness/repo.ts';
import { deployment, setting } from '../../plan/tiny.ts';
import { newFix } from '../../report/fixture.ts';
import { asked, entered, ofPage } from './asking.ts';

const REPO: Repo = {
  'kustomization.yaml': 'resources:\n  - web.yaml\n',
  'web.yaml': deployment('web'),
};
const TRANSFORMS = [
  setting(['spec', 'minReadySeconds'], 10, { id: 'ready' }),
  setting(['spec', 'paused'], false, { id: 'paused' }),
];

interface Data {
  readonly markup: string;
  readonly proof: string;
  readonly summary: string;
  readonly says: string;
  readonly progress: string;
  readonly answers: readonly object[];
}

/** What the server says, parsed where it is JSON. */
interface Response {
  readonly status: number;
  readonly text: string;
  readonly data: Data;
}

interface Open {
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, body: object) => Promise<Response>;
  readonly idOf: (transform: string) => string;
  readonly ended: Promise<void>;
  readonly endings: readonly Ended[];
  readonly kept: readonly Said[];
  readonly interrupt: () => void;
}

async function open({
  idle = 60_000,
  answers = new Map(),
  settings = [],
  secrets = NO_SECRETS,
}: {
  idle?: number;
  answers?: Answers;
  settings?: readonly Setting[];
  secrets?: Secrets;
} = {}): Promise<Open> {
  const input = inputOf(REPO, { transforms: TRANSFORMS });
  const whole = planOf(REPO, { transforms: TRANSFORMS });
  const fixes = reviewable(whole.fixes);
  const documented = (id: string) => TRANSFORMS.find(each => each.id === id)!;
  const planned: Planned = {
    fixes,
    reports: [],
    questions: [],
    roots: whole.roots,
    knowledge: newKnowledge({ input, onDisk: input, whole, secrets: NO_SECRETS, documented }),
    settings: () => settings,
    page: page => [`page ${page}`],
    summary: plan => [`${plan.changes.length} changed`, '', 'd shows the diff; y writes it.'],
  };
  const endings: Ended[] = [];
  const kept: Said[] = [];
  let interrupt = () => {};
  let announced: (address: string) => void;
  const address = new Promise<string>(resolve => {
    announced = resolve;
  });
  const ended = reviewWeb(newReview(fixes, answers), planned, {
    plan: () => planned,
    check: stated => void configuredBy(input, stated),
    keep: said => kept.push(said),
    secrets,
    kustomizations: () => [{ path: '', kind: 'root', reason: null, uses: [] }],
    announce: at => announced(at),
    finish: how => {
      endings.push(how);
      return `it ended with ${how.how}`;
    },
    onInterrupt: act => {
      interrupt = act;
      return () => {};
    },
    idle,
  });
  const at = await address;
  const headers = ofPage(at, await entered(at));
  const parsed = (text: string) => (text.startsWith('{') ? JSON.parse(text) : undefined);
  const ask = async (method: string, path: string, body?: string) => {
    const { status, text } = await asked(at, { method, path, headers, ...(body !== undefined && { body }) });
    return { status, text, data: parsed(text) };
  };
  return {
    get: path => ask('GET', path),
    post: (path, body) => ask('POST', path, JSON.stringify(body)),
    idOf: transform => fixes.find(each => each.transform === transform)!.id,
    ended,
    endings,
    kept,
    interrupt: () => interrupt(),
  };
}

test('the page lists what is asked about, and shows each with its hunk beside its render', async () => {
  const { get, post, idOf, ended } = await open();
  const { text } = await get('/');
  expect(text).toContain(`data-key="${idOf('ready')}"`);
  expect(text).toContain('0 taken, 0 left out, 2 open');
  const { data } = await get(`/change?key=${idOf('ready')}`);
  expect(data.markup).toContain('<ins>+  minReadySeconds: 10\n</ins>');
  expect(data.markup).toContain('Deployment/web');
  expect((await get('/why?key=nothing')).status).toBe(404);
  expect((await get('/map')).data.markup).toContain('<svg');
  await post('/leave', { how: 'save' });
  await ended;
});

test('an answer is kept at once, and may be taken back', async () => {
  const { post, idOf, kept, ended } = await open();
  const key = idOf('ready');
  const { data } = await post('/key', { key, press: 'y' });
  expect(data.answers).toEqual([{ key, answered: 'accepted', says: 'taken' }]);
  expect(data.progress).toBe('1 taken, 0 left out, 1 open');
  expect(kept.at(-1)!.answers.get(key)).toBe('accepted');
  const undone = await post('/key', { key, press: 'u' });
  expect(undone.data.answers).toEqual([{ key, answered: 'open', says: '' }]);
  await post('/leave', { how: 'save' });
  await ended;
});

test('what is taken is proven as one set, and written only as it was proven', async () => {
  const { post, idOf, endings, ended } = await open();
  const nothing = await post('/prove', {});
  expect([nothing.status, nothing.text]).toEqual([409, 'nothing is accepted yet\n']);
  await post('/key', { key: idOf('ready'), press: 'y' });
  expect((await post('/write', {})).status).toBe(409);
  const { data } = await post('/prove', {});
  expect(data.summary).toBe('1 changed');
  expect(data.markup).toContain('minReadySeconds');
  // Another answer in between: what was proven is not what is wanted.
  await post('/key', { key: idOf('paused'), press: 'y' });
  expect((await post('/write', { proof: data.proof })).status).toBe(409);
  const again = await post('/prove', {});
  // A page that shows what was proven before writes nothing.
  expect((await post('/write', { proof: data.proof })).status).toBe(409);
  expect((await post('/write', { proof: again.data.proof })).data.says).toBe('it ended with write');
  await ended;
  expect(endings).toHaveLength(1);
  expect(endings[0]).toMatchObject({ how: 'write', plan: { changes: [{ path: 'web.yaml' }] } });
});

test('a secret that an item is called by does not reach the page', () => {
  const mask = newMask(finderOf(['pa55-w0rd-9x']));
  const key = 'env: PASSWORD is pa55-w0rd-9x';
  const fixes = ['a', 'b'].map(id => newFix({ id, transform: 'env', brief: 'PASSWORD is pa55-w0rd-9x' }));
  const { markup } = rowsMarkup(newReview(fixes, new Map()), mask);
  expect(markup).toContain(`data-key="${nameOf(key, mask)}"`);
  expect(markup).not.toContain('pa55');
  expect(nameOf('env: plain', mask)).toBe('env: plain');
});

test('a secret in the path of a setting does not reach the page, and the setting is stated all the same', async () => {
  const path = ['images', 'registry.example.com/pa55-w0rd-9x', 'user'];
  const setting = { path, says: 'the UID', now: undefined, kind: 'value' } as const;
  const secrets = { ...NO_SECRETS, mask: newMask(finderOf(['pa55-w0rd-9x'])) };
  const { get, post, idOf, kept, ended } = await open({ settings: [setting], secrets });
  const { text } = await get(`/settings?key=${idOf('ready')}`);
  expect(text).not.toContain('pa55');
  const { settings } = JSON.parse(text) as { settings: readonly { readonly path: string }[] };
  await post('/state', { key: idOf('ready'), path: settings[0]!.path, text: '10001' });
  expect(kept.at(-1)!.stated).toMatchObject([{ type: 'value', path, value: 10001 }]);
  await post('/leave', { how: 'quit' });
  await ended;
});

test('never again is an entry of the configuration', async () => {
  const { post, idOf, kept, ended } = await open();
  const key = idOf('ready');
  expect((await post('/never', { key, reason: ' ' })).status).toBe(400);
  const { data } = await post('/never', { key, reason: 'asked by the mesh' });
  expect(data.answers).toEqual([{ key, answered: 'exempt', says: 'never again' }]);
  expect(kept.at(-1)!.stated).toEqual([
    { type: 'exemption', id: 'ready', resource: 'Deployment/web', reason: 'asked by the mesh' },
  ]);
  await post('/leave', { how: 'quit' });
  await ended;
});

test.each([
  ['/key', { key: 'x', press: 'y' }, 404],
  ['/key', { press: 'q' }, 400],
  ['/key', [], 400],
  ['/state', { key: 'x', path: '["images"]', text: '1' }, 400],
  ['/leave', { how: 'write' }, 400],
])('what no page asks is refused: %s %j', async (path, body, status) => {
  const { post, ended, endings } = await open();
  expect((await post(path, body)).status).toBe(status);
  expect(endings).toEqual([]);
  await post('/leave', { how: 'save' });
  await ended;
});

test('it ends by itself once nobody asks any more, and by an interrupt: answers are kept', async () => {
  const idle = await open({ idle: 1_000 });
  await idle.ended;
  expect(idle.endings).toMatchObject([{ how: 'save' }]);
  const { interrupt, ended, endings } = await open();
  interrupt();
  await ended;
  expect(endings).toMatchObject([{ how: 'interrupt' }]);
});

test('a secret in the name of a file does not reach the page', () => {
  const mask = newMask(finderOf(['pa55-w0rd-9x']));
  const [source] = sourcesOf([{ path: 'base/pa55-w0rd-9x.yaml', isNew: false, lines: undefined }], mask);
  expect(source).toEqual({ path: 'base/***.yaml', isNew: false, lines: [], hidden: 1 });
});
