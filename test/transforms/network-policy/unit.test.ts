import networkPolicy from '../../../transforms/network-policy/index.ts';
import { planOf } from '../../harness/repo.ts';
import { changesOf, only, type Proposed, propose, rootOf, type Setting, workload } from '../root.ts';

const WEB = workload('containers: [{name: web, image: web:1, ports: [{name: http, containerPort: 8080}]}]');
const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
`;

function caller(name: string, more = ''): string {
  return workload(`containers: [{name: c, image: c:1, args: [--target=web:80]}]\n${more}`, { name });
}

function policy(name: string, spec: string, apiVersion = 'networking.k8s.io/v1'): string {
  return `
apiVersion: ${apiVersion}
kind: NetworkPolicy
metadata: {name: ${name}, namespace: shop}
spec: ${spec}
---
`;
}

function proposed(text: string, setting?: Setting, options = {}): Proposed[] {
  return propose(networkPolicy, rootOf(text, setting), options);
}

/** Findings about the workload called web. */
function aboutWeb(text: string, setting?: Setting, options = {}): Proposed[] {
  return proposed(text, setting, options).filter(each => each.at.on === 'Deployment/web');
}

function ingressFor(text: string, setting?: Setting, options = {}): unknown {
  const [proposal] = aboutWeb(text, setting, options);
  const [change] = proposal!.changes;
  return change?.type === 'create' ? (change.manifest.spec as { ingress?: unknown }).ingress : undefined;
}

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {ingressClassName: CLASS, defaultBackend: {service: {name: web, port: {number: 80}}}}
---
`;

test('everything waits for a look', () => {
  const all = proposed(
    WEB + SERVICE + caller('app') + policy('x', '{podSelector: {matchLabels: {app: app}}, ingress: [{}]}'),
  );
  expect(all.length).toBeGreaterThan(1);
  expect(all.map(each => each.safety)).not.toContain('safe');
});

test('pods are selected by labels that the next release leaves alone', () => {
  const released = (text: string) =>
    text.replaceAll(/\{app: (\w+)\}/g, '{app: $1, app.kubernetes.io/version: v1}');
  const [proposal] = aboutWeb(released(WEB) + SERVICE + released(caller('app')));
  const [change] = proposal!.changes;
  const byName = (name: string) => ({
    matchLabels: { $reference: 'selector', of: `Deployment/${name}`, keys: ['app'] },
  });
  expect(change).toMatchObject({
    manifest: { spec: { podSelector: byName('web'), ingress: [{ from: [{ podSelector: byName('app') }] }] } },
  });
});

test('callers of one port are one rule', () => {
  const ports = [{ protocol: 'TCP', port: 8080 }];
  const of = (name: string) => ({
    podSelector: { matchLabels: { $reference: 'selector', of: `Deployment/${name}` } },
  });
  expect(ingressFor(WEB + SERVICE + caller('a') + caller('b'))).toEqual([
    { from: [of('a'), of('b')], ports },
  ]);
});

test('a caller of another root is told by its labels', () => {
  const neighbours = { other: caller('app') };
  expect(ingressFor(WEB + SERVICE, { neighbours })).toMatchObject([
    { from: [{ podSelector: { matchLabels: { app: 'app' } } }] },
  ]);
});

test('where everybody comes in nobody is named', () => {
  const public_ = SERVICE.replace('spec: {', 'spec: {type: NodePort, ');
  expect(ingressFor(WEB + public_ + caller('app'))).toEqual([{ ports: [{ protocol: 'TCP', port: 8080 }] }]);
});

test.each([
  [
    'nginx',
    { 'kubernetes.io/metadata.name': 'ingress-nginx' },
    { 'app.kubernetes.io/name': 'ingress-nginx' },
  ],
  ['traefik', undefined, { 'app.kubernetes.io/name': 'traefik' }],
  ['made-up', undefined, undefined],
])('the controller of class %s', (name, namespace, labels) => {
  const rules = ingressFor(WEB + SERVICE + INGRESS.replace('CLASS', name)) as { from: unknown[] }[];
  expect(rules[0]!.from).toEqual([
    {
      namespaceSelector: namespace === undefined ? {} : { matchLabels: namespace },
      ...(labels && { podSelector: { matchLabels: labels } }),
    },
  ]);
});

