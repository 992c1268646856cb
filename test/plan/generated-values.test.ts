/** Keys of generated ConfigMaps and Secrets are written where their generator says them (kustomize.md 3.2). */
import type { Repo } from '../harness/repo.ts';
import { deployment, inRoot, newLines, onlyFix, outcome, removing, setting, type Wish } from './tiny.ts';

const LEVEL = ['data', 'LEVEL'];
const CONFIG: Wish = { kinds: ['ConfigMap'] };
const SECRET: Wish = { kinds: ['Secret'] };

/** A base with a generator, a Deployment that reads what it makes, and overlays over it. */
function repoOf(generator: string, overlays: Readonly<Record<string, string>>, files: Repo = {}): Repo {
  return {
    'base/kustomization.yaml': `resources:\n  - web.yaml\n${generator}`,
    'base/web.yaml': `${deployment('web')}          envFrom:\n            - configMapRef:\n                name: env\n`,
    ...Object.fromEntries(
      Object.entries(overlays).map(([name, more]) => [
        `overlays/${name}/kustomization.yaml`,
        `resources:\n  - ../../base\n${more}`,
      ]),
    ),
    ...files,
  };
}

const literals = (...lines: readonly string[]) =>
  `configMapGenerator:\n  - name: env\n    literals:\n${lines.map(line => `      - ${line}\n`).join('')}`;
const merging = (more: string) =>
  `configMapGenerator:\n  - name: env\n    behavior: merge\n    literals:\n      - ${more}\n`;
const both = { dev: '', prod: '' };

describe('a literal', () => {
  test.each([
    ['plain', 'LEVEL=debug # noisy', 'LEVEL=info # noisy'],
    ['in quotes of YAML', '"LEVEL=debug"', '"LEVEL=info"'],
    ['in quotes of its own', 'LEVEL="debug"', 'LEVEL="info"'],
    ['in both', `'LEVEL="debug"'`, `'LEVEL="info"'`],
  ])('%s is edited where it stands', (_, before, after) => {
    const repo = repoOf(literals('A=1', before, 'B=2'), both);
    const result = outcome(repo, [setting(LEVEL, 'info', CONFIG)]);
    const file = 'base/kustomization.yaml';
    expect(result.changed).toEqual({ [file]: repo[file]!.replace(before, after) });
    expect(onlyFix(result).places).toEqual([{ file, kind: 'entry' }]);
  });

  test('keeps quotes that belong to the value', () => {
    const repo = repoOf(literals('LEVEL=debug'), both);
    const { changed, plan } = outcome(repo, [setting(LEVEL, '"info"', CONFIG)]);
    expect(changed['base/kustomization.yaml']).toContain(`- LEVEL='"info"'\n`);
    const [object] = plan.expected.get('overlays/dev')!.after as unknown as { data: object }[];
    expect(object!.data).toEqual({ LEVEL: '"info"' });
  });

  test('of a Secret is written as text', () => {
    const repo = repoOf('secretGenerator:\n  - name: env\n    literals:\n      - LEVEL=debug\n', both);
    const value = Buffer.from('info').toString('base64');
    const { changed } = outcome(repo, [setting(LEVEL, value, SECRET)]);
    expect(newLines(repo['base/kustomization.yaml']!, changed['base/kustomization.yaml']!)).toEqual([
      '- LEVEL=info',
    ]);
    expect(Object.keys(changed)).toHaveLength(1);
  });

  test('is removed with its key', () => {
    const repo = repoOf(literals('A=1', 'LEVEL=debug'), both);
    const { changed } = outcome(repo, [removing(LEVEL, CONFIG)]);
    expect(changed).toEqual({
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('      - LEVEL=debug\n', ''),
    });
  });

  test('is removed by a patch where it is the only one, as the object keeps its data', () => {
    const { changed } = outcome(repoOf(literals('LEVEL=debug'), {}), [removing(LEVEL, CONFIG)]);
    expect(changed['base/env-patch.yaml']).toContain('  LEVEL: null\n');
  });

  test('is added to the entry that made the object', () => {
    const repo = repoOf(literals('A=1'), both);
    const { changed } = outcome(repo, [setting(LEVEL, 'info', CONFIG)]);
    expect(changed).toEqual({
      'base/kustomization.yaml': `${repo['base/kustomization.yaml']}      - LEVEL=info\n`,
    });
  });

  test('several of one generator are edited and added together', () => {
    const repo = repoOf(literals('A=1', 'LEVEL=debug'), both);
    const { changed } = outcome(repo, [
      setting(LEVEL, 'info', { ...CONFIG, id: 'one' }),
      removing(['data', 'A'], { ...CONFIG, id: 'two' }),
      setting(['data', 'B'], '2', { ...CONFIG, id: 'three' }),
    ]);
    expect(newLines(repo['base/kustomization.yaml']!, changed['base/kustomization.yaml']!)).toEqual([
      '- LEVEL=info',
      '- B=2',
    ]);
  });
});

