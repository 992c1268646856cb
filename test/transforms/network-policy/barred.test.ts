/** Calls that the policies of the repository do not let through. */
import networkPolicy from '../../../transforms/network-policy/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const DB = `${workload('containers: [{name: db, image: db:1, ports: [{containerPort: 5432}]}]', { name: 'db' })}
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
`;
const policy = (name: string, spec: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n---\n`;
const letsIn = (app: string) =>
  policy(
    'db',
    `{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}], ports: [{port: 5432}]}]}`,
  );
const web = (said: string) => workload(`containers: [{name: web, image: w:1, ${said}}]`);
const BACKUP = `apiVersion: batch/v1
kind: CronJob
metadata: {name: backup, namespace: shop}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: {labels: {app: backup}}
        spec: {containers: [{name: a, image: a:1, command: [sh, -c, "pg_dump postgres://db.shop.svc:5432/a"]}]}
---
`;
const barred = (text: string) =>
  propose(networkPolicy, rootOf(text))
    .filter(({ message }) => message === 'bars')
    .map(({ data }) => data);

test('a job whose labels no policy lets in is named with the policy', () => {
  expect(barred(DB + letsIn('web') + BACKUP)).toEqual([
    {
      caller: 'CronJob backup',
      port: 5432,
      callee: 'Deployment db',
      policies: 'NetworkPolicy db',
      verb: 'does',
    },
  ]);
});

test('so is what is barred on its own side', () => {
  const bound = policy('backup', '{podSelector: {matchLabels: {app: backup}}, policyTypes: [Egress]}');
  expect(barred(DB + bound + BACKUP)).toMatchObject([{ policies: 'NetworkPolicy backup' }]);
});

test.each([
  ['a policy lets it in', letsIn('backup') + BACKUP],
  ['there is no policy', BACKUP],
  [
    'a ConfigMap for all says the address',
    `${letsIn('other')}${web('envFrom: [{configMapRef: {name: all}}]')}apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all, namespace: shop}\ndata: {DB: "db:5432"}\n---\n`,
  ],
])('nothing is barred where %s', (_, text) => {
  expect(barred(DB + text)).toEqual([]);
});

test('what its own variable tells a workload counts', () => {
  const text = web('env: [{name: DB, value: "db:5432"}]');
  expect(barred(DB + letsIn('other') + text)).toHaveLength(1);
});

const DENY = policy('deny', '{podSelector: {}, policyTypes: [Ingress]}');
const SHARED = `${web('envFrom: [{configMapRef: {name: all}}]')}apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all, namespace: shop}\ndata: {DB: "db:5432"}\n---\n`;
const ROUTE = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: db, namespace: shop}
spec: {ingressClassName: nginx, rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 5432}}}}]}}]}
---
`;
const opens = (port: number, from: string) =>
  policy(
    'some',
    `{podSelector: {matchLabels: {app: db}}, ingress: [{from: [${from}], ports: [{port: ${port}}]}]}`,
  );
const OUTSIDE = '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}';
const shut = (text: string) =>
  propose(networkPolicy, rootOf(text)).filter(({ message }) => message === 'shut');

test.each([
  ['by what others are given too', SHARED, 'Deployment web'],
  ['by a route', ROUTE, 'Ingress db'],
])('a server that no policy opens is named where it is called %s', (_, caller, callers) => {
  expect(shut(DB + DENY + caller).map(({ data }) => data)).toMatchObject([
    { workload: 'Deployment db', ports: 'port 5432', callers },
  ]);
});

test.each([
  ['some rule opens the port, whoever is meant', opens(5432, OUTSIDE) + SHARED],
  ['its callers say the address themselves', BACKUP],
  ['nobody calls it', ''],
])('it is not where %s', (_, more) => {
  expect(shut(DB + DENY + more)).toEqual([]);
});

test.each([
  ['where it may mean them', opens(5433, OUTSIDE), ': some opens 5433, which its pods do not have'],
  ['where it is for callers of the namespace', opens(5433, '{podSelector: {matchLabels: {app: web}}}'), ''],
])('a rule for a port which the pods do not have is named %s', (_, more, change) => {
  expect(shut(DB + DENY + more + ROUTE).map(({ data }) => data?.change)).toEqual([change]);
});
