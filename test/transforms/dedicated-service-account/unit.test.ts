import transform from '../../../transforms/dedicated-service-account/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "registry.example.com/web:1.4.2"}]';
const IDLE = 'containers: [{name: cache, image: "memcached:1.6.38-alpine"}]';
const binding = (account: string, kind = 'RoleBinding') =>
  `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: rights}\nsubjects:\n- {kind: ServiceAccount, name: ${account}, namespace: shop}\nroleRef: {kind: ClusterRole, name: view, apiGroup: rbac.authorization.k8s.io}\n`;
const account = (name: string, more = '') =>
  `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}, namespace: shop}\n${more}\n`;
const pods = (pod: string, name = 'web') => `---\n${workload(pod, { name })}`;
const of = (text: string, options = {}, setting: Setting = {}) =>
  propose(transform, rootOf(text, setting), options);

test('what has no rights and shows no use of the API is left alone, and so is what has no token', () => {
  expect(of(pods(POD))).toEqual([]);
  expect(of(pods(`${POD}\nautomountServiceAccountToken: false`) + binding('default'))).toEqual([]);
  expect(of(pods(POD) + account('default', 'automountServiceAccountToken: false'))).toEqual([]);
});

test('the rights of account default go along with what may use them, and nothing else has them', () => {
  const proposal = only(of(pods(POD) + pods(IDLE, 'cache') + binding('default')), 'bound');
  expect(changesOf(proposal).join('\n')).not.toContain('Deployment/cache');
  expect(changesOf(proposal)).toHaveLength(3);
  expect(changesOf(proposal)[2]).toMatch(/^subjects = .*"of":"Deployment\/web"/);
  expect(proposal).toMatchObject({ safety: 'unsafe', evidence: [{ kind: 'manifest' }] });
});

test('a written token is a sign of use', () => {
  const proposal = only(of(pods(`${POD}\nautomountServiceAccountToken: true`)), 'uses');
  expect(proposal?.changes.map(({ type }) => type)).toEqual(['create', 'set']);
  expect(proposal?.safety).toBe('unsafe');
});

test.each([
  ['api-sa', {}, '"suffix":"-sa"'],
  ['web-sa', {}, '"suffix":"-sa-account"'],
  ['web-sa', { suffix: '-robot' }, '"suffix":"-robot"'],
  ['api', {}, '"name":{"$reference":"name","of":"Deployment/web"}'],
])('beside account %s and with %j a new one is called %s', (other, options, expected) => {
  const others = account(other) + account(other.replace(/^\w+/, 'spare'));
  const proposal = only(of(pods(`${POD}\nautomountServiceAccountToken: true`) + others, options), 'uses');
  expect(changesOf(proposal)[0]).toContain(expected);
});

test('secrets for images go along, unless the pods say their own', () => {
  const secrets = account(
    'default',
    'automountServiceAccountToken: true\nimagePullSecrets: [{name: registry}]',
  );
  const uses = (pod: string) =>
    changesOf(only(of(pods(`${pod}\nautomountServiceAccountToken: true`) + secrets), 'uses'))[0];
  expect(uses(POD)).toContain('"imagePullSecrets":[{"name":"registry"}]');
  expect(uses(`${POD}\nimagePullSecrets: [{name: own}]`)).not.toContain('imagePullSecrets');
});

test('who trusts the account by its name is asked first', () => {
  const pod = `${POD}\nautomountServiceAccountToken: true`;
  const cloud = account('default').replace('{name', '{annotations: {eks.amazonaws.com/role-arn: x}, name');
  const vault = pods(pod).replace('{labels: {app: web}}', '{annotations: {vault.hashicorp.com/role: shop}}');
  for (const text of [pods(pod) + cloud, vault])
    expect(only(of(text), 'uses')).toMatchObject({ changes: [], blocked: expect.stringContaining('web') });
});

test('a binding of another root is asked about', () => {
  const proposals = of(pods(POD), {}, { neighbours: { cluster: binding('default', 'ClusterRoleBinding') } });
  expect(only(proposals, 'bound')).toMatchObject({
    changes: [],
    blocked: expect.stringContaining('ClusterRoleBinding rights'),
  });
});

test('an account that nobody makes is made once', () => {
  const named = `${POD}\nserviceAccountName: robot`;
  const found = of(pods(named) + pods(named, 'api') + account('other'));
  expect(found.map(({ message }) => message)).toEqual(['absent']);
  expect(found[0]).toMatchObject({
    safety: 'unsafe',
    changes: [{ type: 'create', beside: 'Deployment/web' }],
  });
});

test('several programs of one account with rights: a question, and an account for what has no use of them', () => {
  const named = (pod: string) => `${pod}\nserviceAccountName: robot`;
  const text = pods(named(POD)) + pods(named(POD), 'api') + pods(named(IDLE), 'cache');
  const found = of(text + account('robot') + binding('robot'));
  expect(found.map(({ message }) => message)).toEqual(['idle', 'together']);
  expect(of(pods(named(POD)) + account('robot') + binding('robot'))).toEqual([]);
});

test('nobody is asked about what makers give out so', () => {
  const text = ['a', 'b'].map(name =>
    pods(
      `containers: [{name: x, image: "registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.4"}]\nserviceAccountName: robot`,
      name,
    ),
  );
  const [proposal] = of(text.join('') + account('robot') + binding('robot'));
  expect(proposal).toMatchObject({ message: 'together', known: expect.any(String) });
});

test('a written account default gives no token once nobody needs it', () => {
  const silent = account('default');
  expect(only(of(pods(IDLE) + silent), 'default-token')?.safety).toBe('safe');
  expect(only(of(pods(POD) + silent), 'default-token')?.safety).toBe('unsafe');
  expect(only(of(silent), 'default-token')?.doubts).toHaveLength(1);
  expect(of(pods(POD) + silent + binding('default')).map(({ message }) => message)).toEqual(['bound']);
});

test('Prometheus uses the API where its configuration looks for targets there', () => {
  const scraping = (jobs: string) =>
    of(`${pods('containers: [{name: web, image: "prom/prometheus:v2.53.0"}]\nvolumes: [{name: c, configMap: {name: c}}]')}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: shop}
data: {prometheus.yml: "scrape_configs:\\n- job_name: a\\n  ${jobs}\\n"}
`);
  expect(scraping('static_configs: [{targets: [web:80]}]')).toEqual([]);
  expect(only(scraping('kubernetes_sd_configs: [{role: pod}]'), 'uses')).toBeDefined();
});