describe('a value of an overlay', () => {
  test('is edited in the entry that merges it', () => {
    const repo = repoOf(literals('LEVEL=info'), { dev: '', prod: merging('LEVEL=debug') });
    const { changed } = outcome(repo, [setting(LEVEL, 'info', CONFIG)]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({ [file]: repo[file]!.replace('debug', 'info') });
  });

  test('that another root must not have goes into an entry that merges', () => {
    const repo = repoOf(literals('LEVEL=debug'), both);
    const result = outcome(repo, [setting(LEVEL, 'info', { ...CONFIG, when: inRoot('prod') })]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(result.changed).toEqual({ [file]: `${repo[file]}${merging('LEVEL=info')}` });
    expect(onlyFix(result).places).toEqual([{ file, kind: 'entry' }]);
  });

  test('extends an entry that merges already', () => {
    const repo = repoOf(literals('LEVEL=debug'), { dev: '', prod: merging('A=1') });
    const { changed } = outcome(repo, [setting(LEVEL, 'info', { ...CONFIG, when: inRoot('prod') })]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({ [file]: `${repo[file]}      - LEVEL=info\n` });
  });

  test('is edited and added to in an entry that replaces the object', () => {
    const replacing = merging('LEVEL=debug').replace('merge', 'replace');
    const repo = repoOf(literals('LEVEL=info', 'A=1'), { dev: '', prod: replacing });
    const file = 'overlays/prod/kustomization.yaml';
    const { changed } = outcome(repo, [
      setting(LEVEL, 'info', { ...CONFIG, id: 'one' }),
      setting(['data', 'A'], '1', { ...CONFIG, id: 'two' }),
    ]);
    expect(changed).toEqual({ [file]: `${repo[file]!.replace('debug', 'info')}      - A=1\n` });
  });

  test('that differs from root to root is merged in each', () => {
    const repo = repoOf(literals('LEVEL=debug'), both);
    const { changed } = outcome(repo, [
      setting(LEVEL, (_, root) => (root.path.endsWith('prod') ? 'warn' : 'info'), CONFIG),
    ]);
    expect(changed['overlays/dev/kustomization.yaml']).toContain('- LEVEL=info\n');
    expect(changed['overlays/prod/kustomization.yaml']).toContain('- LEVEL=warn\n');
    expect(Object.keys(changed)).toHaveLength(2);
  });

  test('of a Secret with a type of its own repeats the type', () => {
    const repo = repoOf(
      'secretGenerator:\n  - name: env\n    type: example.com/token\n    options:\n      immutable: true\n    literals:\n      - LEVEL=debug\n',
      both,
    );
    const value = Buffer.from('info').toString('base64');
    const { changed } = outcome(repo, [setting(LEVEL, value, { ...SECRET, when: inRoot('prod') })]);
    expect(
      newLines(repo['overlays/prod/kustomization.yaml']!, changed['overlays/prod/kustomization.yaml']!),
    ).toEqual([
      'secretGenerator:',
      '- name: env',
      'behavior: merge',
      'type: example.com/token',
      'literals:',
      '- LEVEL=info',
      'options:',
      'immutable: true',
    ]);
  });

  test('is a patch where a merge would say more than that', () => {
    const options = 'generatorOptions:\n  labels:\n    made: here\n';
    const repo = repoOf(literals('LEVEL=debug'), { dev: '', prod: options });
    const { changed } = outcome(repo, [setting(LEVEL, 'info', { ...CONFIG, when: inRoot('prod') })]);
    expect(changed['overlays/prod/env-patch.yaml']).toContain('data:\n  LEVEL: info\n');
  });

  test('is a patch where a component of the overlay writes it after the generators', () => {
    const repo = repoOf(
      literals('LEVEL=debug'),
      { dev: '', prod: 'components:\n  - ../../loud\n' },
      {
        'loud/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - path: loud.yaml\n',
        'loud/loud.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: env\ndata:\n  LEVEL: trace\n',
        'overlays/test/kustomization.yaml': 'resources:\n  - ../../base\ncomponents:\n  - ../../loud\n',
      },
    );
    const { changed } = outcome(repo, [setting(LEVEL, 'info', { ...CONFIG, when: inRoot('prod') })]);
    expect(changed['overlays/prod/env-patch.yaml']).toContain('data:\n  LEVEL: info\n');
  });

  test('is removed by a patch where the base would show again', () => {
    const repo = repoOf(literals('LEVEL=debug'), { dev: '', prod: merging('LEVEL=info') });
    const { changed, plan } = outcome(repo, [removing(LEVEL, { ...CONFIG, when: inRoot('prod') })]);
    expect(changed['overlays/prod/env-patch.yaml']).toContain('data:\n  LEVEL: null\n');
    expect(plan.expected.has('overlays/dev')).toBe(false);
  });

  test('follows a prefix and a namespace between', () => {
    const repo = {
      ...repoOf(literals('LEVEL=debug'), {}),
      'live/kustomization.yaml': 'namePrefix: live-\nnamespace: live\nresources:\n  - ../base\n',
      'overlays/dev/kustomization.yaml': 'resources:\n  - ../../live\n',
      'overlays/prod/kustomization.yaml': 'resources:\n  - ../../live\n',
    };
    const { changed } = outcome(repo, [setting(LEVEL, 'info', { ...CONFIG, when: inRoot('prod') })]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/kustomization.yaml']);
    expect(changed['overlays/prod/kustomization.yaml']).toContain('behavior: merge');
  });
});

describe('a line of an env file', () => {
  const generator = 'configMapGenerator:\n  - name: env\n    envs:\n      - web.env\n';
  const file = 'base/web.env';

  test.each([
    [
      'with its comment lines and line ends',
      '# how loud\r\n  LEVEL=debug\r\nA=1\r\n',
      '# how loud\r\n  LEVEL=info\r\nA=1\r\n',
    ],
    ['without a value', 'A=1\nLEVEL', 'A=1\nLEVEL=info'],
  ])('%s is edited where it stands', (_, before, after) => {
    const repo = repoOf(generator, both, { [file]: before });
    const result = outcome(repo, [setting(LEVEL, 'info', CONFIG)]);
    expect(result.changed).toEqual({ [file]: after });
    expect(onlyFix(result).places).toEqual([{ file, kind: 'in-place' }]);
  });

  test('is removed with its key', () => {
    const repo = repoOf(generator, both, { [file]: 'A=1\nLEVEL=debug\nB=2\n' });
    expect(outcome(repo, [removing(LEVEL, CONFIG)]).changed).toEqual({ [file]: 'A=1\nB=2\n' });
  });

  test.each([
    ['A=1\n', 'A=1\nLEVEL=info\n'],
    ['A=1', 'A=1\nLEVEL=info'],
  ])('is added behind the others: %j', (before, after) => {
    const repo = repoOf(generator, both, { [file]: before });
    expect(outcome(repo, [setting(LEVEL, 'info', CONFIG)]).changed).toEqual({ [file]: after });
  });

  test('of the old field `env` is edited where it stands', () => {
    const repo = {
      ...repoOf('configMapGenerator:\n  - name: env\n    env: app.env\n', both),
      'base/app.env': 'A=1\nLEVEL',
    };
    expect(outcome(repo, [setting(LEVEL, 'info', CONFIG)]).changed).toEqual({
      'base/app.env': 'A=1\nLEVEL=info',
    });
  });

  test('that two fixes want is added once', () => {
    const repo = repoOf(generator, both, { [file]: 'A=1\n' });
    const fixes = ['one', 'two'].map(id => setting(LEVEL, 'info', { ...CONFIG, id }));
    expect(outcome(repo, fixes).changed).toEqual({ [file]: 'A=1\nLEVEL=info\n' });
  });

  test('that another generator takes too is left alone', () => {
    const repo = repoOf(`${generator}  - name: other\n    envs:\n      - web.env\n`, both, {
      [file]: 'LEVEL=debug\n',
    });
    const wish = { ...CONFIG, when: (resource: { name: string }) => resource.name.startsWith('env-') };
    const { changed } = outcome(repo, [setting(LEVEL, 'info', wish)]);
    expect(changed[file]).toBeUndefined();
    expect(changed['base/env-patch.yaml']).toContain('LEVEL: info');
    expect(outcome(repo, [setting(LEVEL, 'info', CONFIG)]).changed).toEqual({ [file]: 'LEVEL=info\n' });
  });

  test('of a Secret is marked as such', () => {
    const repo = repoOf(generator.replace('configMap', 'secret'), both, { [file]: 'LEVEL=debug\n' });
    const result = outcome(repo, [setting(LEVEL, Buffer.from('info').toString('base64'), SECRET)]);
    expect(result.changed).toEqual({ [file]: 'LEVEL=info\n' });
    expect(onlyFix(result).places).toEqual([{ file, kind: 'in-place', secret: true }]);
  });

  test('that git ignores is not edited', () => {
    const repo = repoOf(generator, both, { [file]: 'LEVEL=debug\n' });
    const { changed } = outcome(repo, [setting(LEVEL, 'info', CONFIG)], { untracked: [file] });
    expect(Object.keys(changed)).toEqual(['base/env-patch.yaml', 'base/kustomization.yaml']);
  });

  test('cannot hold several lines: a patch does', () => {
    const repo = repoOf(generator, both, { [file]: 'LEVEL=debug\n' });
    const { changed } = outcome(repo, [setting(LEVEL, 'a\nb\n', CONFIG)]);
    expect(Object.keys(changed)).toEqual(['base/env-patch.yaml', 'base/kustomization.yaml']);
  });
});

describe('a whole file', () => {
  const generator =
    'configMapGenerator:\n  - name: env\n    files:\n      - web.conf\n      - MODE=mode.txt\n';
  const files = { 'base/web.conf': '# web\nlevel debug\n', 'base/mode.txt': 'loud' };

  test('takes another content', () => {
    const repo = repoOf(generator, both, files);
    const { changed } = outcome(repo, [
      setting(['data', 'web.conf'], '# web\nlevel info\n', { ...CONFIG, id: 'one' }),
      setting(['data', 'MODE'], 'calm', { ...CONFIG, id: 'two' }),
    ]);
    expect(changed).toEqual({ 'base/web.conf': '# web\nlevel info\n', 'base/mode.txt': 'calm' });
  });

  test('that another generator takes too is left alone', () => {
    const repo = repoOf(`${generator}  - name: other\n    files:\n      - mode.txt\n`, both, files);
    const { changed } = outcome(repo, [setting(['data', 'MODE'], 'calm', CONFIG)], {});
    expect(Object.keys(changed)).toEqual(['base/kustomization.yaml', 'base/env-patch.yaml'].sort());
  });

  test('leaves the entry when its key goes', () => {
    const repo = repoOf(generator, both, files);
    const { changed } = outcome(repo, [removing(['data', 'MODE'], CONFIG)]);
    expect(changed).toEqual({
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('      - MODE=mode.txt\n', ''),
    });
  });

  test('a key beside it is a literal', () => {
    const repo = repoOf(generator, both, files);
    const { changed } = outcome(repo, [setting(LEVEL, 'info', CONFIG)]);
    expect(newLines(repo['base/kustomization.yaml']!, changed['base/kustomization.yaml']!)).toEqual([
      'literals:',
      '- LEVEL=info',
    ]);
  });
});

describe('a new content hash', () => {
  test('restarts the workloads that read the object', () => {
    const repo = repoOf(literals('LEVEL=debug'), both);
    const result = outcome(repo, [setting(LEVEL, 'info', CONFIG)]);
    expect(onlyFix(result).restarts).toBe(true);
    expect(result.plan.roots.map(root => [root.folder, root.restarts])).toEqual([
      ['overlays/dev', 1],
      ['overlays/prod', 1],
    ]);
    const [, workload] = result.plan.expected.get('overlays/dev')!.after as unknown as {
      spec: { template: { spec: { containers: { envFrom: { configMapRef: { name: string } }[] }[] } } };
    }[];
    expect(workload!.spec.template.spec.containers[0]!.envFrom[0]!.configMapRef.name).toMatch(/^env-\w{10}$/);
  });

  test('is kept back by --no-restart', () => {
    const repo = repoOf(literals('LEVEL=debug'), both);
    const result = outcome(repo, [setting(LEVEL, 'info', CONFIG)], { selection: { noRestart: true } });
    expect(onlyFix(result).status).toBe('restart');
  });

  test('restarts nobody where the name has none, or nobody reads it', () => {
    const plain = repoOf(`${literals('LEVEL=debug')}    options:\n      disableNameSuffixHash: true\n`, both);
    expect(onlyFix(outcome(plain, [setting(LEVEL, 'info', CONFIG)])).restarts).toBe(false);
    const unread = { ...repoOf(literals('LEVEL=debug'), both), 'base/web.yaml': deployment('web') };
    expect(onlyFix(outcome(unread, [setting(LEVEL, 'info', CONFIG)])).restarts).toBe(false);
  });
});
