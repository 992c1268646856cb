/** Taking some of the fixes: by id, by what they are about, by where they stand. */
import { git, kustomend, newRepo, SHOP } from './cli.ts';

const FILES = {
  ...SHOP,
  'base/kustomization.yaml': 'resources:\n- deployment.yaml\n- worker.yaml\n',
  'base/worker.yaml': SHOP['base/deployment.yaml']!.replaceAll('shop', 'worker').replace(
    'worker:1.2.3',
    'shop:1.2.3',
  ),
};
const root = newRepo(FILES);

interface Finding {
  readonly id: string;
  readonly transform: string;
  readonly status: string;
  readonly subject: { readonly name: string };
}

function findings(...args: string[]): readonly Finding[] {
  return JSON.parse(kustomend(root, ['scan', '--format', 'json', ...args]).stdout).findings;
}

const filesOf = (diff: string) => [...diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, file]) => file);

/** Its budget is a fix of the workload. */
const OF_WORKER = ['base/kustomization.yaml', 'base/worker-pdb.yaml', 'base/worker.yaml'];

test('fixes by the beginnings of their ids, several of them', () => {
  const two = findings()
    .filter(({ status, subject }) => status === 'planned' && subject.name === 'shop')
    .slice(0, 2);
  const ids = two.map(({ id }) => id.slice(0, 6));
  expect(
    findings('--id', ...ids)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(two.map(({ id }) => id).sort());
  expect(
    findings('--id', ids.join(','))
      .map(({ id }) => id)
      .sort(),
  ).toEqual(two.map(({ id }) => id).sort());
});

test('an unsafe fix is planned where it is named', () => {
  const unsafe = findings().find(({ status }) => status === 'unsafe')!;
  expect(kustomend(root, ['--id', unsafe.id]).stdout).toContain(', unsafe: ');
});

test('fixes of an object: by its name, with its kind, with its namespace', () => {
  const all = findings()
    .filter(({ subject }) => subject.name === 'worker')
    .map(({ id }) => id);
  expect(all.length).toBeGreaterThan(3);
  for (const name of ['worker', 'deployment/worker', 'shop/Deployment/worker', 'shop/worker'])
    expect(findings('--workload', name).map(({ id }) => id)).toEqual(all);
});

test('fixes that stand in a file, or in a folder that is no root: as a flag and as an argument', () => {
  for (const args of [['--file', 'base/worker.yaml'], ['base/worker.yaml']])
    expect(filesOf(kustomend(root, args).stdout)).toEqual(OF_WORKER);
  const lower = filesOf(kustomend(root, ['base']).stdout);
  expect(lower).toContain('base/deployment.yaml');
  expect(lower.filter(file => !file!.startsWith('base/'))).toEqual([]);
});

test('an object is found in its own file, also where one elsewhere has its name', () => {
  const deployment = SHOP['base/deployment.yaml']!;
  const own = newRepo({
    'blue/kustomization.yaml': 'resources: [web.yaml]\n',
    'blue/web.yaml': deployment,
    'green/kustomization.yaml': 'resources: [web.yaml]\n',
    'green/web.yaml': deployment,
  });
  const found = (file: string) => {
    const { stdout } = kustomend(own, ['scan', '--format', 'json', '--file', file]);
    const all: readonly Finding[] = JSON.parse(stdout).findings;
    return all.filter(({ status }) => status !== 'planned').map(({ id }) => id);
  };
  expect(found('green/web.yaml').length).toBeGreaterThan(0);
  expect(found('green/web.yaml')).toEqual(found('blue/web.yaml'));
});

test('a root is all that it is made of', () => {
  expect(kustomend(root, ['overlays/production']).stdout).toBe(kustomend(root, []).stdout);
});

test.each([
  [
    ['--id', 'ffffffff'],
    '--id: no fix here has the id ffffffff; kustomend scan -v lists them, with the flags it was found with',
  ],
  [
    ['--id', 'shop'],
    '--id: "shop" is no id of a fix: four to twelve of 0-9 and a-f; a folder stands before it: kustomend fix FOLDER --id ID',
  ],
  [
    ['--workload', 'Deployment/shpo'],
    '--workload: nothing that is rendered is called "Deployment/shpo", did you mean "Deployment/shop"?',
  ],
  [
    ['--file', 'base/deploymnt.yaml'],
    '--file: base/deploymnt.yaml is no file of the repository, did you mean "base/deployment.yaml"?',
  ],
])('%j is an error that says what is meant', (args, says) => {
  const { code, stdout, stderr } = kustomend(root, args);
  expect([code, stdout, stderr]).toEqual([2, '', `kustomend: ${says}\n`]);
});

test('fix writes what is chosen and nothing else, and has nothing to do the next time', () => {
  const own = newRepo(FILES);
  expect(kustomend(own, ['fix', '--workload', 'Deployment/worker']).code).toBe(0);
  expect(git(own, 'diff', '--name-only').trim().split('\n')).toEqual([
    'base/kustomization.yaml',
    'base/worker.yaml',
  ]);
  const again = kustomend(own, ['fix', '--workload', 'Deployment/worker']);
  expect(again.code).toBe(0);
  expect(again.stderr).toContain('nothing to change');
});

test('fix --id names what scan counts on the same line and is left', () => {
  const both = `${SHOP['base/deployment.yaml']!.trimEnd()}\n---\n${FILES['base/worker.yaml']}`;
  const own = newRepo({ ...SHOP, 'base/deployment.yaml': both });
  const all = JSON.parse(kustomend(own, ['scan', '--format', 'json']).stdout).findings as readonly Finding[];
  const [first, second] = all.filter(
    ({ transform, status }) => transform === 'service-account-token' && status === 'planned',
  );
  const { code, stderr } = kustomend(own, ['fix', '--id', first!.id]);
  expect(code).toBe(0);
  expect(stderr.replaceAll('\n', ' ')).toMatch(
    new RegExp(`the same fault is left \\(.* of .*\\): kustomend fix --id ${second!.id.slice(0, 4)}`),
  );
});

test('and what it says of the rest does so', () => {
  const both = `${SHOP['base/deployment.yaml']!.trimEnd()}\n---\n${FILES['base/worker.yaml']}`;
  const own = newRepo({ ...SHOP, 'base/deployment.yaml': both });
  const all = JSON.parse(kustomend(own, ['scan', '--format', 'json']).stdout).findings as readonly Finding[];
  const [first] = all.filter(
    ({ transform, status }) => transform === 'service-account-token' && status === 'planned',
  );
  const { stderr } = kustomend(own, ['fix', '--workload', 'Deployment/shop', '--id', first!.id]);
  expect(stderr.replaceAll('\n', ' ')).toMatch(/the same fault is left \(.*\): kustomend fix --id \w+ /);
});

test('fix --id that writes none of what is named exits 2 and says why', () => {
  const own = newRepo(FILES);
  const asked = findings().find(({ status }) => status === 'person' || status === 'reported')!;
  const { code, stderr } = kustomend(own, ['fix', '--id', asked.id]);
  expect(stderr).toContain(`not written: ${asked.id}: `);
  expect(code).toBe(2);
  expect(git(own, 'status', '--porcelain')).toBe('');
});

test('commits of a choice hold nothing else', () => {
  const own = newRepo(FILES);
  const start = git(own, 'rev-parse', 'HEAD').trim();
  const { code } = kustomend(own, ['fix', '--commits', '--file', 'base/worker.yaml'], IDENTITY);
  expect(code).toBe(0);
  expect(git(own, 'diff', '--name-only', start).trim().split('\n')).toEqual(OF_WORKER);
  expect(Number(git(own, 'rev-list', '--count', `${start}..`))).toBeGreaterThan(1);
});

const IDENTITY = {
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};
