import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { printProblem } from '../../src/config/problems.ts';

const repository = (files: Record<string, string>) => ({
  read: (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined),
  obstacle: () => undefined,
});

function load(files: Record<string, string> | string, startDir = ''): LoadedConfig {
  const result = loadConfig(repository(typeof files === 'string' ? { 'kustomend.yaml': files } : files), {
    startDir,
  });
  if ('problems' in result) throw new Error(result.problems.map(printProblem).join('\n'));
  return result;
}

function problems(files: Record<string, string> | string, path?: string): string[] {
  const map = typeof files === 'string' ? { 'kustomend.yaml': files } : files;
  const result = loadConfig(repository(map), { startDir: '', path });
  return 'problems' in result ? result.problems.map(printProblem) : [];
}

test('what is there for its comments alone says nothing', () => {
  const { config } = load(
    'transforms:\n  monitoring:\n    # by: pods\n  probes: on\nignore:\n  # - {id: probes, reason: fine}\n',
  );
  expect(config).toEqual({ transforms: { probes: 'on' } });
  expect(load('transforms:\n# all of it\n').config).toEqual({});
});

const FULL = `
project: cptm8
mesh: istio
environments:
  dev: {roots: [overlays/dev]}
  prod-eu:
    tier: production
    roots: ["clusters/*/eu"]
roots: [bases/shared]
images:
  asmm8:
    user: 1000
    group: '?'
    writes: [/tmp, /var/cache/asmm8]
    capabilities: [NET_RAW]
    ports: [8000]
    probes:
      liveness: {httpGet: {path: /live, port: 8000}, periodSeconds: 20}
      readiness: '?'
    shell: false
    apiToken: false
    tag: v1.0.0
    resources: {requests: {memory: 256Mi, cpu: 0.5}}
  ghcr.io/acme/api: v2.0.0
  naabum8: '?'
transforms:
  backup: on
  image-pin: off
  hpa: true
  resources: {qos: guaranteed}
editable: ["overlays/**"]
vendored: [charts]
exclude: [docs]
owners:
  "*/asmm8*": {team: platform, slack: "#platform"}
ignore:
  - {id: probes, reason: no HTTP server, until: 2027-01-31, root: overlays/dev, resource: Deployment/worker}
`;

describe('loadConfig', () => {
  test('reads every section; on and off are words', () => {
    const { config, path } = load(FULL);
    expect(path).toBe('kustomend.yaml');
    expect(config.transforms).toMatchObject({ backup: 'on', 'image-pin': 'off', hpa: true });
    expect(config.images?.asmm8).toMatchObject({ user: 1000, group: '?', shell: false });
    expect(config.ignore?.[0]?.until).toBe('2027-01-31');
  });

  test('no file is an empty configuration', () => {
    expect(load({})).toMatchObject({ config: {}, path: undefined });
    expect(load('# nothing yet\n').config).toEqual({});
  });

  test('looks upward from the start folder', () => {
    const files = { 'kustomend.yaml': 'project: top', 'apps/kustomend.yaml': 'project: apps' };
    expect(load(files, 'apps/web/overlays').config.project).toBe('apps');
    expect(load(files, 'infra').config.project).toBe('top');
    expect(load(files, '.').config.project).toBe('top');
  });

  test('says where an entry stands', () => {
    const { at } = load(FULL);
    expect(at(['images', 'asmm8', 'user'])).toBe('kustomend.yaml:12');
    expect(at(['images', 'ghcr.io/acme/api'])).toBe('kustomend.yaml:24');
    expect(at(['ignore', 0])).toBe('kustomend.yaml:37');
    expect(at(['images', 'nobody'])).toBeUndefined();
  });
});