test('an IngressClass says which controller its class is', () => {
  const kind =
    'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: public}\nspec: {controller: k8s.io/ingress-nginx}\n---\n';
  expect(ingressFor(WEB + SERVICE + kind + INGRESS.replace('CLASS', 'public'))).toMatchObject([
    { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } } }] },
  ]);
});

test('a load balancer of a cloud is no pod', () => {
  expect(ingressFor(WEB + SERVICE + INGRESS.replace('CLASS', 'alb'))).toEqual([
    { ports: [{ protocol: 'TCP', port: 8080 }] },
  ]);
});

test('the configuration says who the controller is', () => {
  const options = { ingressNamespace: 'edge', ingressLabels: { app: 'edge' } };
  const text = WEB + SERVICE + INGRESS.replace('CLASS', 'made-up');
  expect(ingressFor(text, undefined, options)).toMatchObject([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
          podSelector: { matchLabels: { app: 'edge' } },
        },
      ],
    },
  ]);
  expect(aboutWeb(text, undefined, options)[0]!.doubts!.join()).not.toContain('controller');
});

test('ports that nobody is seen to use are named', () => {
  const web = WEB.replace('containerPort: 8080}', 'containerPort: 8080}, {name: admin, containerPort: 9102}');
  expect(aboutWeb(web + SERVICE + caller('app'))[0]!.doubts).toContain(
    'nothing is seen to use its port 9102',
  );
});

test('behind a Service that nobody is seen to call nothing is closed', () => {
  expect(aboutWeb(WEB + SERVICE)).toMatchObject([
    { changes: [], known: 'nothing here is seen to talk to its Service web, and somebody does' },
  ]);
});

