/** What is on the screen: as text, in windows of several sizes. */
import { stripVTControlCharacters } from 'node:util';
import { createColors, PLAIN } from '../../src/report/words/colors.ts';
import { questionsOf } from '../../src/report/words/questions/questions.ts';
import { press } from '../../src/review/conduct/press.ts';
import type { Facts } from '../../src/review/known/facts.ts';
import { reasonsOf } from '../../src/review/screen/reasons.ts';
import { screenOf } from '../../src/review/screen/screen.ts';
import type { Told } from '../../src/review/screen/told.ts';
import { newReview, type ReviewState } from '../../src/review/state/state.ts';
import type { Setting } from '../../src/review/stating/settings.ts';
import { keptPlace } from '../../src/review/terminal/scrolls.ts';
import { newFix, newPlan } from '../report/fixture.ts';

const { subject } = newFix();
const FIX = newFix({
  message:
    'container web of Deployment web may run as root, because neither the pod nor the image says otherwise; fix: it runs as UID 10001',
  environments: ['production', 'staging'],
});
const LIMITS = ['web', 'api', 'db'].map((name, index) =>
  newFix({
    id: `limit${index}`,
    transform: 'resources',
    severity: 'high',
    safety: 'unsafe',
    brief: 'no memory limit',
    subject: { ...subject, name, container: undefined },
    restarts: index > 0,
    evidence: [],
    doubts: ['nobody has measured what it needs'],
  }),
);

const FACTS: Facts = {
  patches: [
    {
      path: 'base/web.yaml',
      isNew: false,
      lines: [
        '@@ -12,4 +12,6 @@',
        ' spec:',
        '-  a: 1',
        '+  securityContext:',
        '+    runAsUser: 10001',
        ' b: 2',
      ],
    },
    { path: 'overlays/production/secret.yaml', isNew: true, lines: undefined },
  ],
  effects: [
    {
      where: 'production and staging',
      changes: [
        {
          object: 'Deployment/web',
          path: 'spec.template.spec.containers.[name=web].securityContext',
          says: 'absent -> {runAsNonRoot: true, runAsUser: 10001}',
        },
      ],
    },
  ],
  also: undefined,
  needs: [newFix({ transform: 'writable-paths' })],
  reason: undefined,
  canMove: true,
};

function told(over: Partial<Told> = {}): Told {
  return {
    facts: FACTS,
    isStatable: true,
    page: () => [],
    proven: () => [],
    mask: text => text,
    colors: PLAIN,
    ...over,
  };
}

const keyed = (keys: string, from = newReview([FIX, ...LIMITS], new Map())): ReviewState =>
  [...keys].reduce((state, key) => press(state, key).state, from);

function shown(state: ReviewState, columns = 80, rows = 24, over: Partial<Told> = {}): string {
  const { lines } = screenOf(state, told(over), { columns, rows });
  expect(lines.length).toBeLessThanOrEqual(rows);
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
  return lines.map(line => line.trimEnd()).join('\n');
}

test('one fix in 80 columns', () => {
  expect(shown(keyed(''))).toBe(`screen 1 of 2; fixes: 0 taken, 0 left out, 4 open
security-context: Deployment/web, container web
critical; restarts pods; production, staging
container web of Deployment web may run as root, because neither the pod nor the
image says otherwise; fix: it runs as UID 10001
evidence: kustomend.yaml:3: runs as UID 10001

base/web.yaml
@@ -12,4 +12,6 @@
 spec:
-  a: 1
+  securityContext:
+    runAsUser: 10001
 b: 2
overlays/production/secret.yaml (new file)
not shown: the change stands beside a secret

rendered in production and staging:
  Deployment/web ...securityContext: absent -> {runAsNonRoot: true, runAsUser...
it needs, and brings: writable-paths of Deployment/web, container web
p: into overlays/production instead

take it? [y,n,e,w,f,?]`);
});

test('the same in 60 columns and 18 rows: what does not fit can be moved to', () => {
  expect(shown(keyed(''), 60, 18)).toBe(`screen 1 of 2; fixes: 0 taken, 0 left out, 4 open
security-context: Deployment/web, container web
critical; restarts pods; production, staging
container web of Deployment web may run as root, because
neither the pod nor the image says otherwise; fix: it runs
as UID 10001
evidence: kustomend.yaml:3: runs as UID 10001

base/web.yaml
@@ -12,4 +12,6 @@
... 7 more lines (blank or down)

rendered in production and staging:
  Deployment/web ...securityContext: absent -> {runAsNonR...
it needs, and brings: writable-paths of Deployment/web, c...
p: into overlays/production instead

take it? [y,n,e,w,f,?]`);
  expect(shown({ ...keyed(''), scroll: 6 }, 60, 18)).toContain(
    '\noverlays/production/secret.yaml (new file)\n',
  );
});

