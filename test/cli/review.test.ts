/** A review through a terminal: what is typed, what is seen, and what is left on disk. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasTerminals, onTerminal, type Seen, type Step } from '../harness/terminal.ts';
import { git, kustomend, newRepo, programOf, SHOP, writeIn } from './cli.ts';

// Without python3 nothing here can be asked.
const typedInto = hasTerminals ? test : test.skip;

interface Options {
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const HOME = newRepo({ '.gitconfig': '[user]\n\tname = test\n\temail = test@example.com\n' }, { git: false });

function review(root: string, steps: readonly Step[], { args = [], env = {}, ...size }: Options = {}): Seen {
  return onTerminal(
    {
      cwd: root,
      argv: [process.execPath, programOf(), ...(args.length > 0 ? args : ['review'])],
      env: {
        PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
        HOME,
        TERM: 'xterm',
        NO_COLOR: '1',
        ...env,
      },
      ...size,
    },
    steps,
  );
}

/** Two Deployments that are alike, in two environments. */
const TWO = {
  ...SHOP,
  'base/kustomization.yaml': 'resources:\n- deployment.yaml\n- api.yaml\n',
  'base/api.yaml': SHOP['base/deployment.yaml']!.replaceAll('shop', 'api'),
  'overlays/staging/kustomization.yaml': 'namespace: staging\nresources:\n- ../../base\n',
  'kustomend.yaml': `${SHOP['kustomend.yaml']}  api:\n    user: 10001\n    writes: [/tmp]\n    capabilities: []\n    apiToken: false\n`,
};

const TOKEN = ['--only', 'service-account-token'];
const reviewOf = (...args: readonly string[]) => ['review', ...args];
const deployment = (root: string) => readFileSync(join(root, 'base/deployment.yaml'), 'utf8');

typedInto('one fix on a screen: the fault, the hunk, and what it changes in each environment', () => {
  const root = newRepo(TWO);
  const { screens, code, tail, isRestored } = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'p: into', send: 's' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect(screens[0]).toContain('service-account-token: mounted API token, 2 fixes');
  expect(screens[1]).toBe(`screen 1 of 2; fixes: 0 taken, 0 left out, 2 open
service-account-token: Deployment/api
critical; restarts pods; production, staging
the pods of Deployment api hold a token of ServiceAccount default for the API;
fix: it is no longer mounted
evidence: kustomend.yaml:11: does not talk to the Kubernetes API

base/api.yaml
@@ -12,6 +12,7 @@
       labels:
         app: api
     spec:
+      automountServiceAccountToken: false
       containers:
       - name: api
         image: api:1.2.3 # ours

rendered in production and staging:
  Deployment/api ...template.spec.automountServiceAccountToken: absent -> false
p: into overlays/production, overlays/staging instead

take it? [y,n,a,e,w,f,?] `);
  expect({ code, tail, isRestored }).toEqual({
    code: 0,
    tail: 'nothing has been written; answers are kept: 0 taken, 0 left out, 2 open\n',
    isRestored: true,
  });
});

typedInto('what is taken is proven as one set, and written at the end', () => {
  const root = newRepo(TWO);
  const before = deployment(root);
  const { screens, code, tail } = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'n' },
      { until: 'Deployment/shop', send: 'y' },
      { until: '1 fix is taken, 1 left out, 0 open.', send: 'y' },
      { until: 'write it?', send: 'd' },
      { until: 'any other key: back', send: 'x' },
      { until: 'write it?', send: 'y' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect(screens[4]).toContain('writes 1 file (1 edit)');
  expect(screens[5]).toContain('+      automountServiceAccountToken: false');
  expect(code).toBe(0);
  expect(tail).toContain('undo: kustomend undo\n');
  expect(deployment(root)).not.toBe(before);
  expect(git(root, 'status', '--short')).toBe(' M base/deployment.yaml\n');
  // What was turned down stays so; what is written is forgotten.
  const keptAnswers = (): Record<string, string> =>
    JSON.parse(readFileSync(join(root, '.git/kustomend/review.json'), 'utf8')).answers;
  expect(Object.values(keptAnswers())).toEqual(['rejected']);
  // Who takes it by its id has thought again.
  expect(kustomend(root, ['fix', '--id', ...Object.keys(keptAnswers())]).code).toBe(0);
  expect(keptAnswers()).toEqual({});
});