test('labels that a layer gives to everything are no labels of a job', () => {
  const job = `apiVersion: batch/v1
kind: CronJob
metadata: {name: web}
spec: {schedule: 0 3 * * *, jobTemplate: {spec: {template: {spec: {containers: [{name: web, image: example.com/web}]}}}}}
---
`;
  const layer = 'labels: [{pairs: {team: shop}, includeTemplates: true}]\n';
  const { fixes } = planOf(
    { 'kustomization.yaml': `namespace: shop\nresources: [web.yaml]\n${layer}`, 'web.yaml': job },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  expect(fixes.map(({ subject }) => subject.kind)).not.toContain('CronJob');
});

test('policies that no root reads are those of somebody who applies them', () => {
  const files = {
    'app/kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n',
    'app/web.yaml': WEB,
  };
  const written = policy('x', '{podSelector: {}}');
  const found = (more: Readonly<Record<string, string>>) =>
    planOf({ ...files, ...more }, { selection: { unsafe: true, only: ['network-policy'] } }).fixes.length;
  expect(found({})).toBeGreaterThan(0);
  expect(found({ 'policies/x.yaml': written })).toBe(0);
});

test.each([
  ['HelmRelease', 'helm.toolkit.fluxcd.io/v2', 'http://web.shop.svc.cluster.local:8080', true],
  ['HelmRelease', 'helm.toolkit.fluxcd.io/v2', 'http://other-web.shop.svc:8080', false],
  ['HelmChart', 'helm.cattle.io/v1', 'http://web.shop:8080', true],
  ['HelmChart', 'helm.cattle.io/v1', 'http://web.shop.example.com', false],
])('what the values of a %s (%s) call (%s) is not closed', (kind, apiVersion, url, isNamed) => {
  const release = `apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: portal, namespace: auth}
spec:
  values:
    extraEnv: |
      - name: SHOP_URL
        value: ${url}
`;
  const { fixes } = planOf(
    {
      'app/kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n',
      'app/web.yaml': WEB + SERVICE,
      'auth/kustomization.yaml': 'resources: [portal.yaml]\n',
      'auth/portal.yaml': release,
    },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  const found = fixes.find(({ message }) => message.includes('selects the pods'));
  expect(found).toBeDefined();
  expect(String(found?.reason).startsWith(`${kind} portal (auth/portal.yaml:2) names its Service`)).toBe(
    isNamed,
  );
});

test('where a Service selects pods that nothing here renders, nothing is closed', () => {
  const service = `---
apiVersion: v1
kind: Service
metadata: {name: store}
spec: {selector: {app: store}, ports: [{port: 5432}]}
`;
  const { fixes } = planOf(
    { 'kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n', 'web.yaml': WEB + service },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  const deny = fixes.find(({ message }) => message.includes('no default deny'));
  expect(deny?.status).toBe('reported');
  expect(deny?.reason).toMatch(/^Service store \(web\.yaml:\d+\) selects pods that nothing here renders/);
});

test.each([
  ['a name with a port', 'nats://nats:4222'],
  ['the name of the cluster', 'nats.shop.svc.cluster.local'],
  ['that of a pod', 'nats-0.nats.shop.svc'],
  ['a URL without a port', 'nats://nats'],
])('where programs call what nothing here renders, nothing is closed and nobody is asked: %s', (_, value) => {
  const told = WEB.replace('image: ', `env: [{name: BUS, value: "${value}"}], image: `);
  expect(told).not.toBe(WEB);
  const { fixes } = planOf(
    { 'kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n', 'web.yaml': told },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  expect(fixes.find(({ message }) => message.includes('no default deny'))).toMatchObject({
    status: 'reported',
    reason: 'nothing here renders nats, which programs call there (web.yaml:11): it would be cut off',
  });
});

const denyBeside = (web: string, files: Readonly<Record<string, string>> = {}) =>
  planOf(
    { 'shop/kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n', 'shop/web.yaml': web, ...files },
    { selection: { unsafe: true, only: ['network-policy'] } },
  ).fixes.find(({ message }) => message.includes('namespace shop has no default deny'));

test.each([
  'command: [sh, -c, "until nc -z store 5432; do sleep 1; done"]',
  'command: [nc, -vz, -w, "2", store, "5432"]',
  'args: [pg_isready, -h, store]',
  'command: [bash, -c, "until (echo > /dev/tcp/store/5432); do sleep 1; done"]',
  'command: [sh, -c, "./wait-for-it.sh -t 30 store:5432 -- ./run"]',
  'env: [{name: PGHOST, value: store}]',
  'env: [{name: QUEUE_HOST, value: store}, {name: QUEUE_PORT, value: "5672"}]',
])('the same where a command or a variable for a host names it: %s', told => {
  expect(denyBeside(WEB.replace('image: ', `${told}, image: `))).toMatchObject({
    status: 'reported',
    reason: expect.stringMatching(
      /^nothing here renders store, which programs call there \(shop\/web\.yaml:\d+\)/,
    ),
  });
});

test.each([
  'command: [sh, -c, "nc -z localhost 5432; nc -l 8080; nc -z db.example.com 5432"]',
  'env: [{name: PGHOST, value: db.example.com}]',
  'env: [{name: APP_HOST, value: shop}]',
])('and not what is elsewhere, or nobody: %s', told => {
  expect(denyBeside(WEB.replace('image: ', `${told}, image: `))?.status).toBe('planned');
});

test.each([
  ['namespace: other', true],
  ['namespace: shop', false],
  ['# of the namespace that it is applied to', false],
])('a Service of another namespace is none of this one: %s', (namespace, isUnseen) => {
  const store = workload('containers: [{name: store, image: "postgres:16"}]', { name: 'store' });
  const service = SERVICE.replaceAll('web', 'store').replace('targetPort: http', 'targetPort: 5432');
  const told = WEB.replace('image: ', 'env: [{name: X, value: "postgres://u@store:80/x"}], image: ');
  const found = denyBeside(told, {
    'store/kustomization.yaml': `${namespace}\nresources: [store.yaml]\n`,
    'store/store.yaml': `${store}${service}`.replaceAll(', namespace: shop', ''),
  });
  expect(found).toBeDefined();
  expect(found?.reason?.startsWith('nothing here renders store') ?? false).toBe(isUnseen);
});

test('what runs in another namespace is no reason to ask', () => {
  const told = WEB.replace('image: ', 'env: [{name: BUS, value: "nats.bus.svc"}], image: ');
  expect(only(proposed(NAMESPACE + told), 'no-deny')!.changes).toHaveLength(1);
});

test.each([
  ['a policy that takes its pods', policy('x', '{podSelector: {matchLabels: {app: web}}, ingress: []}')],
  ['a policy for the whole namespace', policy('x', '{podSelector: {}}')],
  ['a Calico policy', policy('x', '{}', 'projectcalico.org/v3')],
  [
    'a rule that makes policies',
    'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: x}\nspec: {rules: [{generate: {kind: NetworkPolicy}}]}\n---\n',
  ],
])('nothing is missing beside %s', (_, other) => {
  expect(aboutWeb(WEB + SERVICE + other)).toEqual([]);
});

test('a policy in another root of the namespace counts', () => {
  const neighbours = { policies: policy('x', '{podSelector: {}}') };
  expect(aboutWeb(WEB + SERVICE, { neighbours })).toEqual([]);
});

test('a policy for what goes out says nothing of what comes in', () => {
  const other = policy('x', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}');
  expect(only(aboutWeb(WEB + SERVICE + other), 'unselected')).toBeDefined();
});

test.each([
  ['pods on the network of their node', caller('web', 'hostNetwork: true')],
  ['an operator', WEB.replaceAll('namespace: shop', 'namespace: cert-manager')],
])('%s get none', (_, text) => {
  expect(aboutWeb(text)).toEqual([]);
});

const NARROW = '{podSelector: {matchLabels: {app: web}}, ingress: INGRESS}';

const APP = '{"podSelector":{"matchLabels":{"$reference":"selector","of":"Deployment/app"}}}';
const PORTS = '[{"protocol":"TCP","port":8080}]';

test.each([
  ['lets-all-in', '[{}]', `[{"from":[${APP}],"ports":${PORTS}}]`],
  ['lets-all-in', '[{from: [], ports: []}]', `[{"from":[${APP}],"ports":${PORTS}}]`],
  ['lets-all-in', '[{from: [{namespaceSelector: {}}]}]', `[{"from":[${APP}],"ports":${PORTS}}]`],
  ['lets-namespace-in', '[{from: [{podSelector: {}}]}]', `[{"from":[${APP}],"ports":${PORTS}}]`],
  // Ports that are written are decided.
  [
    'lets-namespace-in',
    '[{from: [{podSelector: {matchLabels: {}}}], ports: [{port: 8080}, {port: 9090}]}]',
    `[{"from":[${APP}],"ports":[{"port":8080},{"port":9090}]}]`,
  ],
  [
    'every-port',
    '[{from: [{podSelector: {matchLabels: {app: app}}}]}]',
    `[{"from":[{"podSelector":{"matchLabels":{"app":"app"}}}],"ports":${PORTS}}]`,
  ],
])('%s: %s', (message, ingress, narrowed) => {
  const text = WEB + SERVICE + caller('app') + policy('x', NARROW.replace('INGRESS', ingress));
  expect(changesOf(only(proposed(text), message))).toEqual([`spec.ingress = ${narrowed}`]);
});

const CONSOLE = '{from: [{namespaceSelector: {matchLabels: {team: audit}}}], ports: [{port: 9090}]}';

test('whom somebody decided on stays, also where nothing here is seen to call', () => {
  const text =
    WEB +
    SERVICE +
    caller('app') +
    policy('x', NARROW.replace('INGRESS', `[{from: [{podSelector: {}}]}, ${CONSOLE}]`));
  const [change] = changesOf(only(proposed(text), 'lets-namespace-in'));
  expect(change).toContain(APP);
  expect(change).toContain(
    '{"from":[{"namespaceSelector":{"matchLabels":{"team":"audit"}}}],"ports":[{"port":9090}]}',
  );
});

test('a name that no container gives to a port is no port', () => {
  const lost = SERVICE.replace('targetPort: http', 'targetPort: web');
  const text =
    WEB + lost + caller('app') + policy('x', NARROW.replace('INGRESS', '[{from: [{podSelector: {}}]}]'));
  expect(only(proposed(text), 'lets-namespace-in')).toMatchObject({
    changes: [],
    blocked: expect.any(String),
  });
});

test.each([
  ['[{from: [{podSelector: {}, namespaceSelector: {matchLabels: {a: b}}}], ports: [{port: 8080}]}]'],
  ['[{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 8080}]}]'],
  ['[{ports: [{port: 8080}]}]'],
  ['[{from: [{namespaceSelector: {}}], ports: [{port: 8080}]}]'],
  ['[]'],
])('no fault of %s', ingress => {
  const text = WEB + SERVICE + caller('app') + policy('x', NARROW.replace('INGRESS', ingress));
  expect(proposed(text).filter(each => each.at.on === 'NetworkPolicy/x')).toEqual([]);
});

test('a policy for a whole namespace is reported, and nobody is asked', () => {
  const text = WEB + SERVICE + policy('x', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}');
  const found = only(proposed(text), 'lets-namespace-in');
  expect(found).toMatchObject({ changes: [], known: expect.any(String) });
});

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';

test('a default deny waits until every workload has a policy', () => {
  const called = workload('containers: [{name: a, image: "a:1", env: [{name: WEB, value: "http://web"}]}]', {
    name: 'caller',
  });
  expect(only(proposed(NAMESPACE + WEB + SERVICE + called), 'no-deny')!.awaits).toContain('web');
  const covered = policy('x', '{podSelector: {matchLabels: {app: web}}, ingress: []}');
  expect(only(proposed(NAMESPACE + WEB + SERVICE + covered), 'no-deny')!.awaits).toBeUndefined();
});

test('a default deny waits for no policy that cannot be written', () => {
  const store = workload('containers: [{name: db, image: postgres:16, ports: [{containerPort: 5432}]}]');
  const found = only(proposed(NAMESPACE + store + SERVICE), 'no-deny');
  expect(found).toMatchObject({ changes: [], known: expect.stringContaining('no policy can be written') });
  expect(found!.awaits).toBeUndefined();
});

test('no default deny where pods are made that nobody has rendered', () => {
  const database =
    'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: db, namespace: shop}\nspec: {instances: 3}\n---\n';
  expect(only(proposed(NAMESPACE + WEB + database), 'no-deny')).toMatchObject({ changes: [] });
});

test('a Kustomization of Flux makes no other pods than its folder renders', () => {
  const applied = (path: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: x, namespace: shop}\nspec: {path: ${path}}\n---\n`;
  const found = (path: string) =>
    only(
      proposed(NAMESPACE + WEB + applied(path), { neighbours: { 'shop/apps': caller('app') } }),
      'no-deny',
    );
  expect(found('./shop/apps/')!.known).toBeUndefined();
  expect(found('./shop/others')!.known).toContain('Kustomization x may make pods');
});

test.each([
  ['build.openshift.io/v1', 'BuildConfig'],
  ['secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass'],
])('%s makes no pods that anybody calls', (apiVersion, kind) => {
  const other = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: shop}\nspec: {}\n---\n`;
  expect(only(proposed(NAMESPACE + WEB + other), 'no-deny')!.changes).toHaveLength(1);
});

/** Rules for what goes out, of the policy that is made for web. */
function egressFor(text: string): unknown {
  const found = only(
    proposed(text, undefined, { egress: true }).filter(each => each.at.on === 'Deployment/web'),
    'calls-anybody',
  );
  const [change] = found!.changes;
  return change?.type === 'create' ? (change.manifest.spec as { egress?: unknown }).egress : undefined;
}

const dnsOn = (...ports: number[]) => ({
  to: [{ namespaceSelector: {} }],
  ports: ports.flatMap(port => ['UDP', 'TCP'].map(protocol => ({ protocol, port }))),
});

test('nothing is said of what goes out unless it is asked for', () => {
  expect(only(proposed(WEB), 'calls-anybody')).toBeUndefined();
});

test('names are resolved over both protocols, on OpenShift on its own port too', () => {
  expect(egressFor(WEB)).toEqual([dnsOn(53)]);
  const route =
    'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: x, namespace: shop}\nspec: {}\n---\n';
  expect(egressFor(WEB + route)).toEqual([dnsOn(53, 5353)]);
});

test('pods call what they are told, at the port of the pods, and hosts outside by their port', () => {
  const env = 'env: [{name: A, value: "http://api:80"}, {name: B, value: "https://api.example.com/v1"}]';
  const web = workload(`containers: [{name: web, image: web:1, ${env}}]`);
  const api = WEB.replaceAll('web', 'api') + SERVICE.replaceAll('web', 'api');
  expect(egressFor(web + api)).toEqual([
    dnsOn(53),
    {
      to: [{ podSelector: { matchLabels: { $reference: 'selector', of: 'Deployment/api' } } }],
      ports: [{ protocol: 'TCP', port: 8080 }],
    },
    { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ protocol: 'TCP', port: 443 }] },
  ]);
});

test('a store that nobody is seen to call is asked about', () => {
  const store = workload('containers: [{name: db, image: postgres:16, ports: [{containerPort: 5432}]}]');
  const found = only(aboutWeb(store + SERVICE), 'unselected');
  expect(found).toMatchObject({
    changes: [],
    blocked: 'which workloads are they? Nothing here is seen to talk to it',
    asks: [
      {
        about: 'callers of servers that nothing here is seen to use',
        names: ['Service web'],
      },
    ],
  });
  expect(
    only(aboutWeb(store + SERVICE.replace('http}', '5432}') + caller('app')), 'unselected')!.changes,
  ).toHaveLength(1);
});

test('the router of an OpenShift gets through', () => {
  const route =
    'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: x, namespace: shop}\nspec: {to: {kind: Service, name: web}}\n---\n';
  expect(ingressFor(WEB + SERVICE + route)).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'policy-group.network.openshift.io/ingress': '' } },
          podSelector: {},
        },
      ],
      ports: [{ protocol: 'TCP', port: 8080 }],
    },
  ]);
});

