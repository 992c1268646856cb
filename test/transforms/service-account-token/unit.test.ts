import serviceAccountToken from '../../../transforms/service-account-token/index.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';

const OURS: Setting = { images: { app: { user: 1000, apiToken: false } } };
const of = (pod: string, more = '', setting: Setting = OURS) =>
  propose(serviceAccountToken, rootOf(workload(pod) + more, setting));
const POD = 'containers: [{name: a, image: "app:1"}]';
const binding = (subject: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
subjects: [${subject}]
---
`;

test('a token that nothing uses is not mounted', () => {
  const [proposal] = of(POD);
  expect(changesOf(proposal)).toEqual(['spec.template.spec.automountServiceAccountToken = false']);
  expect(proposal).toMatchObject({ safety: 'safe', evidence: [{ kind: 'config' }] });
});

test.each([
  ['by a binding of the namespace', 'RoleBinding', 'namespace: shop', ''],
  ['by a binding of the cluster', 'ClusterRoleBinding', '', ', namespace: shop'],
])('a token is used where another root gives its account rights: %s', (_, kind, metadata, subject) => {
  const rights = binding(`{kind: ServiceAccount, name: default${subject}}`)
    .replace('kind: RoleBinding', `kind: ${kind}`)
    .replace('namespace: shop}', `${metadata}}`);
  const neighbours = { rights: rights + workload(POD, { name: 'other' }) };
  const found = (setting: Setting) => propose(serviceAccountToken, rootOf(workload(POD), setting));
  expect(found({ ...OURS, neighbours })).toEqual([]);
  expect(found(OURS)).toHaveLength(1);
});

test.each([
  ['system:serviceaccount:shop:default', 0],
  ['system:serviceaccount:shop:other', 1],
  ['system:serviceaccount:bank:default', 1],
  ['default', 1],
])('a binding of the user %s gives the account of its name rights', (name, count) => {
  const subject = `{kind: User, apiGroup: rbac.authorization.k8s.io, name: "${name}"}`;
  expect(of(POD, binding(subject))).toHaveLength(count);
});

test.each([
  ['a known family', 'containers: [{name: a, image: "postgres:16"}]', 'safe'],
  [
    'a command that is all there is',
    'containers: [{name: a, image: "x:1", command: [sh, -c, "sleep 1"]}]',
    'safe',
  ],
  [
    'a command that waits',
    `containers: [{name: a, image: "x:1", command: [/bin/sh, -c], args: ${JSON.stringify([
      'set -x\nhost=$(echo "$URL" | awk -F[/:] \'{print $4}\')\ni=0\nuntil nc -z -w 1 "$host" 80; do\n  i=$((i+1))\n  if [ $i -eq 10 ]; then exit 1; fi # give up\n  sleep 2\ndone\necho "it is there"',
    ])}}]`,
    'safe',
  ],
  [
    'a command that saves a dump elsewhere',
    `containers: [{name: a, image: "alpine:3.20", command: [/bin/sh, -c], args: ${JSON.stringify([
      'set -eu\napk add --no-cache mysql-client aws-cli\nmysqldump --all-databases > /tmp/all.sql\naws s3 cp /tmp/all.sql "s3://$BUCKET/all.sql"',
    ])}}]`,
    'safe',
  ],
  [
    'a command that tells cases apart',
    `containers: [{name: a, image: "x:1", command: [sh, -c], args: ${JSON.stringify([
      'case "$KEY" in\n  *[!a-z]*|\'\')\n    echo "letters only" >&2\n    exit 1\n    ;;\nesac\nprintf "%s" "$KEY" > /out/key',
    ])}}]`,
    'safe',
  ],
  [
    'a command that starts a program in one case',
    `containers: [{name: a, image: "x:1", command: [sh, -c], args: ${JSON.stringify([
      'case "$ROLE" in\n  web) exec node web.js ;;\n  *) echo none ;;\nesac',
    ])}}]`,
    'unsafe',
  ],
  ...[
    'node_modules/.bin/prisma, migrate, deploy',
    'npx, --yes, drizzle-kit, push',
    'sh, -c, "cd /app && npx prisma migrate deploy"',
  ].map(command => [
    `what brings a schema up to date (${command})`,
    `containers: [{name: a, image: "x:1", command: [${command}]}]`,
    'safe',
  ]),
  [
    'another program of its packages',
    'containers: [{name: a, image: "x:1", command: [npx, ours]}]',
    'unsafe',
  ],
  [
    'functions of the shell, with what stands in them',
    `containers: [{name: a, image: "x:1", command: [sh, -c], args: ${JSON.stringify([
      'clean() {\n  pg_ctl stop -D /tmp/a || true\n  rm -rf /tmp/a\n}\ntrap clean EXIT\naws s3 cp s3://a/b /tmp/b\ninitdb -D /tmp/a\nclean\n',
    ])}}]`,
    'safe',
  ],
  [
    'a function that starts a program',
    `containers: [{name: a, image: "x:1", command: [sh, -c], args: ${JSON.stringify(['run() { node x.js; }\nrun\n'])}}]`,
    'unsafe',
  ],
  [
    'a shell that starts a program',
    'containers: [{name: a, image: "x:1", command: [sh, -c, "sleep 1; exec node server.js"]}]',
    'unsafe',
  ],
  [
    'a program inside of quotes',
    `containers: [{name: a, image: "x:1", command: [sh, -c, 'echo "$(node x.js)"']}]`,
    'unsafe',
  ],
  [
    'a script that nobody sees',
    'containers: [{name: a, image: "x:1", command: [sh, /scripts/run.sh]}]',
    'unsafe',
  ],
  ['an account of its own, with the configuration', `serviceAccountName: own\n${POD}`, 'safe'],
  ['an account of its own', 'serviceAccountName: own\ncontainers: [{name: a, image: "redis:7"}]', 'unsafe'],
  ['an unknown image', 'containers: [{name: a, image: "stranger:1"}]', 'unsafe'],
  ['a base image', 'containers: [{name: a, image: "node:22"}]', 'unsafe'],
  [
    'a projected token for the API',
    `${POD}\nvolumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token}}]}}]`,
    'unsafe',
  ],
  [
    'a projected cloud identity',
    `${POD}\nvolumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token, audience: sts.amazonaws.com}}]}}]`,
    'safe',
  ],
])('%s is %3$s', (_, pod, safety) => expect(of(pod)[0]?.safety).toBe(safety));

test.each([
  ['an image that talks to the API', 'containers: [{name: a, image: "prom/prometheus:v2"}]', ''],
  ['leader election', 'containers: [{name: a, image: "x:1", args: [--leader-elect]}]', ''],
  ['kubectl', 'containers: [{name: a, image: "x:1", command: [sh, -c, "kubectl get pods"]}]', ''],
  [
    'a variable',
    'containers: [{name: a, image: "x:1", env: [{name: KUBERNETES_SERVICE_HOST, value: h}]}]',
    '',
  ],
  [
    'a binding of its account',
    'containers: [{name: a, image: "x:1"}]',
    binding('{kind: ServiceAccount, name: default}'),
  ],
  [
    'a binding of all accounts',
    'containers: [{name: a, image: "x:1"}]',
    binding('{kind: Group, name: "system:serviceaccounts:shop"}'),
  ],
  [
    'its configuration',
    'containers: [{name: a, image: "rabbitmq:3"}]\nvolumes: [{name: c, configMap: {name: c}}]',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {rabbitmq.conf: "cluster_formation.peer_discovery_backend = rabbit_peer_discovery_k8s"}\n',
  ],
])('nothing is found with %s', (_, pod, more) => expect(of(pod, more)).toEqual([]));

test.each([
  'vault.hashicorp.com/agent-inject: "true"',
  'vault.security.banzaicloud.io/vault-addr: "https://vault:8200"',
  'dapr.io/enabled: "true"',
])('what is injected needs the token: %s', annotation => {
  const text = workload(POD).replace(
    'metadata: {labels: {app: web}}',
    `metadata: {labels: {app: web}, annotations: {${annotation}}}`,
  );
  expect(text).toContain(annotation);
  expect(propose(serviceAccountToken, rootOf(text, OURS))).toEqual([]);
});

test('of default accounts one answer for all is offered: that nothing gives them rights', () => {
  const pods = (name: string, account = 'default') =>
    workload(`serviceAccountName: ${account}\ncontainers: [{name: a, image: "${name}:1"}]`, { name });
  const found = (options = {}) =>
    propose(serviceAccountToken, rootOf(pods('one') + pods('two') + pods('three', 'three')), options);
  expect(found().map(({ asks = [] }) => asks.map(each => each.type === 'decision' && each.about))).toEqual([
    ['tokens of default accounts'],
    ['tokens of default accounts'],
    // Of an account of its own the question is about its image.
    [false],
  ]);
  const answered = found({ defaultAccounts: 'unused' });
  expect(answered.map(({ safety }) => safety)).toEqual(['safe', 'safe', 'unsafe']);
  expect(answered[0]?.evidence).toMatchObject([{ kind: 'config' }]);
});

test('a written true is for a person', () => {
  expect(of(`automountServiceAccountToken: true\n${POD}`)[0]?.blocked).toBeTruthy();
  expect(of(`automountServiceAccountToken: false\n${POD}`)).toEqual([]);
});

test.each([
  ['an account of its own, for another environment too', 'judge', 'shop-dev', 0],
  ['the default account of its namespace', 'default', 'shop', 0],
  ['the default account of another one', 'default', 'shop-dev', 1],
  ['a namesake of its account, of another namespace', 'judge', 'bank', 1],
])('a root that has nothing in the namespace may bind %s', (_, account, namespace, count) => {
  const alone = rootOf(workload(`serviceAccountName: ${account}\n${POD}`));
  const binding = `kind: RoleBinding\nmetadata: {name: rights, namespace: tools}\nsubjects: [{kind: ServiceAccount, name: ${account}, namespace: ${namespace}}]`;
  const { bindsAnywhere, bindsInEnvironments } = rootOf(binding);
  expect(propose(serviceAccountToken, { ...alone, bindsAnywhere, bindsInEnvironments })).toHaveLength(count);
});

test.each([
  ['iam.gke.io/gcp-service-account', ['tokens of accounts that are cloud identities']],
  ['eks.amazonaws.com/role-arn', ['tokens of accounts that are cloud identities']],
  ['azure.workload.identity/client-id', ['tokens of accounts that are cloud identities']],
  ['example.com/owner', undefined],
])('of an account with the annotation %s nobody is asked what a cloud identity says', (key, about) => {
  const account = `
