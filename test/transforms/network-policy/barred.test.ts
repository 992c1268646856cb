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