test('what the router is known by is doubted', () => {
  const route =
    'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: x, namespace: shop}\nspec: {to: {kind: Service, name: web}}\n---\n';
  expect(aboutWeb(WEB + SERVICE + route)[0]!.doubts!.join()).toContain('HostNetwork');
});

test('a port that is open to everybody cuts nobody off', () => {
  const text = WEB + SERVICE.replace('spec: {', 'spec: {type: NodePort, ');
  expect(aboutWeb(text)[0]!.doubts).toEqual([
    'Service web lets the outside in, so that port stays open to everybody',
  ]);
  const more = WEB.replace('8080}', '8080}, {containerPort: 9000}');
  expect(aboutWeb(text.replace(WEB, more))[0]!.doubts).toHaveLength(3);
});

test('pods without labels get none', () => {
  const bare = WEB.replace('    metadata: {labels: {app: web}}', '    metadata: {}').replace(
    '{matchLabels: {app: web}}',
    '{}',
  );
  expect(aboutWeb(bare)).toEqual([]);
});

test('a caller whose pods have no labels is said', () => {
  const job = `
apiVersion: v1
kind: Pod
metadata: {name: seed, namespace: shop}
spec: {containers: [{name: c, image: "c:1", args: ["--target=web:80"]}]}
---
`;
  const said =
    'pods of Pod seed call it and have no labels of their own: give them some, so that a policy can let them in';
  expect(only(aboutWeb(WEB + SERVICE + job), 'unselected')!.known).toBe(said);
  const open = policy('x', NARROW.replace('INGRESS', '[{from: [{podSelector: {}}]}]'));
  expect(only(proposed(WEB + SERVICE + job + open), 'lets-namespace-in')!.known).toBe(said);
});