typedInto('fix -i --commits: one commit for each transform, and nothing that was turned down', () => {
  const root = newRepo(TWO);
  const { code } = review(
    root,
    [
      { until: 'rendered in', send: 'y' },
      { until: '2 of', send: 'f' },
      { until: 'prove it?', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    {
      args: [
        'fix',
        '-i',
        '--commits',
        '--only',
        'service-account-token,revision-history',
        '--preset',
        'complete',
      ],
    },
  );
  expect(code).toBe(0);
  expect(git(root, 'log', '--format=%s').trim().split('\n')).toHaveLength(2);
  expect(git(root, 'status', '--short')).toBe('');
});

typedInto('an interrupted review goes on where it was, also after an edit of the repository', () => {
  const root = newRepo(TWO);
  const args = reviewOf(...TOKEN);
  const first = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'y' },
      { until: 'Deployment/shop', send: '\u0003' },
    ],
    { args },
  );
  expect(first).toMatchObject({ code: 130, isRestored: true });
  expect(first.tail).toContain('answers are kept: 1 taken, 0 left out, 1 open');
  writeIn(root, 'base/deployment.yaml', `# ours\n\n${deployment(root)}`);
  const second = review(root, [{ until: '1 taken', signal: 'SIGTERM' }], { args });
  expect(second.screens[0]).toContain('the last review goes on: 1 fix is answered already');
  expect(second).toMatchObject({ code: 130, isRestored: true });
});

/** One pod, which may be several: then they want a budget. */
const SCALABLE = {
  ...SHOP,
  'base/deployment.yaml': SHOP['base/deployment.yaml']!.replace('replicas: 2', 'replicas: 1'),
  'kustomend.yaml': `${SHOP['kustomend.yaml']}transforms:\n  replicas: {scalable: [Deployment/shop]}\n`,
};

typedInto('what a rejection takes along is said, and is not asked', () => {
  const { screens, tail } = review(
    newRepo(SCALABLE),
    [
      { until: 'take it?', send: '/production wants\r' },
      { until: '; /production wants', send: 'n' },
      { until: 'left out with it: 1 fix (pod-disruption-budget of ', send: 'f' },
      { until: '1 left out and 1 with them', send: 's' },
    ],
    { args: reviewOf('--unsafe', '--only', 'replicas,pod-disruption-budget,service-account-token') },
  );
  expect(screens).toHaveLength(4);
  expect(tail).toMatch(/answers are kept: 0 taken, 2 left out, \d open/);
});

typedInto('without git nothing is kept, and that is said', () => {
  const root = newRepo(SHOP, { git: false });
  const steps = [
    { until: 'take it?', send: 'y' },
    { until: '1 fix is taken', send: 's' },
  ];
  const { tail } = review(root, steps, { args: reviewOf(...TOKEN) });
  expect(tail).toContain('answers are lost: there is no git: 1 taken');
  expect(review(root, [{ until: '0 taken', send: 'q' }], { args: reviewOf(...TOKEN) }).code).toBe(0);
});

typedInto('q drops the answers, once it is pressed again', () => {
  const root = newRepo(TWO);
  const { code, tail } = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'y' },
      { until: '1 taken', send: 'q' },
      { until: 'q again drops', send: 'q' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect({ code, tail }).toEqual({
    code: 0,
    tail: 'nothing has been written, and no answer given since the start is kept\n',
  });
  expect(review(root, [{ until: '0 taken', send: 'q' }], { args: reviewOf(...TOKEN) }).code).toBe(0);
});