apiVersion: v1
kind: ServiceAccount
metadata: {name: jobs, namespace: shop, annotations: {${key}: a}}
---
`;
  const [found] = of(`serviceAccountName: jobs\ncontainers: [{name: a, image: "other:1"}]`, account);
  expect(found).toMatchObject({ safety: 'unsafe' });
  expect(found?.asks?.map(each => each.type === 'decision' && each.about)).toEqual(about);
  const bound = binding('{kind: ServiceAccount, name: jobs}');
  expect(of(`serviceAccountName: jobs\ncontainers: [{name: a, image: "other:1"}]`, account + bound)).toEqual(
    [],
  );
});

test.each(['DCS_ENABLE_KUBERNETES_API', 'KUBERNETES_SCOPE_LABEL', 'PATRONI_KUBERNETES_LABELS'])(
  'Patroni that keeps its leader in the API says so by %s',
  name => {
    expect(
      of(`containers: [{name: db, image: "acme/pg-ha:15", env: [{name: ${name}, value: "x"}]}]`),
    ).toEqual([]);
  },
);

describe('at the account', () => {
  const account = (more = '') =>
    `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: shop, namespace: shop}\n${more}`;
  const pods = (name: string, pod = 'serviceAccountName: shop\n', image = 'stranger') =>
    `---\n${workload(`${pod}containers: [{name: ${name}, image: "${image}:1"}]`, { name })}`;
  const SAID = { kind: 'manifest', at: 'sa.yaml:1', says: 'its comment says so' } as const;
  const found = (text: string, said?: typeof SAID) =>
    propose(serviceAccountToken, rootOf(text, { platform: { apartFromApi: () => said } }));

  test('one line stands for all its pods where a comment says what it is for', () => {
    const proposals = found(pods('one') + pods('two') + account(), SAID);
    expect(proposals).toMatchObject([{ message: 'at-account', safety: 'safe', evidence: [SAID] }]);
    expect(changesOf(proposals[0])).toEqual(['automountServiceAccountToken = false']);
    expect(found(pods('one') + account(), SAID)).toMatchObject([{ message: 'at-account' }]);
  });

  test('without a comment it is one line for a look, and for one workload its own', () => {
    const [several, ...more] = found(pods('one') + pods('two') + account());
    expect(more).toEqual([]);
    expect(several).toMatchObject({ message: 'at-account', safety: 'unsafe' });
    expect(several?.doubts?.join()).toContain('outside of the repository gives ServiceAccount shop rights');
    expect(found(pods('one') + account())).toMatchObject([{ message: 'unused', safety: 'unsafe' }]);
  });

  test.each([
    [
      'one of them uses it',
      pods('one') + pods('kube-state-metrics', undefined, 'kube-state-metrics') + account(),
      1,
    ],
    ['it gives none already', pods('one') + account('automountServiceAccountToken: false\n'), 0],
    [
      'a binding gives it rights',
      `${pods('one') + account()}---\n${binding('{kind: ServiceAccount, name: shop}')}`,
      0,
    ],
  ])('it keeps its token where %s', (_, text, count) => {
    const proposals = found(text, SAID);
    expect(proposals.map(({ message }) => message)).toEqual(Array.from({ length: count }, () => 'unused'));
  });

  test('is a question where only one program has one, of which nobody knows what it does', () => {
    const others = pods('two', '');
    expect(found(pods('one') + others + account())[0]).toMatchObject({ message: 'special', changes: [] });
    expect(found(pods('one') + others + account())[0]?.blocked).toContain('apiToken: ?');
    expect(found(pods('one') + pods('two', '', 'redis') + account())[0]?.message).toBe('unused');
  });
});

test.each([
  ['lists its targets', 'static_configs: [{targets: [web:80]}]', ['safe']],
  ['asks the API for them', 'kubernetes_sd_configs: [{role: pod}]', []],
])('a Prometheus whose configuration %s', (_, targets, expected) => {
  const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {prometheus.yml: "scrape_configs:\\n- ${targets}"}\n---\n`;
  const pod =
    'containers: [{name: a, image: "prom/prometheus:v2.53.0"}]\nvolumes: [{name: c, configMap: {name: c}}]';
  expect(of(pod, config).map(({ safety }) => safety)).toEqual(expected);
});

test('a pod that logs in to Vault uses its token: its account or a comment says so', () => {
  const account = (annotations: string) =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop, annotations: ${annotations}}\n---\n`;
  expect(of(POD, account('{vault.hashicorp.com/role: shop}'))).toEqual([]);
  expect(of(POD, account('{example.com/role: shop}'))).toHaveLength(1);
  const said = (file: string) => ({
    ...OURS,
    platform: { lines: () => [{ at: `${file}:3`, text: '# vault.hashicorp.com/agent-inject: "true"' }] },
    where: () => 'web.yaml:1',
  });
  expect(of(POD, '', said('web.yaml'))).toEqual([]);
  expect(of(POD, '', said('api.yaml'))).toHaveLength(1);
});
