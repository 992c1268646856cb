/** Charts and remote bases: rendered by the user's own kustomize when the user says so, and fixed by patches. */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kustomend, newRepo, oracleFolder, type Result, SHOP, writeIn } from './cli.ts';

const withOracle = oracleFolder === undefined ? describe.skip : describe;
const WANTED = ['--only', 'security-context', '--unsafe'];

const CHART: Readonly<Record<string, string>> = {
  'base/kustomization.yaml': 'helmCharts:\n- name: shop\n  releaseName: shop\n',
  'base/charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'base/charts/shop/values.yaml': '{}\n',
  'base/charts/shop/templates/shop.yaml': '{{ .Values.nothing }}\n',
  'overlays/production/kustomization.yaml': 'namespace: shop\nresources:\n- ../../base\n',
};

/** A `helm` whose every chart renders the shop, and a `kustomize` that writes down how it is called. */
function toolsIn(root: string, manifest: string): { env: Record<string, string>; calls: () => string[] } {
  const bin = join(dirname(root), `${root.split('/').at(-1)}-bin`);
  const log = join(bin, 'calls');
  writeIn(bin, 'manifest.yaml', manifest);
  writeIn(bin, 'calls', '');
  writeIn(
    bin,
    'helm',
    `#!/bin/sh\necho "helm $*" >> ${log}\ncase "$1" in version) echo v3.15.0+gc4e37b3 ;; template) cat ${bin}/manifest.yaml ;; *) exit 1 ;; esac\n`,
  );
  writeIn(
    bin,
    'kustomize',
    `#!/bin/sh\necho "kustomize $*" >> ${log}\nexec ${oracleFolder}/kustomize "$@"\n`,
  );
  for (const tool of ['helm', 'kustomize']) chmodSync(join(bin, tool), 0o755);
  return {
    env: { PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin` },
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter(line => line !== ''),
  };
}

function expectFine({ code, stderr }: Result): void {
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
}

withOracle('a chart', () => {
  const MANIFEST = SHOP['base/deployment.yaml']!;

  test('is left out of sight, and helm is not run, unless --enable-helm says so', () => {
    const root = newRepo(CHART);
    const { env, calls } = toolsIn(root, MANIFEST);
    const result = kustomend(root, ['fix', ...WANTED], env);
    expectFine(result);
    expect(result.stderr).toContain(
      'base/kustomization.yaml:2: overlays/production: partly out of sight: Helm chart',
    );
    expect(calls().filter(call => call.startsWith('helm'))).toEqual([]);
    expect(existsSync(join(root, 'base/shop-patch.yaml'))).toBe(false);
  });

  test('is fixed by a patch of the kustomization that takes it in, and kustomize agrees', () => {
    const root = newRepo(CHART);
    const { env, calls } = toolsIn(root, MANIFEST);
    const flags = ['--enable-helm', '--verify', 'kustomize'];
    const result = kustomend(root, ['fix', ...WANTED, ...flags], env);
    expectFine(result);
    expect(result.stderr).toMatch(/kustomize v5\.\d+\.\d+ renders exactly what was declared \(2\)/);
    expect(readFileSync(join(root, 'base/kustomization.yaml'), 'utf8')).toBe(
      `${CHART['base/kustomization.yaml']}patches:\n- path: shop-patch.yaml\n`,
    );
    expect(readFileSync(join(root, 'base/shop-patch.yaml'), 'utf8')).toContain(
      'allowPrivilegeEscalation: false',
    );
    expect(calls()).toContainEqual(expect.stringMatching(/^kustomize build .*--enable-helm/));
    expect(calls()).toContainEqual(expect.stringMatching(/^helm template shop /));
    const again = kustomend(root, ['fix', ...WANTED, ...flags, '--allow-dirty'], env);
    expectFine(again);
    expect(again.stderr).toContain('nothing to change');
  });

  test('is what render prints too', () => {
    const root = newRepo(CHART);
    const { env } = toolsIn(root, MANIFEST);
    const result = kustomend(root, ['render', 'overlays/production', '--enable-helm'], env);
    expectFine(result);
    expect(result.stdout).toContain('image: shop:1.2.3');
  });

  test('that would have to be fetched needs --allow-network', () => {
    const { 'base/charts/shop/Chart.yaml': _, ...absent } = CHART;
    const root = newRepo(absent);
    const { env, calls } = toolsIn(root, MANIFEST);
    const result = kustomend(root, [...WANTED, '--enable-helm'], env);
    expectFine(result);
    expect(result.stderr).toContain('base/kustomization.yaml:2: chart shop is not in the repository');
    expect(calls().filter(call => call.startsWith('helm'))).toEqual([]);
  });

  test('whose namespace depends on who takes it in stays out of sight', () => {
    const root = newRepo({
      ...CHART,
      'overlays/test/kustomization.yaml': 'namespace: test\nresources:\n- ../../base\n',
    });
    const { env } = toolsIn(root, MANIFEST);
    // Older ones hand no namespace on.
    const tool = join(env.PATH!.split(':')[0]!, 'kustomize');
    const said = readFileSync(tool, 'utf8').replace(
      'exec',
      'if [ "$1" = version ]; then echo v5.8.0; exit; fi\nexec',
    );
    writeIn(dirname(tool), 'kustomize', said);
    const result = kustomend(root, [...WANTED, '--enable-helm'], env);
    expectFine(result);
    expect(result.stderr).toContain('its namespace depends on who takes it in (shop, test)');
    expect(result.stdout).toBe('');
  });

  test('that helm refuses is named with its reason', () => {
    const root = newRepo(CHART);
    const { env } = toolsIn(root, 'kind: [\n');
    const result = kustomend(root, [...WANTED, '--enable-helm'], env);
    expectFine(result);
    expect(result.stderr).toContain('base/kustomization.yaml:2: Helm chart: kustomize cannot render it: ');
  });

  test('that renders in another way each time stays out of sight', () => {
    const root = newRepo(CHART);
    const { env } = toolsIn(root, MANIFEST);
    const helm = join(env.PATH!.split(':')[0]!, 'helm');
    writeIn(
      dirname(helm),
      'helm',
      readFileSync(helm, 'utf8').replace('template) cat', () => 'template) sed "s/shop:1.2.3/shop:$$/"'),
    );
    const result = kustomend(root, [...WANTED, '--enable-helm'], env);
    expectFine(result);
    expect(result.stderr).toContain('overlays/production: kustomize renders it');
    expect(result.stdout).toBe('');
  });
});

withOracle('a remote base', () => {
  const remote = newRepo({
    'base/kustomization.yaml': 'resources:\n- deployment.yaml\n',
    'base/deployment.yaml': SHOP['base/deployment.yaml']!,
  });
  const url = `file://${remote}//base`;
  const repo = {
    'kustomization.yaml': `resources:\n- ${url}\n- local.yaml\n`,
    'local.yaml': SHOP['base/deployment.yaml']!.replaceAll('shop', 'local'),
  };

  test('is not fetched unless --allow-network says so, by the witness neither', () => {
    const root = newRepo(repo);
    const { env, calls } = toolsIn(root, '');
    const result = kustomend(root, ['fix', ...WANTED], env);
    expectFine(result);
    expect(result.stderr).toContain('1 not asked for without --allow-network');
    expect(calls().filter(call => call.startsWith('kustomize build'))).toEqual([]);
    expect(readFileSync(join(root, 'local.yaml'), 'utf8')).toContain('allowPrivilegeEscalation: false');
  });

  test('is fixed by a patch beside it', () => {
    const root = newRepo(repo);
    const { env } = toolsIn(root, '');
    const result = kustomend(root, ['fix', ...WANTED, '--allow-network'], env);
    expectFine(result);
    expect(result.stderr).toContain('renders exactly what was declared (1)');
    expect(readFileSync(join(root, 'shop-patch.yaml'), 'utf8')).toContain('allowPrivilegeEscalation: false');
    expect(readFileSync(join(root, 'local.yaml'), 'utf8')).toContain('allowPrivilegeEscalation: false');
  });

  test('that cannot be fetched is named with its reason', () => {
    const root = newRepo({
      ...repo,
      'kustomization.yaml': `resources:\n- file://${remote}-absent//base\n- local.yaml\n`,
    });
    const { env } = toolsIn(root, '');
    const result = kustomend(root, [...WANTED, '--allow-network'], env);
    expectFine(result);
    expect(result.stderr).toContain('kustomization.yaml:2: remote resource');
    expect(result.stderr).toContain('kustomize cannot render it');
  });
});

test('a flag that needs kustomize says so where there is none', () => {
  const result = kustomend(newRepo(CHART), ['--enable-helm']);
  expect(result.stderr).toContain('--enable-helm needs a kustomize on PATH');
  expect(result.code).toBe(2);
});