test('of a changed line nothing is cut, painted or not; of the others their end is', () => {
  const changed = `+ securityContext: {${'allowPrivilegeEscalation: false, '.repeat(4)}runAsUser: 101}`;
  const patches = [{ path: 'a.yaml', isNew: false, lines: [` ${'b'.repeat(90)}`, changed] }];
  for (const colors of [PLAIN, createColors(true)]) {
    const { lines } = screenOf(keyed(''), told({ facts: { ...FACTS, patches }, colors }), {
      columns: 60,
      rows: 24,
    });
    const plain = stripVTControlCharacters(lines.join(''));
    expect(plain).toContain(changed);
    expect(plain).toContain(`${'b'.repeat(56)}...`);
  }
});

test('the names of a group end with one, and how many there are besides', () => {
  const many = Array.from({ length: 9 }, (_, index) =>
    newFix({
      id: `${index}`,
      subject: { ...subject, name: `worker-${index}`, container: 'worker and more' },
    }),
  );
  const on = shown(newReview(many, new Map())).split('\n').slice(3, 5).join(' ');
  expect(on).toMatch(/^on Deployment\/worker-0, container worker and more.* and \d more/);
});

test('the end says how many of those that are open are safe', () => {
  expect(shown(keyed('f'))).toContain('0 fixes are taken, 0 left out, 4 open, 1 of them safe.');
});

test('a group says what it is made of, and what speaks against it', () => {
  const lines = shown(keyed('y')).split('\n');
  expect(lines.slice(1, 5)).toEqual([
    'resources: no memory limit (unsafe), 3 fixes',
    'high; unsafe; some restart pods; production',
    'on Deployment/web, Deployment/api, Deployment/db',
    'against it: nobody has measured what it needs (3 of 3)',
  ]);
});

test('whatever speaks against a group, its hunk is seen, and what it can be done with', () => {
  const group = LIMITS.map((fix, index) => ({
    ...fix,
    doubts: [0, 1, 2].map(at => `reason ${index}${at} ${'word '.repeat(20)}`),
  }));
  const text = shown(newReview(group, new Map()));
  expect(text).toContain('\n7 reasons more (w)\n');
  expect(text).toContain('\n+    runAsUser: 10001\n');
  expect(text).toContain('\np: into overlays/production instead\n');
});

test('of a page nothing is cut, however long a word is', () => {
  const field = `spec.${'a'.repeat(60)}.end`;
  expect(shown(keyed('w'), 40, 10, { page: () => [`at ${field}`] }).replaceAll('\n', '')).toContain(field);
});

test('what is read stays where it is when lines are broken elsewhere', () => {
  const page = () => Array.from({ length: 40 }, (_, index) => `${index} ${'word '.repeat(15)}`);
  const at = (columns: number) => screenOf(keyed('w'), told({ page }), { columns, rows: 10 }).extent;
  expect(keptPlace(20, at(90), at(45))).toBe(40);
  expect(keptPlace(40, at(45), at(90))).toBe(20);
  const hunks = screenOf(keyed(''), told(), { columns: 80, rows: 14 }).extent;
  expect(keptPlace(2, hunks, hunks)).toBe(2);
});

test('what is answered says so, also where it was in part', () => {
  expect(shown(keyed('yb'))).toContain('staging; taken\n');
  expect(shown({ ...keyed('yyyb'), along: new Set(['limit1']) })).toContain('production; some taken\n');
});

test('until it is known what a fix changes, that is said; and why it is not written by itself', () => {
  expect(shown(keyed(''), 80, 24, { facts: undefined })).toContain('\nworking out what it changes ...\n');
  const facts = { ...FACTS, patches: [], effects: [], needs: [], reason: 'waits for probes' };
  expect(shown(keyed(''), 80, 24, { facts })).toContain('\nby itself it is not written: waits for probes\n');
});