test('labels that a layer gives to everything name no caller: it gets one of its own', () => {
  const job = `apiVersion: batch/v1
kind: CronJob
metadata: {name: sync}
spec: {schedule: 0 3 * * *, jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: "c:1", args: ["--target=web:80"]}]}}}}}
---
`;
  const { fixes, changes } = planOf(
    {
      'kustomization.yaml':
        'namespace: shop\nresources: [web.yaml, job.yaml]\ncommonLabels: {part-of: shop}\n',
      'web.yaml': WEB + SERVICE,
      'job.yaml': job,
    },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  expect(fixes.find(({ subject }) => subject.name === 'web')).toMatchObject({
    status: 'planned',
    message: expect.stringContaining('lets in sync (its pods get a label for that)'),
  });
  // The layer gives its label to what the policy selects as well, and not to what its expressions do.
  expect(changes.map(({ after }) => after).join()).toMatch(/key: app\n *operator: In\n *values:\n *- sync/);
});

const monitor = (kind: string, port: string) => `
apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: ${port}}], endpoints: [{port: ${port}}]}
---
`;

test.each([
  [
    'an exporter',
    WEB.replace('name: http', 'name: metrics').replace('web:1', 'x/web-exporter:1'),
    'it is an exporter',
  ],
  ['a port for datagrams', WEB.replace('8080}', '8080, protocol: UDP}'), 'its port http'],
])('pods without a Service are not closed where somebody talks to them: %s', (_, text, says) => {
  expect(aboutWeb(text)).toMatchObject([{ changes: [], known: expect.stringContaining(says) }]);
});

test('a Service of a StatefulSet that nobody renders is made by somebody who lets others call', () => {
  const text = workload('containers: [{name: web, image: web:1}]', {
    kind: 'StatefulSet',
    more: 'serviceName: web-pods',
  });
  expect(only(proposed(text), 'unselected')).toMatchObject({
    changes: [],
    known: expect.stringContaining('no root renders Service web-pods'),
  });
});

test('a port that nothing is seen to use is doubted where nobody is let in', () => {
  // Where a default deny comes too, that one says it.
  const operator = 'apiVersion: example.com/v1\nkind: Runner\nmetadata: {name: x, namespace: shop}\n---\n';
  expect(aboutWeb(WEB + operator)[0]!.doubts).toContain('nothing is seen to use its port 8080');
  expect(aboutWeb(WEB)).toEqual([]);
});

test('a Service whose every port a ServiceMonitor asks is there for it', () => {
  const web = SERVICE.replace('metadata: {', 'metadata: {labels: {app: web}, ').replace(
    'port: 80',
    'name: http, port: 80',
  );
  expect(aboutWeb(WEB + web + monitor('ServiceMonitor', 'http'))[0]!.changes).toHaveLength(1);
  const both = web.replace('[{', '[{name: api, port: 9000}, {');
  expect(aboutWeb(WEB + both + monitor('ServiceMonitor', 'http'))).toMatchObject([
    { changes: [], known: expect.stringContaining('nothing here but what scrapes it') },
  ]);
});

test.each([['PodMonitor'], ['ServiceMonitor']])(
  'a %s of a kustomization that cannot be rendered scrapes',
  kind => {
    const files = {
      'app/kustomization.yaml': 'namespace: shop\nresources: [web.yaml, service.yaml, app.yaml]\n',
      'app/web.yaml': WEB,
      'app/service.yaml': SERVICE.replace('metadata: {', 'metadata: {labels: {app: web}, '),
      'app/app.yaml': caller('app'),
      'monitoring/monitor.yaml': monitor(kind, 'http'),
    };
    const aboutPods = (kustomization: string) =>
      planOf(
        { ...files, 'monitoring/kustomization.yaml': kustomization },
        { selection: { unsafe: true, only: ['network-policy'] } },
      ).fixes.find(({ subject }) => subject.name === 'web' && subject.kind === 'Deployment');
    expect(aboutPods('resources: [monitor.yaml]\n')).toMatchObject({ status: 'planned' });
    expect(aboutPods('resources: [monitor.yaml, gone.yaml]\n')).toMatchObject({
      status: 'reported',
      reason: `${kind} web (monitoring/monitor.yaml:3) selects it and is in nothing that is rendered here: a policy would cut off what scrapes it`,
    });
  },
);

test('who runs beside pods of a placeholder for a namespace is not known', () => {
  const own = WEB.replaceAll('namespace: shop', 'namespace: __REPLACED__');
  expect(aboutWeb(own + caller('app'))).toMatchObject([
    { changes: [], known: expect.stringContaining('namespace __REPLACED__ is a placeholder') },
  ]);
  expect(aboutWeb(own)[0]!.changes).toHaveLength(1);
});

const SHARED =
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all, namespace: shop}\ndata: {CACHE: 'redis://cache:6379', WEB: 'http://web:80'}\n---\n";
const CACHE_SERVICE = SERVICE.replaceAll('web', 'cache').replace('80, targetPort: http', '6379');
const given = (name: string, image: string) =>
  workload(
    `containers: [{name: c, image: "${image}", envFrom: [{configMapRef: {name: all}}], ports: [{name: http, containerPort: 8080}]}]`,
    { name },
  );

