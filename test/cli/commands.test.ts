/** Commands that neither preview nor write manifests. */

import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportSchema } from '../../src/report/formats/report-schema.ts';
import { kustomend, newRepo, oracleFolder, SHOP, writeIn } from './cli.ts';

const { 'kustomend.yaml': _, ...UNSETTLED } = SHOP;
const PATCHED = {
  ...SHOP,
  'overlays/production/kustomization.yaml': `resources:
- ../../base
replicas:
- name: shop
  count: 3
patches:
- target:
    kind: Deployment
  patch: |-
    - op: replace
      path: /spec/template/spec/containers/0/image
      value: shop:2.0
`,
};

describe('init', () => {
  test('asks what only people know, and not what a Dockerfile says, and is then a valid configuration', () => {
    const root = newRepo({
      ...UNSETTLED,
      'services/shop/Dockerfile': 'FROM scratch\nUSER 10001:10002\nEXPOSE 8080\n',
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    expect(config).toMatch(
      / {2}# from services\/shop\/Dockerfile; 1 finding waits for it\n {2}shop:\n {4}probes:/,
    );
    expect(config).not.toContain('    user:');
    expect(config).toContain('#     writes: []  # for 1 fix\n');
    expect(config).toContain('  production:\n    tier: production\n');
    expect(kustomend(root, []).code).toBe(0);
  });

  test('offers what is not verified as comments, and what is taken up from there makes fixes safe', () => {
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: "axllent/mailpit:v1.20"}]}\n',
    });
    const scan = () => kustomend(root, ['scan', '-v', '--exit-zero', '--only', 'writable-paths']).stdout;
    expect(scan().replace(/\s+/g, ' ')).toContain(
      'needs --unsafe; safe once it is said: images: {axllent/mailpit: {writes: [/tmp]}}',
    );
    const said = kustomend(root, ['init']).stderr;
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    const lines = /\n# {3}(axllent\/mailpit:\n)(?:#.*\n)*?#( +writes: \[\/tmp\]) {2}# for 1 fix\n/.exec(
      config,
    );
    expect(said).toContain('0 open questions');
    writeFileSync(join(root, 'kustomend.yaml'), `images:\n  ${lines?.[1]}${lines?.[2]}\n`);
    expect(scan()).toContain('1 finding: 1 fixable');
  });

  test('counts all that waits for an answer, and no environment that nothing depends on', () => {
    const root = newRepo({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: a}, ports: [{port: 80, targetPort: web}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: a}}\n    spec: {containers: [{name: a, image: "shop/a:1", ports: [{name: http, containerPort: 8080}]}]}\n',
      'overlays/production/kustomization.yaml': 'resources: [../../base]\n',
      'overlays/edge/kustomization.yaml': 'resources: [../../base]\n',
      'overlays/default/kustomization.yaml': 'resources: [../../base]\n',
    });
    const said = kustomend(root, ['init']).stderr;
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    expect(config).toContain('#   - overlays/edge\n');
    expect(config).not.toContain('overlays/default');
    const decisions = config.match(/^# {3}- (?!overlays|id:)/gm)?.length ?? 0;
    const facts = config.match(/: (?:'\?'|\['\?'\])/g)?.length ?? 0;
    expect(decisions).toBe(1);
    expect(config).toContain('#   Of these none is known, and nobody is asked: ');
    expect(said).toContain(
      `${facts} open questions, 1 decision with answers at hand, ${decisions} decision in the manifests`,
    );
    const { questions } = JSON.parse(kustomend(root, ['scan', '--format', 'json']).stdout);
    for (const { about } of questions) expect(config).toContain(about.replace(/^image /, ''));
  });

  test('asks about the images of one release once, and an answer for all of them by a pattern holds', () => {
    const pod = (name: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {a: ${name}}}\n  template:\n    metadata: {labels: {a: ${name}}}\n    spec: {containers: [{name: a, image: "gcr.io/ci/${name}:v20240101-ab12"}]}\n---\n`;
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': ['hook', 'deck', 'tide'].map(pod).join(''),
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    const path = join(root, 'kustomend.yaml');
    const config = readFileSync(path, 'utf8');
    expect(config).toMatch(
      /\n {2}# hook, deck, tide, asked about together; .*\n {2}"gcr\.io\/ci\/\*":\n {4}user: '\?'/,
    );
    writeFileSync(path, config.replace("user: '?'", 'user: 65532'));
    expect(kustomend(root, ['init']).code).toBe(0);
    expect(readFileSync(path, 'utf8').match(/gcr\.io\/ci\/\*":/g)).toHaveLength(1);
    const users = kustomend(root, ['--diff', '--only', 'security-context']).stdout.match(/runAsUser: 65532/g);
    expect(users).toHaveLength(3);
  });

  test('offers a guessed Dockerfile, and names it where something else is asked', () => {
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: "shop-board:1"}]}\n',
      'infra/board/Dockerfile': 'FROM grafana/grafana:11.0.0\nCOPY a.ini /etc/grafana/grafana.ini\n',
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    expect(config).toMatch(/\n {2}# perhaps from infra\/board\/Dockerfile; .*\n {2}shop-board:\n {4}writes:/);
    expect(config).toContain('#     dockerfile: infra/board/Dockerfile  # for 1 fix\n');
    // Nobody has answered yet.
    expect(config).not.toContain('    apiToken:');
    expect(kustomend(root, []).code).toBe(0);
  });

  test('puts our own images first, by their path in a private registry, and asks nothing about plain tools', () => {
    const pod = (name: string, image: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: "${image}"}]}\n`;
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml, b.yaml, c.yaml]\n',
      'a.yaml': pod('a', 'example/stranger:1'),
      'b.yaml': pod('b', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/web:1'),
      'c.yaml': pod('c', 'busybox:1'),
      'web/Dockerfile': 'FROM debian\nUSER app\nVOLUME /data\n',
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    expect(config.slice(config.indexOf('images:'), config.indexOf('# Not verified'))).toBe(`images:
  # from web/Dockerfile; 1 finding waits for it
  team/web:
    user: '?'  # USER app: which number?
  # 3 findings wait for it
  example/stranger:
    user: '?'
    writes: ['?']

`);
    // Whether default accounts have rights is offered once for all.
    expect(
      config.match(/# tokens of default accounts: .* \(3 findings\)\n {4}# defaultAccounts: unused /g),
    ).toHaveLength(1);
    expect(config).not.toContain('# To be decided in the manifests');
    expect(kustomend(root, []).code).toBe(0);
  });

  test('asks where an image writes apart from the volumes that its pods have', () => {
    const root = newRepo({
      'kustomization.yaml': 'resources: [api.yaml]\n',
      'api.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      volumes: [{name: data, emptyDir: {}}]\n      containers: [{name: api, image: registry.example.com/garden/api:1, volumeMounts: [{name: data, mountPath: /data}]}]\n',
      'api/Dockerfile': 'FROM debian:12\nVOLUME /data/files\nVOLUME /spool\nCMD ["./api"]\n',
      'build.sh': 'docker build -t registry.example.com/garden/api:1 api\n',
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toContain("    writes: [/spool, '?']\n");
  });

  test('asks once which of several folders owns a namespace, and what is answered decides where quota and limits go', () => {
    const pod = (name: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  replicas: 3\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: example/a:1}]}\n`;
    const folder = (name: string) => ({
      [`${name}/kustomization.yaml`]: 'namespace: shop\nresources: [a.yaml]\n',
      [`${name}/a.yaml`]: pod(name),
    });
    const root = newRepo({ ...folder('blue'), ...folder('green') });
    expect(kustomend(root, ['init']).code).toBe(0);
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    expect(config).toContain("namespaces:\n  # blue, green\n  shop:\n    owner: '?'\n");
    const created = (owner: string) => {
      writeFileSync(join(root, 'kustomend.yaml'), config.replace("owner: '?'", `owner: ${owner}`));
      const { stdout } = kustomend(root, ['--unsafe', '--preset', 'complete', '--diff']);
      return [...stdout.matchAll(/^\+\+\+ b\/(\S*(?:quota|limit)\S*)/gm)].map(([, path]) => path);
    };
    expect(created("'?'")).toEqual([]);
    expect(created('none')).toEqual([]);
    expect(created('green')).toEqual(['green/limits.yaml', 'green/quota.yaml']);
  });

  test('asks for each namespace with the folders that render it, and takes one answer for several', () => {
    const folder = (app: string, environment: string) => ({
      [`${app}/${environment}/kustomization.yaml`]: `namespace: shop-${environment}\nresources: [a.yaml]\n`,
      [`${app}/${environment}/a.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${app}}\nspec:\n  replicas: 3\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: example/a:1}]}\n`,
    });
    const root = newRepo({
      ...folder('api', 'staging'),
      ...folder('web', 'staging'),
      ...folder('api', 'prod'),
      ...folder('web', 'prod'),
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    const config = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    expect(config).toContain(`  # api/prod, web/prod\n  shop-prod:\n    owner: '?'\n`);
    expect(config).toContain(`  # api/staging, web/staging\n  shop-staging:\n    owner: '?'\n`);
    writeFileSync(join(root, 'kustomend.yaml'), 'namespaces:\n  "shop-*": { owner: web/* }\n');
    const { stdout } = kustomend(root, ['--unsafe', '--preset', 'complete', '--diff']);
    const created = [...stdout.matchAll(/^\+\+\+ b\/(\S*quota\S*)/gm)].map(([, path]) => path);
    expect(created).toEqual(['web/prod/quota.yaml', 'web/staging/quota.yaml']);
    expect(kustomend(root, ['init']).stderr).not.toContain('shop');
  });

  test('a quota or LimitRange that stands beside the kustomizations gets no second one, and what goes with it is asked', () => {
    const bound = (kind: string, namespace: string) =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: {name: team, namespace: ${namespace}}\nspec: {}\n`;
    const created = (files: Record<string, string>) => {
      const root = newRepo({
        'app/kustomization.yaml': 'namespace: shop\nresources: [a.yaml]\n',
        'app/a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: 3\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: example/a:1}]}\n',
        ...files,
      });
      const { stdout } = kustomend(root, ['--unsafe', '--diff', '--only', 'limit-range,resource-quota']);
      return [...stdout.matchAll(/^\+kind: (\w+)/gm)].map(([, kind]) => kind);
    };
    expect(created({})).toEqual(['LimitRange', 'ResourceQuota']);
    expect(created({ 'ops/limits.yaml': bound('LimitRange', 'shop') })).toEqual([]);
    expect(created({ 'ops/quota.yaml': bound('ResourceQuota', 'shop') })).toEqual([]);
    expect(created({ 'ops/quota.yaml': bound('ResourceQuota', 'other') })).toEqual([
      'LimitRange',
      'ResourceQuota',
    ]);
  });

  const IMAGE = 'registry.example.com/acme/shop-api';
  const GUESSED = {
    'kustomization.yaml': 'namespace: shop\nresources: [a.yaml]\n',
    'a.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: api, image: "${IMAGE}:1.2.3"}]}\n`,
    'api/Dockerfile': 'FROM debian:12\nEXPOSE 8080\nUSER 10001\n',
  };

  test('offers a Dockerfile that may be the right one, and asks nothing that it answers', () => {
    const root = newRepo(GUESSED);
    const config = join(root, 'kustomend.yaml');
    expect(kustomend(root, ['init']).code).toBe(0);
    const asked = readFileSync(config, 'utf8');
    expect(asked).toContain(`#   acme/shop-api:\n#     dockerfile: api/Dockerfile  # for 1 fix\n`);
    expect(asked).not.toMatch(/^ .*user:/m);
    const answer = (said: string) => writeFileSync(config, `images:\n  ${IMAGE}:\n    dockerfile: ${said}\n`);
    const hardened = (...flags: string[]) =>
      kustomend(root, ['--diff', '--only', 'security-context', ...flags]).stdout.includes('runAsUser: 10001');
    expect([hardened(), hardened('--unsafe')]).toEqual([false, true]);
    answer('api/Dockerfile');
    expect(hardened()).toBe(true);
    answer('none');
    expect(hardened('--unsafe')).toBe(false);
    expect(kustomend(root, ['init']).code).toBe(0);
    expect(readFileSync(config, 'utf8')).toMatch(/ user: ["']\?["']\n/);
    answer('apy/Dockerfile');
    expect(kustomend(root, []).stderr).toMatch(
      /kustomend\.yaml:\d+: no file is called apy\/Dockerfile, did you mean "api\/Dockerfile"/,
    );
  });

  test('asks by the name that a configuration has, with what speaks for the answer', () => {
    const root = newRepo({
      ...GUESSED,
      'api/Dockerfile': 'FROM debian:12\nRUN mkdir /spool && chown 10001 /spool /opt\nUSER 10001\n',
    });
    const config = join(root, 'kustomend.yaml');
    writeFileSync(config, `images:\n  ${IMAGE}:\n    apiToken: false\n`);
    expect(kustomend(root, ['init']).code).toBe(0);
    const asked = readFileSync(config, 'utf8');
    expect(asked.match(/^ .*shop-api/gm)).toHaveLength(1);
    expect(asked.match(/apiToken/g)).toHaveLength(1);
    expect(asked).toMatch(/# perhaps \[\/spool, \/tmp\]: .*\/opt \(api\/Dockerfile:2\)\n {4}writes:/);
  });

  test('counts what is open, and adds what is not asked yet to the file that is there', () => {
    const root = newRepo(UNSETTLED);
    const first = kustomend(root, ['init']).stderr;
    const asked = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    const open = asked.split('\n').filter(line => !line.startsWith('#') && line.includes("'?'")).length;
    expect(first).toContain(`${open} open questions, 1 decision with answers at hand\n`);
    const mine = `# ours\n${asked.replace(/ {4}writes: .*\n/, '    # none so far\n').replace("user: '?'", 'user: 7')}`;
    writeFileSync(join(root, 'kustomend.yaml'), mine);
    expect(kustomend(root, ['init']).code).toBe(0);
    const after = readFileSync(join(root, 'kustomend.yaml'), 'utf8');
    const left = after.split('\n');
    expect(mine.split('\n').filter(line => !left.includes(line))).toEqual([]);
    expect(after).toMatch(/user: 7\n/);
    expect(after).toMatch(/writes:\s+(?:\[['"]\?['"]\]|- ['"]\?['"])/);
    expect(kustomend(root, []).code).toBe(0);
  });
});

describe('init over a file of its own', () => {
  const pod = (image: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: "${image}"}]}\n`;
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: gone}, ports: [{port: 80}]}\n';

  test('a file that somebody else has begun gets what a new one would say, and keeps every line', () => {
    const files = {
      'prod/kustomization.yaml': 'resources: [a.yaml, s.yaml]\n',
      'prod/a.yaml': pod('registry.example.com/shop-api:1'),
      'prod/s.yaml': service,
    };
    const [fresh, begun] = [newRepo(files), newRepo({ ...files, 'kustomend.yaml': 'ignore: []' })];
    expect(kustomend(fresh, ['init']).code).toBe(0);
    const { code, stderr } = kustomend(begun, ['init']);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^kustomend\.yaml: 1 image, \d+ open questions, 1 decision with answers at hand, 1 decision in the manifests\n/,
    );
    const [first, after] = [fresh, begun].map(root => readFileSync(join(root, 'kustomend.yaml'), 'utf8'));
    expect(after).toMatch(/^ignore: \[\]\n/);
    for (const says of [
      'tier: production',
      'pods of Service s: which pods are meant?',
      'findings wait for it',
      "user: '?'",
      '# Facts about',
    ])
      expect([says, first!.includes(says), after!.includes(says)]).toEqual([says, true, true]);
    expect(kustomend(begun, ['init']).stderr).toContain('stays as it is');
    expect(kustomend(begun, []).code).toBe(0);
  });

  test('an image that joins those of a file says how many findings wait for it', () => {
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml': pod('registry.example.com/shop-api:1'),
      'kustomend.yaml': 'images:\n  other: {user: 7}\n',
    });
    expect(kustomend(root, ['init']).code).toBe(0);
    expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toMatch(
      /^images:\n {2}other: \{user: 7\}\n(?: {2}shop-api:\n)? *# \d+ findings wait for it/,
    );
  });

  test('its comments are those of today; what somebody has taken out stays out', () => {
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml, s.yaml]\n',
      'a.yaml': pod('axllent/mailpit:v1.20'),
      's.yaml': service,
    });
    const config = join(root, 'kustomend.yaml');
    const again = () => {
      expect(kustomend(root, ['init']).code).toBe(0);
      return readFileSync(config, 'utf8');
    };
    const first = again();
    expect(first).toMatch(/^# pods of Service s: which pods are meant\?.*\n# - \{id: validate, /m);
    expect(first).toContain('#     writes: [/tmp]  # for 1 fix\n');
    expect(again()).toBe(first);
    writeFileSync(join(root, 's.yaml'), service.replace('app: gone', 'a: b'));
    writeFileSync(join(root, 'a.yaml'), pod('grafana/grafana:11.0.0'));
    const second = again();
    expect(second).not.toContain('pods of Service s');
    expect(second).not.toContain('mailpit');
    expect(second).toContain('# transforms:\n#   pod-disruption-budget: off\n');
    const own = second.replace(/^# To be decided.*\n(?:# {3}.*\n)*/m, '');
    writeFileSync(config, own);
    writeFileSync(join(root, 's.yaml'), service);
    expect(again()).not.toContain('pods of Service s');
  });

  test('its comments have the line ends of the file', () => {
    const root = newRepo({
      'kustomization.yaml': 'resources: [a.yaml, s.yaml]\n',
      'a.yaml': pod('axllent/mailpit:v1.20'),
      's.yaml': service,
    });
    const config = join(root, 'kustomend.yaml');
    expect(kustomend(root, ['init']).code).toBe(0);
    const windows = readFileSync(config, 'utf8').replaceAll('\n', '\r\n');
    writeFileSync(config, windows);
    expect(kustomend(root, ['init']).code).toBe(0);
    expect(readFileSync(config, 'utf8')).toBe(windows);
    writeFileSync(join(root, 'a.yaml'), pod('grafana/grafana:11.0.0'));
    expect(kustomend(root, ['init']).code).toBe(0);
    const after = readFileSync(config, 'utf8');
    expect(after).toContain('grafana');
    expect(after).not.toMatch(/[^\r]\n/);
  });

  test('it is named as one would type it, and hard links are warned of', () => {
    const root = newRepo({
      'shop/kustomization.yaml': 'resources: [a.yaml]\n',
      'shop/a.yaml': pod('shop:1'),
    });
    writeFileSync(join(root, 'kustomend.yaml'), '# ours\n');
    linkSync(join(root, 'kustomend.yaml'), join(root, 'other.yaml'));
    const { stderr } = kustomend(join(root, 'shop'), ['init']);
    expect(stderr).toContain('warning: kustomend.yaml had other names (hard links)');
    expect(stderr).toContain('../kustomend.yaml: 1 image');
  });
});

describe('scan', () => {
  const policy = (name: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}}\nspec: {podSelector: {matchLabels: {app: gone}}}\n`;
  const files = {
    'base/kustomization.yaml': 'resources: [a.yaml, p.yaml]\n',
    'base/a.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: "a:1"}]}\n',
    'base/p.yaml': policy('to-gone'),
    'one/kustomization.yaml': 'namespace: one\nnamePrefix: one-\nresources: [../base]\n',
    'two/kustomization.yaml': 'namespace: two\nnamePrefix: two-\nresources: [../base]\n',
  };

  test('a question about an object is one under all the names that environments give it', () => {
    const { stdout } = kustomend(newRepo(files), ['scan', '--format', 'json', '--only', 'validate']);
    expect(JSON.parse(stdout).questions.map(({ about }: { about: string }) => about)).toEqual([
      'pods of NetworkPolicy to-gone',
    ]);
  });

  test('says what the configuration means nothing by, and exempts what is about a kustomization', () => {
    const root = newRepo({
      ...files,
      'kustomend.yaml': 'namespaces: {one: {owner: oen}}\n',
    });
    const quotas = (more = '') => {
      writeFileSync(join(root, 'kustomend.yaml'), `namespaces: {one: {owner: oen}}\n${more}`);
      return kustomend(root, ['scan', '--exit-zero', '--format', 'json']);
    };
    const left = ({ stdout }: { stdout: string }) =>
      JSON.parse(stdout).findings.flatMap(({ subject }: { subject: { kind: string; name: string } }) =>
        subject.kind === 'Kustomization' ? [subject.name] : [],
      );
    const before = quotas();
    expect(before.stderr).toContain('no root is called oen, did you mean "one"?');
    expect(left(before)).toContain('one');
    const after = quotas('ignore: [{id: all, resource: Kustomization/on*, reason: made elsewhere}]\n');
    expect(left(after)).not.toContain('one');
    expect(left(after)).toContain('two');
  });
});

describe('trace', () => {
  const root = newRepo(PATCHED);

  test('the winner first, then what it replaced', () => {
    const { stdout, code } = kustomend(root, [
      'trace',
      'overlays/production',
      'Deployment/shop',
      'spec.replicas',
    ]);
    expect(code).toBe(0);
    expect(
      stdout
        .split('\n')
        .slice(2, 4)
        .map(line => line.trim().split(/\s+/).slice(0, 2).join(' ')),
    ).toEqual(['overlays/production/kustomization.yaml:5 replicas[0]', 'base/deployment.yaml:6 source']);
  });

  test('what a GitOps controller writes above the root comes first', () => {
    const above = newRepo({
      ...PATCHED,
      'argo/app.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  source:\n    path: overlays/production\n    kustomize:\n      replicas: [{name: shop, count: 9}]\n',
    });
    const { stdout } = kustomend(above, ['trace', 'overlays/production', 'Deployment/shop', 'spec.replicas']);
    expect(
      stdout
        .split('\n')[2]
        ?.trim()
        .split(/\s{2,}/),
    ).toEqual(['argo/app.yaml:8', 'Application shop', '9']);
  });

  test('a root alone lists its objects, and where each comes from', () => {
    const { stdout, code } = kustomend(root, ['trace', 'overlays/production']);
    expect({ stdout, code }).toEqual({ stdout: 'Deployment/shop  base/deployment.yaml\n', code: 0 });
  });

  test('an element is meant by its number or its name, too; an object by its name alone is named', () => {
    const image = (field: string, object = 'Deployment/shop') =>
      kustomend(root, ['trace', 'overlays/production', object, `spec.template.spec.${field}.image`]);
    const { stdout } = image('containers.[name=shop]');
    expect(stdout).toContain('spec.template.spec.containers.[name=shop].image\n');
    for (const field of ['containers[0]', 'containers.0', 'containers.shop', 'containers[name=shop]'])
      expect(image(field).stdout).toBe(stdout);
    expect(image('containers.web').stderr).toContain('containers has [name=shop]');
    expect(image('containers[0]', 'shop').stderr).toContain('renders no shop; there is Deployment/shop');
  });

  test('a line of an inline patch', () => {
    const field = 'spec.template.spec.containers.[name=shop].image';
    const { stdout } = kustomend(root, [
      'trace',
      'overlays/production',
      'Deployment/shop',
      field,
      '--format',
      'json',
    ]);
    const [{ steps }] = JSON.parse(stdout).fields;
    expect(steps[0]).toMatchObject({
      file: 'overlays/production/kustomization.yaml',
      value: 'shop:2.0',
      line: 12,
    });
    expect(steps[1]).toMatchObject({ file: 'base/deployment.yaml', value: 'shop:1.2.3' });
  });
});

describe('render', () => {
  const withOracle = oracleFolder === undefined ? test.skip : test;

  withOracle('what kustomize renders', () => {
    const root = newRepo(PATCHED);
    const theirs = execFileSync(
      join(oracleFolder!, 'kustomize'),
      ['build', join(root, 'overlays/production')],
      {
        encoding: 'utf8',
      },
    );
    expect(kustomend(root, ['render', 'overlays/production']).stdout).toBe(theirs);
  });

  test('hides the values of Secrets unless asked', () => {
    const root = newRepo({
      'kustomization.yaml': 'secretGenerator:\n- name: a\n  literals:\n  - password=hunter2\n',
    });
    const hidden = kustomend(root, ['render', '.']);
    expect(hidden.stdout).toContain("password: '***'");
    expect(hidden.stderr).toContain('--show-secrets');
    expect(kustomend(root, ['render', '.', '--show-secrets']).stdout).toContain('aHVudGVyMg==');
  });
});

test('graph shows who uses what, as text and for mermaid', () => {
  const root = newRepo(SHOP);
  expect(kustomend(root, ['graph']).stdout).toBe('overlays/production\n└── base\n');
  expect(kustomend(root, ['graph', '--format', 'mermaid']).stdout).toContain('n1 --> n0');
});

describe('graph --network', () => {
  const CALLS = {
    'kustomization.yaml': 'namespace: shop\nresources: [web.yaml, db.yaml]\n',
    'web.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - name: web\n          image: web:1\n          env:\n            - name: DSN\n              value: postgres://u:hunter2@db/shop\n',
    'db.yaml':
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec: {containers: [{name: db, image: postgres:16}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {type: NodePort, selector: {app: db}, ports: [{port: 5432}]}\n',
  };
  const graph = (...args: string[]) => kustomend(newRepo(CALLS), ['graph', '--network', ...args]).stdout;

  test('says who calls whom, on which port, and what says so', () => {
    expect(graph()).toBe(
      [
        '.',
        '  shop/StatefulSet db :5432',
        '    from Service db  db.yaml:13: Service db is reached from outside',
        '    from shop/Deployment web  web.yaml:14: DSN names Service db',
        '',
      ].join('\n'),
    );
  });

  test('as a picture, and for programs', () => {
    expect(graph('--format', 'mermaid')).toContain('n0_2 -->|"5432"| n0_1');
    expect(graph('--format', 'svg')).toContain('<title>3 callers and called</title>');
    expect(JSON.parse(graph('--format', 'json')).networks[0]).toMatchObject({
      environment: null,
      roots: [''],
      connections: [
        { from: 'Service db' },
        { from: 'shop/Deployment web', to: 'shop/StatefulSet db', port: 5432 },
      ],
    });
  });
});

test('doctor says what a run rests on', () => {
  const root = newRepo({ ...SHOP, 'old/kustomization.yaml': 'resources:\n- gone.yaml\n' });
  const { stdout, code } = kustomend(root, ['doctor']);
  expect(stdout).toMatch(/^kustomize {3}none on PATH/m);
  expect(stdout).toMatch(/^roots {7}1 of 2 looked at$/m);
  expect(stdout).toMatch(
    /^does not build with kustomize either: old\/kustomization\.yaml:2: old: .*gone\.yaml/m,
  );
  expect(code).toBe(0);
});

test('doctor names the kinds that seem to have pods and are not known', () => {
  const train = (name: string) =>
    `apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nmetadata: {name: ${name}}\nspec:\n  pytorchReplicaSpecs:\n    Worker:\n      template:\n        spec:\n          containers:\n          - name: pytorch\n            image: train:1\n`;
  const root = newRepo({
    ...SHOP,
    'ml/kustomization.yaml': 'resources: [a.yaml, b.yaml, kafka.yaml, rollout.yaml]\n',
    'ml/a.yaml': train('a'),
    'ml/b.yaml': train('b'),
    'ml/kafka.yaml':
      'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: k}\nspec:\n  kafka:\n    template:\n      pod:\n        tolerations: []\n',
    'ml/rollout.yaml':
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: r}\nspec:\n  template:\n    spec:\n      containers:\n      - name: r\n        image: r:1\n',
  });
  const { stdout } = kustomend(root, ['doctor']);
  expect(
    stdout
      .replace(/\n {4}/g, ' ')
      .split('\n')
      .filter(line => line.startsWith('unknown pods: ')),
  ).toEqual([
    'unknown pods: ml/a.yaml:9: PyTorchJob of kubeflow.org/v1, a kind that is not known, has containers at spec.pytorchReplicaSpecs.Worker.template.spec.containers, and at 1 other place: nothing of its pods is looked at, changed or counted',
    'unknown pods: ml/kafka.yaml:7: Kafka of kafka.strimzi.io/v1beta2, whose pods an operator writes, has settings at spec.kafka.template.pod: nothing of its pods is looked at, changed or counted',
  ]);
});

test('explain lists every transform, and tells all of one', () => {
  const root = newRepo(SHOP);
  expect(kustomend(root, ['explain']).stdout).toMatch(/^security-context +critical/m);
  expect(kustomend(root, ['explain', 'security-context']).stdout).toMatch(/^Why: /m);
});

test('reports fit their schema, and hide what a diff hides', () => {
  const secret = 'Kd83hfKs293jdkQpz';
  const root = newRepo({
    ...SHOP,
    'base/deployment.yaml': `${SHOP['base/deployment.yaml']}        env:\n        - name: DB_PASSWORD\n          value: ${secret}\n`,
  });
  for (const args of [
    ['scan', '--exit-zero'],
    ['preview', '--unsafe'],
  ]) {
    const { stdout } = kustomend(root, [...args, '--format', 'json']);
    expect(stdout).not.toContain(secret);
    const report = reportSchema().parse(JSON.parse(stdout));
    expect(report.changes.flatMap(({ hunks }) => hunks).length).toBeGreaterThan(0);
  }
});

test('reports of several repositories are summed up', () => {
  const root = newRepo(SHOP);
  for (const name of ['shop', 'till'])
    kustomend(root, ['scan', '--exit-zero', '--format', `json=${name}.json`]);
  const one = JSON.parse(kustomend(root, ['report', 'merge', 'shop.json', '--format', 'json']).stdout);
  const both = JSON.parse(
    kustomend(root, ['report', 'merge', 'a=shop.json', 'till.json', '--format', 'json']).stdout,
  );
  expect(one.totals.found).toBeGreaterThan(0);
  expect(both.totals.found).toBe(2 * one.totals.found);
  expect(both.reports.map(({ name }: { name: string }) => name)).toEqual(['a', 'till']);
  const twice = kustomend(root, ['report', 'merge', 'shop.json', './shop.json', 'shop=till.json']);
  expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('two reports are called shop')]);
  writeIn(root, 'other.json', '{"version": 1}');
  const other = kustomend(root, ['report', 'merge', 'other.json']);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('other.json is no report (')]);
});

test('schema is JSON', () => {
  expect(JSON.parse(kustomend(newRepo(SHOP), ['schema']).stdout)).toMatchObject({ title: 'kustomend.yaml' });
});

test('--print-config prints the configuration that applies', () => {
  expect(kustomend(newRepo(SHOP), ['--print-config']).stdout).toMatch(/^# kustomend\.yaml\nimages:\n/);
});

test('the completion scripts are scripts', () => {
  const root = newRepo(SHOP);
  for (const shell of ['bash', 'zsh']) {
    execFileSync('bash', ['-n'], { input: kustomend(root, ['completion', shell]).stdout });
  }
  expect(kustomend(root, ['completion', 'fish']).stdout).toContain('complete -c kustomend');
  expect(kustomend(root, ['completion', 'tcsh']).code).toBe(2);
});

test('overlay leaves the sources alone', () => {
  const root = newRepo(SHOP);
  const { stdout, code } = kustomend(root, ['overlay', '--env', 'production']);
  expect(code).toBe(0);
  expect(stdout).toContain('+++ b/overlays/production/kustomization.yaml');
  expect(stdout).not.toContain('+++ b/base/deployment.yaml');
});

test('colour only on request off a terminal', () => {
  const root = newRepo(SHOP);
  const sequence = '\u001b[';
  expect(kustomend(root, []).stdout).not.toContain(sequence);
  expect(kustomend(root, ['--color']).stdout).toContain(sequence);
  expect(kustomend(root, [], { FORCE_COLOR: '1' }).stdout).toContain(sequence);
  expect(kustomend(root, [], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain(sequence);
});

test('the same from a folder inside of the repository', () => {
  const root = newRepo(SHOP);
  const inside = kustomend(join(root, 'overlays/production'), []);
  expect(inside.stdout).toBe(kustomend(root, []).stdout);
  expect(kustomend(dirname(root), [root]).stdout).toBe(inside.stdout);
});

test('a patch whose target may be out of sight is no question', () => {
  const patch =
    'patches:\n- target: {kind: Deployment, name: far}\n  patch: |-\n    - op: add\n      path: /spec/paused\n      value: true\n';
  const root = newRepo({
    'near/kustomization.yaml': `resources: [a.yaml]\n${patch}`,
    'near/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    'far/kustomization.yaml': `resources: [a.yaml, "https://git.example.com/far?ref=v1"]\n${patch}`,
    'far/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
  const { findings } = JSON.parse(kustomend(root, ['scan', '--only', 'validate', '--format', 'json']).stdout);
  const statuses = findings.map(({ roots, status }: { roots: string[]; status: string }) => [
    roots[0],
    status,
  ]);
  expect(statuses).toEqual([
    ['far', 'reported'],
    ['near', 'person'],
  ]);
});