test('keys that move a text are named: b is one of them, but in the help', () => {
  const back = 'Home and End move; any other key: back';
  expect(shown(keyed('w'))).toContain(`arrows, blank, b, ${back}`);
  expect(shown(keyed('?'))).toContain(`arrows, blank, ${back}`);
});

test('the list marks what was answered, and follows the cursor', () => {
  expect(
    shown(keyed('yg')),
  ).toBe(`  y  critical  security-context: may run as root, Deployment/web, container web
>    high      resources: no memory limit (unsafe), 3 fixes

2 of 2; up, down, Enter: there; any other key: back`);
  expect(shown(keyed('g'), 40, 3)).toBe(`>    critical  security-context: may...

1 of 2; up, down, Enter: there; any o...`);
});

test('the end counts, and offers to write only where something is taken', () => {
  expect(shown(keyed('nyy')).split('\n')[0]).toBe('3 fixes are taken, 1 left out, 0 open.');
  expect(shown(keyed('f'))).toContain('Nothing is taken: nothing would be written.');
  expect(shown(keyed('f'))).not.toMatch(/^y {2}/m);
});

test('the search is typed where the question stands, and is named while it holds', () => {
  expect(shown(keyed('/severity:cri'), 90)).toMatch(
    /\nsearch \(remediation: severity: environment: safe: restart: questions\): severity:cri$/,
  );
  expect(shown(press(keyed('/severity:critical'), 'enter').state).split('\n')[0]).toBe(
    'screen 1 of 1; fixes: 0 taken, 0 left out, 4 open; /severity:critical',
  );
});

test('what is typed last is seen in a narrow window', () => {
  const narrow = (keys: string) => shown(keyed(keys), 30, 12).split('\n').at(-1);
  expect(narrow('/severity:high')).toBe('search: severity:high');
  expect(narrow(`/${'a'.repeat(40)}end`)).toBe(`...${'a'.repeat(24)}end`);
});

test('help names every key, and fits a narrow window', () => {
  const help = shown(keyed('?'), 80, 40);
  for (const key of 'ynjaodeiwtrbg/ufsq?') expect(help).toContain(`\n  ${key}  `);
  shown(keyed('?'), 40, 10);
});

test('pages are broken at blanks, those with hunks are cut', () => {
  const page = () => ['  a line that is longer than the window is, and goes on'];
  expect(shown(keyed('w'), 40, 10, { page }).split('\n').slice(0, 2)).toEqual([
    '  a line that is longer than the window',
    '  is, and goes on',
  ]);
  expect(shown(keyed('r'), 40, 10, { page }).split('\n')[0]).toBe('  a line that is longer than the wind...');
});

describe('the lines that an answer becomes', () => {
  const answering = (setting: Omit<Setting, 'now' | 'says'>, text: string): string =>
    shown({
      ...keyed(''),
      view: { name: 'answer', setting: { ...setting, says: 'what', now: undefined }, text },
    });
  const writes = { path: ['images', 'shop', 'writes'], kind: 'list' } as const;
  const environment = {
    path: ['environments', 'deploy/eu'],
    kind: { root: 'deploy/eu', named: { staging: ['deploy/staging'] } },
  } as const;

  test('are those that are written', () => {
    expect(answering(writes, '/tmp, /run')).toContain(
      'it becomes:\n  images:\n    shop:\n      writes:\n      - /tmp\n      - /run\n',
    );
    expect(answering({ path: ['images', 'shop', 'tag'], kind: 'text' }, '1.20')).toContain('tag: "1.20"');
  });

  test('of an environment hold what is in it already', () => {
    const text = answering(environment, 'staging');
    expect(text).toContain(
      'it becomes:\n  environments:\n    staging:\n      tier: staging\n      roots:\n      - deploy/staging\n      - deploy/eu\n',
    );
    expect(text).toContain('environment of deploy/eu (name and tier; empty: back): staging');
  });

  test('are not shown of what is none', () => {
    expect(answering(writes, '')).not.toContain('becomes');
    const text = answering(environment, 'eu');
    expect(text).not.toContain('becomes');
    expect(text).toContain('a name and a tier, as "eu production"');
  });
});

test('secrets are hidden before lines are cut', () => {
  const fix = newFix({ message: 'hunter2hunter2 is said', evidence: [] });
  const mask = (text: string) => text.replaceAll('hunter2hunter2', '***');
  const text = shown(newReview([fix], new Map()), 80, 24, { mask, facts: undefined });
  expect(text).toContain('*** is said');
});