typedInto('i: never again, with a reason, kept until it is written, also where nothing is taken', () => {
  const root = newRepo(TWO);
  const args = reviewOf(...TOKEN);
  const first = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'i' },
      { until: 'never again, because (empty: back):', send: '\r' },
      { until: 'take it?', send: 'ithis\u007f\u007f\u007fhe mesh: needs it\r' },
      { until: 'never again: 1 entry below ignore:', send: 's' },
    ],
    { args, columns: 60 },
  );
  expect(first.tail).toContain('answers are kept: 0 taken, 1 left out, 1 open');
  expect(git(root, 'status', '--short')).toBe('');
  const { screens, code, tail } = review(
    root,
    [
      { until: 'Deployment/shop', send: 'n' },
      { until: 'show it?', send: 'y' },
      { until: 'write it?', send: 'd' },
      { until: 'any other key: back', send: 'x' },
      { until: 'write it?', send: 'y' },
    ],
    { args, columns: 60 },
  );
  expect(code).toBe(0);
  expect(screens[2]).toContain('into kustomend.yaml: ignore: service-account-token of');
  expect(screens[2]).toContain('nothing in the manifests changes');
  expect(tail).toContain('written: kustomend.yaml\n');
  expect(tail).not.toContain('proof');
  expect(screens[3]).toContain('+  reason: "the mesh: needs it"');
  expect(git(root, 'status', '--short')).toBe(' M kustomend.yaml\n');
  expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toBe(
    `${TWO['kustomend.yaml']}ignore:\n- id: service-account-token\n  resource: Deployment/api\n  reason: "the mesh: needs it"\n`,
  );
  // The next run does not find it, and nothing is stated twice.
  expect(kustomend(root, ['scan', ...TOKEN]).stdout).not.toContain('Deployment/api');
});