describe('extends', () => {
  const files = {
    'apps/kustomend.yaml':
      'extends: ../shared/kustomend.yaml\nexclude: [b]\nimages:\n  app: {user: 2000, writes: [/b]}\n',
    'shared/kustomend.yaml':
      'project: shared\nexclude: [a]\nimages:\n  app: {user: 1, group: 1, writes: [/a]}\n',
  };

  test('the nearer file wins, lists of the top level are appended', () => {
    const { config, at } = load(files, 'apps');
    expect(config).toEqual({
      project: 'shared',
      exclude: ['shared/a', 'apps/b'],
      images: { app: { user: 2000, group: 1, writes: ['/b'] } },
    });
    expect(at(['images', 'app', 'user'])).toBe('apps/kustomend.yaml:4');
    expect(at(['images', 'app', 'group'])).toBe('shared/kustomend.yaml:4');
    expect(at(['exclude', 0])).toBe('shared/kustomend.yaml:2');
    expect(at(['exclude', 1])).toBe('apps/kustomend.yaml:2');
  });

  test('one value of a transform or an environment leaves the others of a farther file as they are', () => {
    const parent =
      'transforms:\n  resources: {cpuLimit: "1", memoryLimit: 1Gi}\n  probes: {period: 5}\n  seccomp: off\n' +
      'environments:\n  eu: {tier: staging, roots: [eu]}\n';
    const { config, at } = load(
      {
        'kustomend.yaml':
          'extends: shared.yaml\ntransforms:\n  resources: {cpuLimit: "2"}\n  probes: off\n  seccomp: {profile: x}\nenvironments:\n  eu: {tier: production}\n',
        'shared.yaml': parent,
      },
      '',
    );
    expect(config.transforms).toEqual({
      resources: { cpuLimit: '2', memoryLimit: '1Gi' },
      // 'on' and 'off' are no options: they stand for all that was said.
      probes: 'off',
      seccomp: { profile: 'x' },
    });
    expect(config.environments).toEqual({ eu: { tier: 'production', roots: ['eu'] } });
    expect(at(['transforms', 'resources', 'memoryLimit'])).toBe('shared.yaml:2');
  });

  test('must exist, inside the repository, without a circle', () => {
    expect(problems('project: x\nextends: gone.yaml')).toEqual([
      'kustomend.yaml:2:1: gone.yaml does not exist',
    ]);
    expect(problems('extends: ../../etc/passwd')).toEqual([
      'kustomend.yaml:1:1: ../../etc/passwd is outside the repository',
    ]);
    expect(problems({ 'kustomend.yaml': 'extends: b.yaml', 'b.yaml': 'extends: [kustomend.yaml]' })).toEqual([
      'b.yaml:1:1: extends itself: kustomend.yaml -> b.yaml -> kustomend.yaml',
    ]);
  });
});