test('colours only where they are wanted', () => {
  const sequence = '\u001b[';
  expect(screenOf(keyed(''), told(), { columns: 80, rows: 24 }).lines.join('\n')).not.toContain(sequence);
  const coloured = screenOf(keyed(''), told({ colors: createColors(true) }), { columns: 80, rows: 24 });
  expect(coloured.lines.join('\n')).toContain(`${sequence}32m+  securityContext:`);
});

test.each([
  [20, 5],
  [10, 3],
  [200, 60],
])('a window of %d columns and %d rows holds every screen', (columns, rows) => {
  for (const keys of ['', 'y', 'g', 'f', '?', 'w', '/abc', 'x']) {
    const { lines } = screenOf(keyed(keys), told({ page: () => ['word '.repeat(30)] }), { columns, rows });
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
  }
});

test('reasons of a group are counted, whoever they name, and whole', () => {
  const named = (name: string, doubts: readonly string[]) =>
    newFix({ id: name, subject: { ...subject, name, container: name }, doubts });
  const group = [
    named('web', ['nothing shows that web can do without other system calls']),
    named('api', ['nothing shows that api can do without other system calls', 'its own']),
  ];
  expect(reasonsOf(group, fix => fix.doubts)).toEqual([
    'nothing shows that web can do without other system calls (2 of 2)',
    'its own (1 of 2)',
  ]);
});

test('a question asks in a sentence, and then says how it is answered', () => {
  const asking = newFix({
    status: 'person',
    asks: [{ type: 'image', image: 'example.com/shop/api', facts: ['user', 'writes'] }],
  });
  const state = newReview([], new Map(), { questions: questionsOf(newPlan({ fixes: [asking] })) });
  const lines = shown(state, 100).split('\n');
  expect(lines[1]).toBe(
    'image shop/api: which user does it run as? which paths does it write to, apart from its volumes?',
  );
  expect(lines[3]).toMatch(/^e answers it, as images: \{shop\/api: /);
});

test('of two containers of a pod each line names its own', () => {
  const change = (name: string) => ({
    object: `Deployment/${'long-'.repeat(6)}web`,
    path: `spec.template.spec.containers.[name=${name}].securityContext.capabilities.drop`,
    says: 'absent -> ["ALL"]',
  });
  const facts = { ...FACTS, effects: [{ where: 'production', changes: [change('main'), change('proxy')] }] };
  const text = shown(keyed('y'), 80, 30, { facts });
  expect(text).toContain('long-web (main) ');
  expect(text).toContain('long-web (proxy) ');
});

test('keys are offered where they do something', () => {
  const keysIn = (keys: string, over: Partial<Told> = {}) =>
    / \[(.*)\]/.exec(shown(keyed(keys), 80, 24, over))?.[1];
  expect(keysIn('y')).toBe('y,n,o,e,w,f,?');
  expect(keysIn('y', { isStatable: false })).toBe('y,n,o,w,f,?');
  expect(keysIn('yo')).toBe('y,n,a,e,w,f,?');
  expect(keysIn('')).toBe('y,n,e,w,f,?');
});

test('what nobody can write says what is wrong and where, and offers what can be done', () => {
  const fix = newFix({
    transform: 'validate',
    severity: 'high',
    status: 'reported',
    brief: 'at most 2, at least 5',
    message: 'Deployment web allows 2 pods at most and 5 at least: the API server refuses it',
    subject: { ...subject, at: 'overlays/dev/kustomization.yaml:34' },
    environments: ['dev'],
    evidence: [],
    doubts: [],
    variants: ['dev', 'qa'].map(name => ({
      roots: [`overlays/${name}`],
      environments: [name],
      at: `overlays/${name}/kustomization.yaml:34`,
      message: '',
      doubts: [],
    })),
  });
  const text = shown(newReview([], new Map(), { reports: [fix] }), 80, 24, { facts: undefined });
  expect(text.split('\n').filter(line => line !== '')).toEqual([
    'screen 1 of 1; fixes: 0 taken, 0 left out, 0 open',
    expect.stringMatching(/^validate: /),
    'high; dev',
    'nothing to take: a person has to change it',
    'overlays/dev/kustomization.yaml:34',
    'overlays/qa/kustomization.yaml:34',
    '  Deployment web allows 2 pods at most and 5 at least: the API server refuses it',
    'go on? [j,i,w,f,?]',
  ]);
});
