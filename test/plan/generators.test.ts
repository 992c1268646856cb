/** Data that a generator makes is changed where the generator has it from. */
import type { AnyTransform } from '../../src/plan/model.ts';
import type { Json } from '../../src/transform.ts';
import { planOf, type Repo } from '../harness/repo.ts';
import { inRoot, onlyFix, outcome, overlay, removing, setting, type Wish } from './tiny.ts';

const MAP = { kinds: ['ConfigMap'] };
const level = (value: Json, wish: Wish = {}) => [setting(['data', 'LEVEL'], value, { ...MAP, ...wish })];
const without: AnyTransform[] = [removing(['data', 'LEVEL'], MAP)];

/** A generator and a Deployment that takes it in, so that the new name has somebody to follow it. */
function generating(more: string, head = 'configMapGenerator:\n  - name: settings\n'): Repo {
  return {
    'base/kustomization.yaml': `resources:\n  - web.yaml\n${head}${more}`,
    'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: example.com/web:1.0.0
          envFrom:
            - configMapRef: {name: settings}
`,
  };
}

const LITERALS = '    literals:\n      - COLOR=blue # the logo\n      - LEVEL=debug\n';

describe('of one kustomization', () => {
  test('a literal', () => {
    const repo = { ...generating(LITERALS), ...overlay('prod') };
    const { changed } = outcome(repo, level('info'));
    expect(changed).toEqual({
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('LEVEL=debug', 'LEVEL=info'),
    });
  });

  test.each([
    ['in quotes of kustomize', '"LEVEL=\'debug\'"', '"LEVEL=\'info\'"'],
    ['in quotes of YAML', '"LEVEL=debug"', '"LEVEL=info"'],
    ['that is empty', 'LEVEL=', 'LEVEL=info'],
  ])('a literal %s', (_, before, after) => {
    const repo = generating(`    literals: [${before}, COLOR=blue]\n`);
    const { changed } = outcome(repo, level('info'));
    expect(changed).toEqual({
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace(before, after),
    });
  });

  test('a value with quotes of its own keeps them', () => {
    const { changed } = outcome(generating(LITERALS), level('"info"'));
    expect(changed['base/kustomization.yaml']).toContain(`LEVEL='"info"'`);
  });

  test('a key that is not there yet joins the literals', () => {
    const { changed } = outcome(generating('    literals:\n      - COLOR=blue\n'), level('info'));
    expect(changed['base/kustomization.yaml']).toContain('      - COLOR=blue\n      - LEVEL=info\n');
  });

  test('a key that is not there yet stands beside files', () => {
    const repo = { ...generating('    files:\n      - app.conf\n'), 'base/app.conf': 'x\n' };
    const { changed } = outcome(repo, level('info'));
    expect(changed['base/kustomization.yaml']).toContain('    literals:\n      - LEVEL=info\n');
  });

  test('a literal that has to go', () => {
    const repo = generating(LITERALS);
    const { changed } = outcome(repo, without);
    expect(changed).toEqual({
      'base/kustomization.yaml': repo['base/kustomization.yaml']!.replace('      - LEVEL=debug\n', ''),
    });
  });

  test('the only literal that has to go: a patch, as the object keeps its data', () => {
    const { changed } = outcome(generating('    literals:\n      - LEVEL=debug\n'), without);
    expect(changed['base/settings-patch.yaml']).toContain('  LEVEL: null\n');
  });

  test.each(['\n', '\r\n'])('the line of an env file, lines ending with %j', eol => {
    const env = ['# colours', 'COLOR=blue', '  LEVEL=debug', 'OTHER=a=b', ''].join(eol);
    const repo = { ...generating('    envs: [app.env]\n'), 'base/app.env': env };
    expect(outcome(repo, level('info')).changed).toEqual({
      'base/app.env': env.replace('LEVEL=debug', 'LEVEL=info'),
    });
    expect(outcome(repo, without).changed).toEqual({
      'base/app.env': env.replace(`  LEVEL=debug${eol}`, ''),
    });
  });

  test('a variable without a value, in a file without a last line break', () => {
    const repo = { ...generating('    env: app.env\n'), 'base/app.env': 'COLOR=blue\nLEVEL' };
    expect(outcome(repo, level('info')).changed).toEqual({ 'base/app.env': 'COLOR=blue\nLEVEL=info' });
  });

  test('the content of a file', () => {
    const files = '    files:\n      - LEVEL=level.txt\n    literals:\n      - COLOR=blue\n';
    const repo = { ...generating(files), 'base/level.txt': 'debug\n' };
    expect(outcome(repo, level('info\n')).changed).toEqual({ 'base/level.txt': 'info\n' });
    expect(Object.keys(outcome(repo, without).changed)).toEqual(['base/kustomization.yaml']);
  });

  test('several lines, which no env file can hold, become a patch', () => {
    const repo = {
      ...generating('    envs: [app.env]\n'),
      'base/app.env': 'LEVEL=debug\n',
      ...overlay('prod'),
    };
    const result = outcome(repo, level('a\nb\n'));
    expect(onlyFix(result).status).toBe('planned');
    expect(result.changed['base/app.env']).toBeUndefined();
  });

  test('a Secret, whose data is encoded', () => {
    const repo: Repo = {
      'kustomization.yaml':
        'secretGenerator:\n  - name: login\n    type: kubernetes.io/basic-auth\n    literals:\n      - username=invented\n',
    };
    const wish = { kinds: ['Secret'] };
    const name = setting(['data', 'username'], Buffer.from('other').toString('base64'), wish);
    expect(outcome(repo, [name]).changed['kustomization.yaml']).toContain('      - username=other\n');
  });

  test('with a fixed name', () => {
    const fixed = generating(`${LITERALS}    options: {disableNameSuffixHash: true}\n`);
    const result = outcome(fixed, level('info'));
    expect(result.changed['base/kustomization.yaml']).toContain('LEVEL=info');
    expect(onlyFix(result).restarts).toBe(false);
  });
});

test('the new name of what nobody takes in restarts nothing', () => {
  const repo = generating(LITERALS, 'configMapGenerator:\n  - name: unread\n');
  expect(onlyFix(outcome(repo, level('info')))).toMatchObject({ status: 'planned', restarts: false });
});

test('the new name restarts what takes it in', () => {
  const fix = onlyFix(outcome(generating(LITERALS), level('info')));
  expect(fix).toMatchObject({ status: 'planned', restarts: true });
  const plan = planOf(generating(LITERALS), {
    transforms: level('info'),
    selection: { noRestart: true },
  });
  expect(plan.fixes.map(each => each.status)).toEqual(['restart']);
});

describe('of a base that others share', () => {
  const shared = (more = '') => ({
    ...generating(LITERALS),
    ...overlay('dev'),
    ...overlay('prod', more),
  });
  const wanted = level('info', { when: inRoot('prod') });

  test('the overlay merges what it wants', () => {
    const { changed } = outcome(shared(), wanted);
    expect(changed).toEqual({
      'overlays/prod/kustomization.yaml':
        'resources:\n  - ../../base\nconfigMapGenerator:\n  - name: settings\n    behavior: merge\n    literals:\n      - LEVEL=info\n',
    });
  });

  test('two keys go into one entry', () => {
    const two = [...wanted, setting(['data', 'COLOR'], 'red', { ...MAP, id: 'color', when: inRoot('prod') })];
    const { changed } = outcome(shared(), two);
    expect(changed['overlays/prod/kustomization.yaml']).toMatch(/literals:\n {6}- \w+=\w+\n {6}- \w+=\w+\n$/);
  });

  test('an entry of the overlay takes it', () => {
    const entry = 'configMapGenerator:\n  - name: settings\n    behavior: merge\n    literals: [COLOR=red]\n';
    const { changed } = outcome(shared(entry), wanted);
    expect(changed).toEqual({
      'overlays/prod/kustomization.yaml': `resources:\n  - ../../base\n${entry.replace('COLOR=red', 'COLOR=red, LEVEL=info')}`,
    });
  });

  test('an entry of the overlay that has the key takes it, and the base has its own', () => {
    const entry =
      'configMapGenerator:\n  - name: settings\n    behavior: merge\n    literals: [LEVEL=trace]\n';
    const { changed } = outcome(shared(entry), level('info'));
    expect(changed).toEqual({
      'base/kustomization.yaml': shared()['base/kustomization.yaml']!.replace('LEVEL=debug', 'LEVEL=info'),
      'overlays/prod/kustomization.yaml': `resources:\n  - ../../base\n${entry.replace('trace', 'info')}`,
    });
  });

  test('under the name that the layer below gives', () => {
    const repo: Repo = {
      ...generating(LITERALS),
      'mid/kustomization.yaml': 'resources:\n  - ../base\nnamePrefix: mid-\nnamespace: shop\n',
      'overlays/dev/kustomization.yaml': 'resources:\n  - ../../mid\n',
      'overlays/prod/kustomization.yaml': 'resources:\n  - ../../mid\nnamePrefix: prod-\n',
    };
    const { changed } = outcome(repo, wanted);
    expect(changed['overlays/prod/kustomization.yaml']).toContain(
      'configMapGenerator:\n  - name: mid-settings\n    namespace: shop\n    behavior: merge\n    literals:\n      - LEVEL=info\n',
    );
  });

  test('what has to go needs a patch', () => {
    const { changed } = outcome(shared(), [removing(['data', 'LEVEL'], { ...MAP, when: inRoot('prod') })]);
    expect(changed['overlays/prod/settings-patch.yaml']).toContain('  LEVEL: null\n');
  });

  test('options of the overlay would reach the object: a patch', () => {
    const { changed } = outcome(shared('generatorOptions:\n  labels: {a: b}\n'), wanted);
    expect(changed['overlays/prod/settings-patch.yaml']).toContain('  LEVEL: info\n');
  });
});

test('a file that two generators read is left alone where only one wants it', () => {
  const repo: Repo = {
    'kustomization.yaml':
      'configMapGenerator:\n  - name: settings\n    envs: [app.env]\n  - name: other\n    envs: [app.env]\n',
    'app.env': 'LEVEL=debug\n',
  };
  const one = level('info', { when: ({ name }) => name.startsWith('settings') });
  const result = outcome(repo, one);
  expect(result.changed['app.env']).toBeUndefined();
  const both = outcome(repo, level('info'));
  expect(both.changed).toEqual({ 'app.env': 'LEVEL=info\n' });
});

test('an env file of others is left alone: the overlay merges', () => {
  const repo: Repo = {
    ...generating('    envs: [app.env]\n'),
    'base/app.env': 'LEVEL=debug\n',
    ...overlay('prod'),
    'kustomend.yaml': 'vendored: ["base/*.env"]\n',
  };
  expect(Object.keys(outcome(repo, level('info')).changed)).toEqual(['overlays/prod/kustomization.yaml']);
});

test('an env file of a Secret is marked as one, so that diffs leave it out', () => {
  const repo: Repo = {
    'kustomization.yaml': 'secretGenerator:\n  - name: login\n    envs: [login.env]\n',
    'login.env': 'USER=invented\nOTHER=made-up\n',
  };
  const value = Buffer.from('another').toString('base64');
  const result = outcome(repo, [setting(['data', 'USER'], value, { kinds: ['Secret'] })]);
  expect(result.changed).toEqual({ 'login.env': 'USER=another\nOTHER=made-up\n' });
  expect(onlyFix(result).places).toEqual([{ file: 'login.env', kind: 'in-place', secret: true }]);
});

test('a component that writes it behind the generators of the overlay needs a patch', () => {
  const repo: Repo = {
    ...generating(LITERALS),
    'loud/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n  - path: loud.yaml\n',
    'loud/loud.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  LEVEL: trace\n',
    ...overlay('test', 'components:\n  - ../../loud\n'),
    ...overlay('prod', 'components:\n  - ../../loud\n'),
  };
  const { changed } = outcome(repo, level('info', { when: inRoot('prod') }));
  expect(changed['overlays/prod/settings-patch.yaml']).toContain('data:\n  LEVEL: info\n');
});

test('a file that another generator reads under another key is left alone', () => {
  const repo: Repo = {
    'base/kustomization.yaml':
      'configMapGenerator:\n  - name: settings\n    files:\n      - LEVEL=level.txt\n  - name: other\n    files:\n      - level.txt\n',
    'base/level.txt': 'debug\n',
    ...overlay('prod'),
  };
  const { changed, plan } = outcome(repo, level('info\n'));
  expect(changed['base/level.txt']).toBeUndefined();
  expect(plan.fixes.map(fix => fix.status)).toEqual(['planned', 'planned']);
});