describe('problems', () => {
  test.each([
    ['imagse: {}', 'kustomend.yaml:1:1: unknown key "imagse", did you mean "images"?'],
    ['images:\n  app:\n    usr: 1', 'kustomend.yaml:3:5: unknown key "usr", did you mean "user"?'],
    ['images: {app: {probes: {live: 1}}}', 'kustomend.yaml:1:25: unknown key "live"'],
    [
      'images: {app: {probes: {liveness: {httpGet: {path: /, prot: 1, port: 80}}}}}',
      'kustomend.yaml:1:55: unknown key "prot", did you mean "port"?',
    ],
    [
      'images:\n  app: {user: root}',
      'kustomend.yaml:2:9: images.app.user: expected a numeric user id, or \'?\' for an open question, found "root"',
    ],
    [
      'images:\n  app:\n    writes: [tmp]',
      'kustomend.yaml:3:14: images.app.writes.0: expected an absolute path, found "tmp"',
    ],
    [
      'images:\n  app:\n    writes: [?]',
      "kustomend.yaml:3:15: images.app.writes.0: expected an absolute path, or '?' for an open question, found a map; write the question mark in quotes: '?'",
    ],
    [
      'images: {app: {user: -1}}',
      'kustomend.yaml:1:16: images.app.user: expected a numeric id from 0 to 2147483647, found -1',
    ],
    [
      'images: {app: {ports: [0]}}',
      'kustomend.yaml:1:24: images.app.ports.0: expected a port from 1 to 65535, found 0',
    ],
    [
      'images: {app: {resources: {limits: {memory: lots}}}}',
      'kustomend.yaml:1:37: images.app.resources.limits.memory: expected a quantity such as 500m or 1Gi, found "lots"',
    ],
    [
      'images: {app: "not a tag"}',
      'kustomend.yaml:1:10: images.app: expected an image tag, found "not a tag"',
    ],
    ['images:\n  app: {user: ?}', "kustomend.yaml:2:16: an open question is written in quotes: '?'"],
    ['images:\n  app:\n    user: ?\n', "kustomend.yaml:3:11: an open question is written in quotes: '?'"],
    [
      'images: {app: {tag: 1.10}}',
      "kustomend.yaml:1:16: images.app.tag: expected an image tag, quoted when it looks like a number, or '?' for an open question, found 1.1",
    ],
    [
      'images: {app: {probes: {liveness: {periodSeconds: 3}}}}',
      'kustomend.yaml:1:25: images.app.probes.liveness: expected exactly one of exec, httpGet, tcpSocket and grpc, found a map',
    ],
    [
      'environments:\n  prod: {tier: prodution}',
      'kustomend.yaml:2:10: environments.prod.tier: expected development, test, staging or production, found "prodution"',
    ],
    [
      'environments:\n  prod:',
      'kustomend.yaml:2:3: environments.prod: expected a map with tier and roots, found nothing',
    ],
    ['roots: overlays', 'kustomend.yaml:1:1: roots: expected a list of paths or globs, found "overlays"'],
    [
      'transforms: {x: sometimes}',
      'kustomend.yaml:1:14: transforms.x: expected on, off or a map of options, found "sometimes"',
    ],
    [
      'ignore:\n  - id: probes',
      'kustomend.yaml:2:5: ignore.0.reason: expected a reason: say why this finding is fine; it is missing',
    ],
    [
      'ignore:\n  - {id: probes, reason: x, until: 2027-02-30}',
      'kustomend.yaml:2:29: ignore.0.until: expected a date such as 2027-01-31, found "2027-02-30"',
    ],
    ['mesh: consul', 'kustomend.yaml:1:1: mesh: expected istio, linkerd or none, found "consul"'],
    ['- a', 'kustomend.yaml:1:1: expected a map, found a list'],
    ['project: a\nproject: b', 'kustomend.yaml:2:1: project stands twice, first at line 1'],
    [
      'transforms:\n  probes: off\n  hpa: off\n  probes: on',
      'kustomend.yaml:4:3: probes stands twice, first at line 2',
    ],
  ])('%j', (text, message) => expect(problems(text)).toEqual([message]));

  test('all of a file at once, in its order', () => {
    expect(problems('roots: x\nimages: {a: {usr: 1, group: x}}\nmehs: none')).toEqual([
      'kustomend.yaml:1:1: roots: expected a list of paths or globs, found "x"',
      'kustomend.yaml:2:14: unknown key "usr", did you mean "user"?',
      'kustomend.yaml:2:22: images.a.group: expected a numeric group id, or \'?\' for an open question, found "x"',
      'kustomend.yaml:3:1: unknown key "mehs", did you mean "mesh"?',
    ]);
  });

  test('a file named by the user must be there', () => {
    expect(problems({}, 'ci/kustomend.yaml')).toEqual([
      'ci/kustomend.yaml:1:1: ci/kustomend.yaml does not exist',
    ]);
  });

  test('an alias bomb is an error, not a hang', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let i = 0; i < 12; i++) {
      const [last, next] = [String.fromCharCode(97 + i), String.fromCharCode(98 + i)];
      bomb.push(
        `${next}: &${next} [*${last},*${last},*${last},*${last},*${last},*${last},*${last},*${last}]`,
      );
    }
    expect(problems(bomb.join('\n'))[0]).toContain('kustomend.yaml:1:1: Excessive alias count');
  });
});

describe('loadConfig, globs', () => {
  test('are relative to the folder of the configuration that says them', () => {
    const files = {
      obstacle: () => undefined,
      read: (path: string) =>
        path === 'platform/kustomend.yaml'
          ? 'roots: [extra]\nenvironments: {prod: {roots: [overlays/prod]}}\nignore: [{id: x, reason: y, root: overlays/*}]\n'
          : undefined,
    };
    const loaded = loadConfig(files, { startDir: 'platform/overlays' });
    if ('problems' in loaded) throw new Error('unexpected problems');
    expect(loaded.config.roots).toEqual(['platform/extra']);
    expect(loaded.config.environments?.prod?.roots).toEqual(['platform/overlays/prod']);
    expect(loaded.config.ignore?.[0]?.root).toBe('platform/overlays/*');
  });
});