typedInto('p puts a fix into the overlays instead, the next review knows it, and it is written there', () => {
  const root = newRepo(TWO);
  const before = deployment(root);
  const first = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'p: into overlays/', send: 'p' },
      { until: 'it stands in overlays/production/', send: 'p' },
      { until: 'it stands in base/api.yaml now', send: 'u' },
      { until: 'taken back', send: 'y' },
      { until: 'Deployment/shop', send: 's' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect(first.screens[1]).toContain('p: into overlays/production, overlays/staging instead');
  expect(first.screens[2]).toContain('overlays/production/api-patch.yaml (new file)');
  expect(first.screens[2]).toContain('p: back from the overlays');
  const { code } = review(
    root,
    [
      { until: 'p: ', send: 'o' },
      { until: 'p: back from the overlays', send: 'y' },
      { until: 'Deployment/shop', send: 'n' },
      { until: 'prove it?', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect(code).toBe(0);
  expect(deployment(root)).toBe(before);
  expect(git(root, 'status', '--short', 'base')).toBe('');
  const [production, staging] = ['production', 'staging'].map(
    name => kustomend(root, ['render', `overlays/${name}`]).stdout,
  );
  for (const text of [production, staging])
    expect(text).toMatch(/app: api\n {4}spec:\n {6}automountServiceAccountToken: false\n/);
});

typedInto('p and --commits: the commits have it in the overlays too', () => {
  const root = newRepo(TWO);
  const { code } = review(
    root,
    [
      { until: 'p: into overlays/', send: 'p' },
      { until: 'it stands in overlays/production/', send: 'y' },
      { until: 'prove it?', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    { args: reviewOf(...TOKEN, '--commits') },
  );
  expect(code).toBe(0);
  const files = git(root, 'show', '--format=', '--name-only', 'HEAD').trim().split('\n');
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter(file => !file.startsWith('overlays/'))).toEqual([]);
  expect(git(root, 'status', '--short')).toBe('');
});

typedInto('p where the overlays have no place of their own: it stays where it is', () => {
  const root = newRepo({
    'deployment.yaml': SHOP['base/deployment.yaml']!,
    'kustomend.yaml': SHOP['kustomend.yaml']!,
  });
  const { screens, tail } = review(
    root,
    [
      { until: 'rendered in', send: 'p' },
      { until: 'the overlays have no place for it', send: 's' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect(screens[1]).toContain('deployment.yaml\n@@');
  expect(tail).toContain('0 taken, 0 left out, 1 open\n');
});

typedInto('i where the configuration takes no entry: the reason stays, and nothing is left out', () => {
  const root = newRepo({
    ...TWO,
    'kustomend.yaml': `${TWO['kustomend.yaml']}vendored: &none []\nignore: *none\n`,
  });
  const { tail } = review(
    root,
    [
      { until: 'rendered in', send: 'ino\r' },
      { until: 'ignore cannot be added to: alias', send: '\u001b' },
      { until: 'take it?', send: 's' },
    ],
    { args: reviewOf(...TOKEN) },
  );
  expect(tail).toContain('0 taken, 0 left out, 2 open\n');
});

typedInto('i and --commits: what is stated is a commit before those of the fixes', () => {
  const root = newRepo({
    ...TWO,
    'kustomend.yaml': '# ours\nimages:\n  shop:\n    apiToken: false\n  api:\n    apiToken: false\n',
  });
  const { code } = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'ino\r' },
      { until: 'Deployment/shop', send: 'y' },
      { until: 'prove it?', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    { args: reviewOf(...TOKEN, '--commits') },
  );
  expect(code).toBe(0);
  expect(git(root, 'log', '--format=%s').split('\n').slice(0, 2)).toEqual([
    'service-account-token: 1 fix in 1 Deployment',
    'kustomend: state what the review has answered',
  ]);
  expect(git(root, 'show', '--format=%b', '--stat', 'HEAD~1')).toContain(
    'ignore: service-account-token of Deployment/api (no)',
  );
  expect(git(root, 'status', '--short')).toBe('');
});

typedInto('i and --commits where nothing is taken: the configuration alone is committed', () => {
  const root = newRepo(TWO);
  const { code, tail } = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'ino\r' },
      { until: 'Deployment/shop', send: 'f' },
      { until: 'show it?', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    { args: reviewOf(...TOKEN, '--commits') },
  );
  expect(code).toBe(0);
  expect(tail).toContain('1 commit; undo: git -C ');
  expect(git(root, 'log', '--format=%s').trim().split('\n')).toHaveLength(2);
  expect(git(root, 'show', '--format=', '--name-only', 'HEAD')).toBe('kustomend.yaml\n');
  expect(git(root, 'status', '--short')).toBe('');
});

typedInto('--commits commits no configuration where a fix cannot follow it', () => {
  const root = newRepo(TWO);
  writeIn(root, 'base/deployment.yaml', `# ours\n${deployment(root)}`);
  const { code, tail } = review(
    root,
    [
      { until: 'rendered in', send: 'o' },
      { until: 'Deployment/api', send: 'ino\r' },
      { until: 'Deployment/shop', send: 'y' },
      { until: 'prove it?', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    { args: reviewOf(...TOKEN, '--commits') },
  );
  expect(code).toBe(2);
  expect(tail).toContain('uncommitted changes in base/deployment.yaml: commit them first');
  expect(git(root, 'log', '--format=%s').trim().split('\n')).toHaveLength(1);
  expect(git(root, 'status', '--short')).toBe(' M base/deployment.yaml\n');
});

/** The image of one container is known, that of the other nobody has said anything of. */
const ASKING = {
  ...TWO,
  'kustomend.yaml': '# ours\nimages:\n  shop:\n    user: 10001\n    capabilities: []\n    writes: [/tmp]\n',
};
const ROOT = ['--only', 'security-context,writable-paths'];

typedInto('e states the fact that a fix rests on: planned with it, and written at the end', () => {
  const root = newRepo(ASKING);
  const args = reviewOf(...ROOT);
  const { screens, code } = review(
    root,
    [
      { until: 'take it?', send: '/may run as root\r' },
      { until: '10001', send: 'e' },
      { until: '> images.shop.user: 10001', send: '\r' },
      { until: 'now: 10001', send: 'nobody\r' },
      { until: 'expected a numeric user id', send: '\u007f'.repeat(6) },
      { until: 'user (empty: back): \n'.trim(), send: '20002\r' },
      { until: 'stated: images.shop.user: 20002', send: 'u' },
      { until: 'taken back', send: 'e\r20003\r' },
      { until: 'runAsUser: 20003', send: 'y' },
      { until: '1 taken', send: 'f' },
      { until: 'into the configuration: images.shop.user: 20003', send: 'y' },
      { until: 'into kustomend.yaml: images.shop.user: 20003', send: 'y' },
    ],
    { args, columns: 60, rows: 30 },
  );
  expect(code).toBe(0);
  expect(screens[4]).toContain('it becomes:\n  images:\n    shop:\n      user: nobody');
  expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toBe(
    ASKING['kustomend.yaml'].replace('10001', '20003'),
  );
  expect(deployment(root)).toContain('runAsUser: 20003');
  // The next run would not change it back.
  expect(kustomend(root, ['--diff', '--only', 'security-context']).stdout).not.toContain('20003');
});

typedInto('a question is answered: what it unlocks joins the review, and an answer outlives it', () => {
  const root = newRepo(ASKING);
  const args = reviewOf(...ROOT);
  const first = review(
    root,
    [
      { until: '; 1 question', send: '/questions\r' },
      { until: 'answer it?', send: 'y' },
      { until: 'a question has no change to take', send: 'e' },
      { until: '> images.api.', send: '\r' },
      { until: 'nothing is said of it', resize: [60, 20] },
      { until: 'nothing is said of it', send: '\u001b' },
      { until: 'answer it?', send: 'e' },
      { until: '> images.api.user', send: '\r' },
      { until: 'images.api.user', send: '10007\r' },
      { until: 'join', send: 's' },
    ],
    { args },
  );
  expect(first.screens[1]).toContain('image api');
  expect(first.tail).toContain('1 answer for the configuration');
  expect(git(root, 'status', '--short')).toBe('');
  const second = review(
    root,
    [
      { until: 'take it?', send: '/10007\r' },
      { until: '; /10007', send: 'y' },
      { until: '1 fix is taken', send: 'y' },
      { until: 'write it?', send: 'y' },
    ],
    { args },
  );
  expect(second.code).toBe(0);
  expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toBe(
    `${ASKING['kustomend.yaml']}  api:\n    user: 10007\n`,
  );
  expect(readFileSync(join(root, 'base/api.yaml'), 'utf8')).toContain('runAsUser: 10007');
});

typedInto('an answer that the configuration does not take any more is said, and takes no other along', () => {
  const root = newRepo(ASKING);
  const args = reviewOf(...ROOT);
  review(
    root,
    [
      { until: 'take it?', send: '/questions\r' },
      { until: 'answer it?', send: 'e' },
      { until: '> images.api.', send: '\r' },
      { until: 'images.api.user', send: '10007\r' },
      { until: 'join', send: 's' },
    ],
    { args },
  );
  const kept = join(root, '.git/kustomend/review.json');
  const said = JSON.parse(readFileSync(kept, 'utf8'));
  said.stated.unshift({ type: 'value', path: ['transforms', 'security-context', 'gone'], value: 1 });
  writeFileSync(kept, JSON.stringify(said));
  const { screens, tail } = review(root, [{ until: 'take it?', send: 's' }], { args });
  expect(screens[0]).toContain('does not take any more: transforms.security-context.gone: 1');
  expect(tail).toContain('1 answer for the configuration');
});

typedInto('a screen follows its window, and never is wider or higher', () => {
  const root = newRepo(TWO);
  const { screens } = review(
    root,
    [
      { until: 'rendered in', resize: [60, 16] },
      { until: 'take it?', send: 'w' },
      { until: 'any other key', resize: [100, 40] },
      { until: 'any other key', send: 'x' },
      { until: 'take it?', send: 's' },
    ],
    { columns: 80, rows: 24 },
  );
  const sizes = [
    [80, 24],
    [60, 16],
    [60, 16],
    [100, 40],
    [100, 40],
  ];
  screens.forEach((screen, index) => {
    const lines = screen.split('\n');
    const [columns, rows] = sizes[index]!;
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns!);
    expect(lines.length).toBeLessThanOrEqual(rows!);
  });
});

typedInto('the pages: why, trace, rendered, list, help', () => {
  const root = newRepo(TWO);
  const { screens } = review(
    root,
    [
      { until: 'rendered in', send: 'w' },
      { until: 'Risk of ', send: 'x' },
      { until: 'take it?', send: 't' },
      { until: 'base/api.yaml:', send: 'x' },
      { until: 'take it?', send: 'r' },
      { until: '+      automountServiceAccountToken: false', send: 'x' },
      { until: 'take it?', send: 'g' },
      { until: '> ', send: '\r' },
      { until: 'take it?', send: '?' },
      { until: 'Answers', send: 'x' },
      { until: 'take it?', send: '/' },
      { until: 'search (', send: 'shop\r' },
      { until: '; /shop', send: 's' },
    ],
    { args: reviewOf(...TOKEN), rows: 50 },
  );
  expect(screens[3]).toContain('spec.template.spec.automountServiceAccountToken; beside it stands');
  expect(screens[12]).toContain('service-account-token: Deployment/shop');
});

typedInto("git's own words are heard: keys with Enter, and hunks through a filter", () => {
  const root = newRepo(TWO);
  const home = newRepo(
    {
      '.gitconfig': '[interactive]\n\tsingleKey = false\n\tdiffFilter = "sed s/automount/AUTOMOUNT/"\n',
    },
    { git: false },
  );
  const env = { HOME: home, FORCE_COLOR: '1', NO_COLOR: '' };
  const { screens, tail } = review(
    root,
    [
      { until: 'AUTOMOUNTServiceAccountToken', send: 'y' },
      { until: '0 taken', send: '\r' },
      { until: '2 fixes are taken', send: 's\r' },
    ],
    { args: reviewOf(...TOKEN), env },
  );
  expect(screens[0]).toContain('\u001b[');
  expect(tail).toContain('2 taken');
  // A repository does not say what runs.
  git(root, 'config', 'interactive.diffFilter', `touch ${join(root, 'ran')}; cat`);
  review(
    root,
    [
      { until: 'prove it?', send: 'b' },
      { until: 'automountServiceAccountToken', send: 's' },
    ],
    {
      args: reviewOf(...TOKEN),
      env: { FORCE_COLOR: '1', NO_COLOR: '' },
    },
  );
  expect(git(root, 'status', '--short')).toBe('');
});

typedInto('a secret beside a change is on no screen', () => {
  const root = newRepo({
    ...SHOP,
    'base/deployment.yaml': `${SHOP['base/deployment.yaml']}        env:\n        - name: DB_PASSWORD\n          value: hunter2-and-more\n`,
  });
  const { screens } = review(
    root,
    [
      { until: 'rendered in', send: 'r' },
      { until: 'any other key', send: ' ' },
      { until: 'any other key', send: 'x' },
      { until: 'take it?', send: 't' },
      { until: 'any other key', send: 'x' },
      { until: 'take it?', send: 's' },
    ],
    { rows: 200 },
  );
  expect(screens.join('\n')).not.toContain('hunter2');
});

test('without a terminal it says what to do instead', () => {
  const root = newRepo(SHOP);
  for (const args of [['review'], ['fix', '-i']]) {
    const { code, stderr } = kustomend(root, args);
    expect(code).toBe(2);
    expect(stderr).toContain('a review asks on a terminal, and here is none: kustomend --diff shows all');
  }
});

typedInto('where nothing can be fixed there is nothing to review', () => {
  const root = newRepo({ 'kustomization.yaml': 'resources: []\n' });
  const { code, tail } = review(root, []);
  expect(code).toBe(0);
  expect(tail).toContain('nothing to review');
});

typedInto('what goes elsewhere than shown, now that more is taken, is said before it is written', () => {
  const root = newRepo({
    ...SHOP,
    'overlays/staging/kustomization.yaml': 'namespace: staging\nresources:\n- ../../base\n',
  });
  const { screens } = review(
    root,
    [
      { until: 'overlays/production/limits.yaml', send: 'y' },
      { until: 'overlays/staging/limits.yaml', send: 'y' },
      { until: 'prove it?', send: 'y' },
      { until: 'write it?', send: 's' },
    ],
    { args: reviewOf('--only', 'limit-range'), rows: 60 },
  );
  expect(screens[3]!.replaceAll(/\s+/g, ' ')).toContain(
    '2 fixes now go to base/limits.yaml, not to overlays/production/limits.yaml and 1 more as shown',
  );
});
