/** What the program says and how it ends, for wrong input and for each outcome. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, git, kustomend, newRepo, type Result, SHOP, writeIn } from './cli.ts';

const OVERLAY = 'overlays/production/kustomization.yaml';

function expectPlainError(result: Result): void {
  expect(result.stdout).toBe('');
  expect(result.stderr).not.toMatch(/^\s+at /m);
}

describe('roots that cannot be built', () => {
  const broken: readonly (readonly [name: string, files: Readonly<Record<string, string>>, says: RegExp])[] =
    [
      [
        'broken YAML',
        { 'a/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\n' },
        /^a\/x\.yaml:\d+: /m,
      ],
      [
        'a missing base',
        { 'a/kustomization.yaml': 'resources:\n- ../b\n' },
        /^a\/kustomization\.yaml:2: .*\.\.\/b/m,
      ],
      [
        'duplicate keys',
        { 'a/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n' },
        /^a\/x\.yaml:5: /m,
      ],
      [
        'a Helm template',
        { 'a/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n' },
        /^a\/x\.yaml:4: /m,
      ],
    ];

  test.each(broken)('%s: named with file and line, exit 3 when it is all there is', (_, files, says) => {
    const root = newRepo({ 'a/kustomization.yaml': 'resources:\n- x.yaml\n', ...files });
    const result = kustomend(root, []);
    expect(result.stderr).toMatch(says);
    expect(result.code).toBe(3);
    expectPlainError(result);
  });

  test.each(broken)('%s: a notice beside roots that build, exit 3 when it is named', (_, files, says) => {
    const root = newRepo({ ...SHOP, 'a/kustomization.yaml': 'resources:\n- x.yaml\n', ...files });
    const whole = kustomend(root, []);
    expect(whole.stderr).toMatch(says);
    expect(whole.stdout).toContain('+++ b/base/deployment.yaml');
    expect(whole.code).toBe(0);
    expect(kustomend(root, ['a']).code).toBe(3);
  });

  const LACKING = 'configMapGenerator:\n- name: a\n  envs: [.env]\n';

  test('a file that git ignores: what to type to have the roots read, and exit 3 whoever is asked', () => {
    const root = newRepo({
      'a/kustomization.yaml': LACKING,
      'b/kustomization.yaml': LACKING,
      '.gitignore': '.env\n',
    });
    for (const command of [[], ['fix'], ['scan'], ['doctor'], ['review', '--web'], ['--check']]) {
      const { code, stdout, stderr } = kustomend(root, command);
      expect(`${stdout}${stderr}`).toContain(
        'to read what lacks a file: touch {a,b}/.env (git ignores them)\n',
      );
      expect(code).toBe(3);
    }
    const { stderr } = kustomend(root, []);
    expect(stderr).toContain('looked at 0 of 2 roots');
    expect(stderr).not.toContain('nothing');
    execFileSync('bash', ['-c', 'touch {a,b}/.env'], { cwd: root });
    expect(kustomend(root, [])).toMatchObject({ code: 0 });
  });

  test('beside roots that build it is said how many could be read', () => {
    const { code, stderr } = kustomend(newRepo({ ...SHOP, 'a/kustomization.yaml': LACKING }), ['--check']);
    expect(stderr).toContain('looked at 1 of 2 roots (production)');
    expect(stderr).toContain('touch a/.env\n');
    expect(code).toBe(1);
  });

  test('what a check says writes what it has shown, and nothing failed where it may', () => {
    const own = newRepo({ ...SHOP });
    const said = (...args: string[]) => kustomend(own, [...args, '--check']).stderr.replaceAll('\n', ' ');
    expect(said('overlay')).toMatch(/check failed: .*: kustomend overlay --write writes/);
    expect(said('preview', '--exit-zero')).toMatch(/check: .* not written .*: kustomend fix writes/);
    expect(said('preview', '--exit-zero')).not.toContain('failed');
  });

  test('a write says too which roots do not build, before what it has written', () => {
    const { stderr } = kustomend(newRepo({ ...SHOP, 'a/kustomization.yaml': LACKING }), ['fix']);
    expect(stderr).toMatch(/a\/kustomization\.yaml:2: a: does not build.*written: /s);
  });

  test('a base cycle says who uses whom', () => {
    const root = newRepo({
      'a/kustomization.yaml': 'resources:\n- ../b\n',
      'b/kustomization.yaml': 'resources:\n- ../a\n',
    });
    const result = kustomend(root, []);
    expect(result.stderr).toMatch(/\/kustomization\.yaml:2: .*cycle/);
    expect(result.code).toBe(2);
  });

  test('a base outside of the repository leaves the answer incomplete', () => {
    const root = newRepo({ ...SHOP, 'a/kustomization.yaml': 'resources:\n- ../../../elsewhere\n' });
    const result = kustomend(root, []);
    expect(result.stderr).toMatch(/^a\/kustomization\.yaml:2: .*leads out of the repository/m);
    expect(result.code).toBe(3);
  });
});

describe('wrong use', () => {
  const root = newRepo(SHOP);

  test.each([
    [['fxi'], 'unknown command "fxi", did you mean "fix"?'],
    [['no/such/path'], 'no/such/path does not exist'],
    [['--only', 'security-contxt'], 'did you mean "security-context"?'],
    [['--skip', 'nonsense'], 'unknown transform "nonsense"'],
    [['--env', 'prodution'], 'did you mean "production"?'],
    [['-o', 'json'], '--format json prints JSON'],
    [['--format', 'yaml'], "'yaml' is invalid"],
    [['--only', 'resources', 'fix'], 'commands come first: kustomend fix'],
    [['explain', 'securty-context'], 'did you mean "security-context"?'],
    [['render', 'overlays'], 'overlays has no kustomization'],
    [['trace', 'overlays/production', 'Deployment/shp'], 'did you mean "Deployment/shop"?'],
    [['--since', 'no-such-revision'], 'git knows no revision'],
    [['--verify', 'kustomize'], 'no kustomize on PATH'],
    [['-'], 'name the folder'],
    [['help', 'fxi'], 'unknown command "fxi", did you mean "fix"?'],
    [['--write', '--check'], 'take one'],
    [['overlay', '--write', '--dry-run'], 'opposite things'],
    [['--write', '--format', 'json'], 'before it'],
    [['--only', 'probes', '--skip', 'probes'], 'leave no transform'],
    [['report', 'merge', 'no.json'], 'no.json does not exist'],
    [['report', 'merge', OVERLAY], `${OVERLAY} is no JSON`],
    [['report', 'merge', 'overlays'], 'overlays is a folder'],
    [['report', 'mrge'], "unknown command 'mrge'"],
  ])('%j: exit 2', (args, says) => {
    const result = kustomend(root, args);
    expect(result.stderr).toContain(says);
    expect(result.code).toBe(2);
    expectPlainError(result);
  });

  test('an empty folder', () => {
    const empty = newRepo({}, { git: false });
    const result = kustomend(empty, []);
    expect(result.stderr).toContain('no kustomization and no manifest found');
    expect(result.stderr).toContain('name the folder that holds them, kustomend FOLDER');
    expect(result.code).toBe(2);
  });

  test.each(['ignore', 'exempt', 'suppress'])('%s is no command: what is done in its place', word => {
    const result = kustomend(root, [word]);
    expect(result.stderr).toContain(`unknown command "${word}": i in kustomend review ignores a fix`);
    expect(result.stderr).toContain('ignore: in kustomend.yaml');
    expect(result.code).toBe(2);
  });

  test('a folder whose YAML is no manifest', () => {
    const result = kustomend(newRepo({ 'values.yaml': 'replicas: 1\n' }), []);
    expect(result.stderr).toContain('no kustomization and no manifest found');
    expect(result.code).toBe(2);
  });

  test('paths in two repositories', () => {
    const result = kustomend(root, ['.', newRepo(SHOP)]);
    expect(result.stderr).toContain('lies outside of');
    expect(result.code).toBe(2);
  });

  test.each([
    ['imagse: {}\n', 'kustomend.yaml:1:1: unknown key "imagse", did you mean "images"?'],
    ['transforms:\n  securty-context: off\n', 'kustomend.yaml:2:3: unknown transform "securty-context"'],
    ['images: [\n', 'kustomend.yaml:2:1: '],
  ])('the configuration %j', (config, says) => {
    const result = kustomend(newRepo({ ...SHOP, 'kustomend.yaml': config }), []);
    expect(result.stderr).toContain(says);
    expect(result.code).toBe(2);
    expectPlainError(result);
  });

  test('a lock file with a digest that is none', () => {
    const lock = 'version: 1\nimages:\n  docker.io/library/shop:1.2.3:\n    digest: latest\n';
    const result = kustomend(newRepo({ ...SHOP, 'kustomend.lock.yaml': lock }), []);
    expect(result.stderr).toContain('kustomend.lock.yaml:4:5: ');
    expect(result.code).toBe(2);
  });

  test('a baseline that is no report', () => {
    writeFileSync(join(dirname(root), 'baseline.json'), '[]');
    const { code, stderr } = kustomend(root, ['scan', '--baseline', '../baseline.json']);
    expect(stderr).toContain('no report of kustomend; kustomend --format json=../baseline.json writes one');
    expect(code).toBe(2);
  });

  test('a baseline that is not there yet: what writes it', () => {
    const { code, stderr } = kustomend(newRepo(SHOP), ['--check', '--baseline', 'old.json']);
    expect(stderr).toBe(
      'kustomend: --baseline: old.json does not exist; kustomend --format json=old.json writes it\n',
    );
    expect(code).toBe(2);
  });

  test('a file that must not be read', () => {
    const locked = newRepo(SHOP, { git: false });
    chmodSync(join(locked, 'base/deployment.yaml'), 0o000);
    // Root reads everything: run it as nobody then.
    const result = kustomend(locked, [], {}, process.getuid?.() === 0 ? 65_534 : undefined);
    expect(result.stderr).toContain('deployment.yaml cannot be read: permission denied');
    expect(result.code).toBe(3);
    expectPlainError(result);
  });
});

describe('outcomes', () => {
  test('a preview exits 0, diff or not; --check tells them apart', () => {
    const root = newRepo(SHOP);
    expect(kustomend(root, []).code).toBe(0);
    const check = kustomend(root, ['--check']);
    expect(check.code).toBe(1);
    expect(kustomend(root, ['--check', '--exit-zero'])).toMatchObject({ code: 0, stdout: check.stdout });
    expect(kustomend(root, ['fix']).code).toBe(0);
    expect(kustomend(root, ['--check'])).toMatchObject({ code: 0, stdout: '' });
  });

  test.each(['text', 'json', 'sarif', 'markdown', 'github'])(
    'scan exits 1 on findings in the format %s',
    format => {
      const root = newRepo(SHOP);
      const result = kustomend(root, ['scan', '--format', format]);
      expect(result.code).toBe(1);
      expect(result.stdout).toContain('security-context');
      expect(kustomend(root, ['scan', '--format', format, '--exit-zero']).code).toBe(0);
    },
  );

  test('scan leaves out what a baseline knows', () => {
    const root = newRepo(SHOP);
    writeFileSync(join(dirname(root), 'known.json'), kustomend(root, ['scan', '--format', 'json']).stdout);
    expect(kustomend(root, ['scan', '--baseline', '../known.json'])).toMatchObject({
      code: 0,
      stdout: 'no findings\n',
    });
  });

  test('what has come of an answer is known as the question was, and a new fault is not', () => {
    const { 'kustomend.yaml': answered = '', ...asked } = SHOP;
    const root = newRepo(asked);
    const findings = () => JSON.parse(kustomend(root, ['scan', '--format', 'json']).stdout).findings;
    const before = findings();
    writeFileSync(join(dirname(root), 'asked.json'), JSON.stringify({ version: 1, findings: before }));
    writeIn(root, 'kustomend.yaml', answered);
    const ids = new Set(before.map(({ id }: { id: string }) => id));
    expect(findings().every(({ id }: { id: string }) => ids.has(id))).toBe(false);
    const check = ['--check', '--baseline', '../asked.json'];
    expect(kustomend(root, check)).toMatchObject({ code: 0, stdout: '' });
    const deployment = SHOP['base/deployment.yaml']!;
    writeIn(root, 'base/deployment.yaml', `${deployment}          hostPort: 8080\n`);
    expect(kustomend(root, ['scan', '--baseline', '../asked.json'])).toMatchObject({ code: 1 });
  });

  test('scan counts of a baseline what nothing else leaves out', () => {
    const root = newRepo(SHOP);
    const old = kustomend(root, ['scan', '--format', 'json']).stdout;
    writeFileSync(join(dirname(root), 'known.json'), old);
    const scan = ['scan', '--baseline', '../known.json', '--id', JSON.parse(old).findings[0].id];
    expect(kustomend(root, scan).stderr).toContain('1 finding known by the baseline, none new\n');
  });

  test('--check lets old debt pass, and stops what is new', () => {
    const root = newRepo(SHOP);
    writeFileSync(join(dirname(root), 'old.json'), kustomend(root, ['scan', '--format', 'json']).stdout);
    const check = ['--check', '--baseline', '../old.json'];
    expect(kustomend(root, ['--check']).code).toBe(1);
    expect(kustomend(root, check)).toMatchObject({ code: 0, stdout: '' });
    const second = SHOP['base/deployment.yaml']!.replaceAll('shop', 'cart');
    writeIn(root, 'base/cart.yaml', second);
    writeIn(root, 'base/kustomization.yaml', `${SHOP['base/kustomization.yaml']}- cart.yaml\n`);
    const { code, stdout } = kustomend(root, check);
    expect(code).toBe(1);
    expect(stdout).toContain('+++ b/base/cart-pdb.yaml');
    expect(stdout).not.toContain('shop');
  });

  test('with a baseline --check stops what is new although nothing of it is safe to write', () => {
    const root = newRepo(SHOP);
    writeFileSync(join(dirname(root), 'old.json'), kustomend(root, ['scan', '--format', 'json']).stdout);
    const deployment = SHOP['base/deployment.yaml']!;
    writeIn(root, 'base/deployment.yaml', `${deployment}          hostPort: 8080\n`);
    const check = ['--check', '--baseline', '../old.json'];
    const { code, stdout, stderr } = kustomend(root, check);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toMatch(
      /check failed: \d+ findings? (is|are) not in the baseline \([^)]*of Deployment\/shop[^)]*\): kustomend scan --baseline \.\.\/old\.json says more/,
    );
    expect(kustomend(root, [...check, '--exit-zero'])).toMatchObject({ code: 0 });
    expect(kustomend(root, ['scan', '--baseline', '../old.json']).code).toBe(1);
  });

  test('without a baseline --check is about what would be written, and nothing else', () => {
    const root = newRepo(SHOP);
    const deployment = SHOP['base/deployment.yaml']!;
    writeIn(root, 'base/deployment.yaml', `${deployment}          hostPort: 8080\n`);
    commitAll(root);
    expect(kustomend(root, ['fix']).code).toBe(0);
    const { code, stderr } = kustomend(root, ['--check']);
    expect(code).toBe(0);
    expect(stderr).toContain('0 fixable');
  });

  test('where the baseline knows everything, a preview says so', () => {
    const root = newRepo(SHOP);
    writeFileSync(join(dirname(root), 'old.json'), kustomend(root, ['scan', '--format', 'json']).stdout);
    const args = ['--baseline', '../old.json'];
    const says = /\b[1-9]\d* findings known by the baseline, none new\nnothing to change\n/;
    for (const command of [[], ['--check'], ['fix']])
      expect(kustomend(root, [...command, ...args]).stderr).toMatch(says);
  });

  test('a preview prints one plan in several formats', () => {
    const root = newRepo(SHOP);
    const files = ['diff', 'json', 'sarif', 'text'].map(name => `--format=${name}=../plan.${name}`);
    const { code, stdout } = kustomend(root, [...files, '--format', 'markdown']);
    expect(code).toBe(0);
    expect(stdout).toContain('```diff');
    const read = (name: string) => readFileSync(join(dirname(root), `plan.${name}`), 'utf8');
    expect(read('diff')).toBe(kustomend(root, []).stdout);
    expect(JSON.parse(read('json')).findings.length).toBeGreaterThan(0);
    expect(JSON.parse(read('sarif')).runs[0].results.length).toBeGreaterThan(0);
    expect(read('text')).toContain('security-context');
  });

  test('--since looks at the roots that are made from changed files', () => {
    const root = newRepo({
      ...SHOP,
      'other/kustomization.yaml': 'resources:\n- pod.yaml\n',
      'other/pod.yaml': POD,
    });
    expect(kustomend(root, ['--since', 'HEAD']).stdout).toBe('');
    writeIn(root, 'other/pod.yaml', POD.replace('1.0', '1.1'));
    const { stdout } = kustomend(root, ['--since', 'HEAD', '--unsafe']);
    expect(stdout).toContain('other/pod.yaml');
    expect(stdout).not.toContain('base/deployment.yaml');
  });

  test('--env limits what is fixed', () => {
    const files = {
      ...SHOP,
      'overlays/dev/kustomization.yaml': 'namespace: dev\nresources:\n- ../../base\n',
    };
    const { stdout } = kustomend(newRepo(files), ['scan', '--env', 'dev', '--format', 'json']);
    const roots = new Set((JSON.parse(stdout).findings as { roots: string[] }[]).flatMap(f => f.roots));
    expect([...roots]).toEqual(['overlays/dev']);
  });

  test('--env takes the name of the folder where nothing says which environment it is', () => {
    const overlay = (name: string) => `namespace: ${name}\nresources:\n- ../../base\n`;
    const { 'overlays/production/kustomization.yaml': _, ...rest } = SHOP as Record<string, string>;
    const files = {
      ...rest,
      'overlays/blue/kustomization.yaml': overlay('blue'),
      'overlays/green/kustomization.yaml': overlay('green'),
    };
    const { stdout } = kustomend(newRepo(files), ['scan', '--env', 'blue', '--format', 'json']);
    const roots = new Set((JSON.parse(stdout).findings as { roots: string[] }[]).flatMap(f => f.roots));
    expect([...roots]).toEqual(['overlays/blue']);
  });

  test('what stands in the way of a write is one line', () => {
    const root = newRepo(SHOP);
    mkdirSync(join(root, '.git/kustomend/kustomend-journal.json'), { recursive: true });
    const result = kustomend(root, ['fix']);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.code).toBe(2);
    expectPlainError(result);
  });
});

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: tool
spec:
  containers:
  - name: tool
    image: nginxinc/nginx-unprivileged:1.0
`;

describe('dirty files', () => {
  test('a file with uncommitted changes stops the write, not the preview', () => {
    const root = newRepo(SHOP);
    writeIn(root, OVERLAY, `# mine\n${SHOP[OVERLAY]}`);
    writeIn(root, 'base/deployment.yaml', `# mine\n${SHOP['base/deployment.yaml']}`);
    expect(kustomend(root, []).code).toBe(0);
    const refused = kustomend(root, ['fix']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('uncommitted changes in base/deployment.yaml');
    expect(git(root, 'diff', '--stat')).toContain('2 insertions(+)');
    expect(kustomend(root, ['fix', '--allow-dirty']).code).toBe(0);
  });

  test('other uncommitted changes do not matter', () => {
    const root = newRepo(SHOP);
    writeIn(root, 'notes.txt', 'mine\n');
    expect(kustomend(root, ['fix']).code).toBe(0);
    commitAll(root);
    expect(kustomend(root, ['fix']).stderr).toContain('nothing to change');
  });

  test("what the last run left is nobody else's work, until somebody changes it", () => {
    const root = newRepo(SHOP);
    expect(kustomend(root, ['fix', '--only', 'service-account-token']).code).toBe(0);
    expect(git(root, 'status', '--porcelain')).toContain('base/deployment.yaml');
    const identity = {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    };
    expect(kustomend(root, ['fix', '--commits'], identity)).toMatchObject({ code: 0 });
    expect(git(root, 'status', '--porcelain')).toBe('');

    const other = newRepo(SHOP);
    expect(kustomend(other, ['fix', '--only', 'service-account-token']).code).toBe(0);
    const written = readFileSync(join(other, 'base/deployment.yaml'), 'utf8');
    writeIn(other, 'base/deployment.yaml', `# mine\n${written}`);
    const refused = kustomend(other, ['fix']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('uncommitted changes in base/deployment.yaml');
  });

  test('where git does not answer nothing is written, and the preview goes on', () => {
    const root = newRepo(SHOP);
    writeIn(root, 'base/deployment.yaml', `# mine\n${SHOP['base/deployment.yaml']}`);
    writeIn(root, '../failing/git', '#!/bin/sh\necho "fatal: detected dubious ownership" >&2\nexit 128\n');
    chmodSync(join(root, '../failing/git'), 0o755);
    const env = { PATH: `${join(root, '../failing')}:${dirname(process.execPath)}` };
    expect(kustomend(root, [], env).code).toBe(0);
    const refused = kustomend(root, ['fix'], env);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('fatal: detected dubious ownership');
    expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).toMatch(/^# mine\n/);
  });
});