test('what is given to several makes callers that are not certain, and none of the servers and of itself', () => {
  const text =
    SHARED +
    CACHE_SERVICE +
    SERVICE +
    given('cache', 'redis:7') +
    given('web', 'web:1') +
    given('app', 'app:1');
  const [found] = aboutWeb(text);
  expect(found!.data!.change).toBe('. One lets in app');
  expect(found!.doubts).toContain(
    'whether app calls it is not certain: all of ConfigMap all is given to several, whoever needs what',
  );
});

test('labels that a layer gives to another workload do not part what every environment wants', () => {
  const own = (text: string) => text.replaceAll(', namespace: shop', '');
  const overlay = (more: string) => `namespace: shop\nresources: [../web, ../ingress${more}]\n`;
  const { fixes } = planOf(
    {
      'web/kustomization.yaml': 'resources: [web.yaml, service.yaml]\n',
      'web/web.yaml': own(WEB),
      'web/service.yaml': own(SERVICE),
      'seeder/kustomization.yaml': 'resources: [seeder.yaml]\ncommonLabels: {team: data}\n',
      'seeder/seeder.yaml': own(workload('containers: [{name: c, image: c:1}]', { name: 'seeder' })),
      'ingress/kustomization.yaml': 'resources: [ingress.yaml]\n',
      'ingress/ingress.yaml': own(INGRESS.replace('CLASS', 'nginx')),
      'staging/kustomization.yaml': overlay(', ../seeder'),
      'production/kustomization.yaml': overlay(''),
    },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  const forWeb = fixes.filter(({ subject }) => subject.kind === 'Deployment' && subject.name === 'web');
  expect(forWeb.flatMap(({ places }) => places.map(({ file }) => file))).toEqual([
    'web/web-networkpolicy.yaml',
  ]);
});

test('a caller of one environment gets a policy there, and what all want stands in the base', () => {
  const own = (text: string) => text.replaceAll(', namespace: shop', '');
  const overlay = (more: string) => `namespace: shop\nresources: [../base${more}]\n`;
  const { fixes } = planOf(
    {
      'base/kustomization.yaml': 'resources: [web.yaml, service.yaml, app.yaml]\n',
      'base/web.yaml': own(WEB),
      'base/service.yaml': own(SERVICE),
      'base/app.yaml': own(caller('app')),
      'staging/kustomization.yaml': overlay(', seeder.yaml'),
      'staging/seeder.yaml': own(caller('seeder')),
      'production/kustomization.yaml': overlay(''),
    },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  const forWeb = fixes.filter(({ subject }) => subject.kind === 'Deployment' && subject.name === 'web');
  expect(forWeb.flatMap(({ places }) => places.map(({ file }) => file))).toEqual([
    'base/web-networkpolicy.yaml',
    'staging/networkpolicy.yaml',
  ]);
});

test.each([
  ['extensions/v1beta1', true],
  ['networking.k8s.io/v1', false],
])('with an Ingress of %s the label of namespaces may not be there: %s', (apiVersion, isDoubted) => {
  const old = `apiVersion: ${apiVersion}\nkind: Ingress\nmetadata: {name: web, namespace: shop}\n`;
  const backend = 'backend: {serviceName: web, servicePort: 80}';
  const spec = `spec: {ingressClassName: nginx, ${isDoubted ? backend : 'defaultBackend: {service: {name: web, port: {number: 80}}}'}}\n---\n`;
  const [found] = aboutWeb(WEB + SERVICE + old + spec);
  expect(JSON.stringify(found?.changes)).toContain('kubernetes.io/metadata.name');
  expect(found?.doubts?.some(each => each.includes('before Kubernetes 1.21'))).toBe(isDoubted);
});

test('who owns a namespace is asked only where there is something to write', () => {
  const of = (name: string, service: string) => ({
    [`${name}/prod/kustomization.yaml`]: 'namespace: shop\nresources: [a.yaml]\n',
    [`${name}/prod/a.yaml`]: `${workload(`containers: [{name: ${name}, image: example/${name}:1}]`, { name })}${service}`,
  });
  const service = (name: string) =>
    `\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}, namespace: shop}\nspec: {selector: {app: ${name}}, ports: [{port: 80, targetPort: 8080}]}\n`;
  const saidOf = (files: Readonly<Record<string, string>>) =>
    planOf(files, { transforms: [networkPolicy] })
      .fixes.filter(({ message }) => message.includes('default deny'))
      .map(({ status, reason }) => `${status}: ${reason}`);
  expect(saidOf({ ...of('api', ''), ...of('web', '') })).toEqual([
    'person: which of api/prod and web/prod owns the namespace? namespaces: {shop: {owner: ?}}',
  ]);
  expect(saidOf({ ...of('api', service('api')), ...of('web', service('web')) })).toEqual([
    'reported: no policy can be written for api as things are, and it would cut them off',
  ]);
});

test.each([
  ['cilium-gateway', undefined],
  ['shared', [{ podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'shared' } } }]],
])('of gateway %s, which others bring, its name says whether it has pods', (name, from) => {
  const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec: {parentRefs: [{name: ${name}, namespace: gateways}], rules: [{backendRefs: [{name: web, port: 80}]}]}
`;
  const [rule] = ingressFor(WEB + SERVICE + route) as { from?: { podSelector: unknown }[] }[];
  expect(rule?.from?.map(({ podSelector }) => ({ podSelector }))).toEqual(from);
});
