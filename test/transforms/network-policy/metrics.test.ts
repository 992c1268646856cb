/** Policies beside metrics that are served, and that nothing fetches yet. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { planOf } from '../../harness/repo.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const EXPORTER = '{name: exporter, image: "quay.io/prometheuscommunity/postgres-exporter:v0.15.0"}';
const DB =
  workload(`containers: [{name: db, image: "postgres:16.4", ports: [{containerPort: 5432}]}, ${EXPORTER}]`, {
    name: 'db',
  }) +
  `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {selector: {app: db}, ports: [{name: sql, port: 5432}]}
---
`;
const WEB = workload(
  'containers: [{name: c, image: "web:1", env: [{name: DATABASE_URL, value: "postgres://db:5432/x"}]}]',
);
const OTHER = `${workload('containers: [{name: c, image: "other:1", ports: [{name: metrics, containerPort: 9100}]}]', { name: 'other' })}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: other, namespace: shop, labels: {release: kps}}
spec: {selector: {matchLabels: {app: other}}, podMetricsEndpoints: [{port: metrics}]}
---
`;

function policyOf(name: string, text: string) {
  const found = propose(networkPolicy, rootOf(text)).find(({ at }) => at.on === `Deployment/${name}`);
  return { found, written: found === undefined ? '' : changesOf(found).join('\n') };
}

test('what fetches the metrics of others is let in, and it is said', () => {
  const { found, written } = policyOf('db', DB + WEB + OTHER);
  expect(written).toMatch(/"app.kubernetes.io\/name":"prometheus".*"port":9187/);
  expect(found!.doubts).toContainEqual(
    expect.stringMatching(/^that its metrics are fetched is not seen: .*serves metrics at port 9187/),
  );
});

test('where nothing shows what fetches any, the policy keeps it out, and that is said', () => {
  const { found, written } = policyOf('db', DB + WEB);
  expect(written).not.toContain('9187');
  expect(found!.doubts).toContain('what may scrape its port 9187 is not seen, and would be cut off');
});

test('an exporter that nobody is seen to call gets a policy as well: a default deny alone would keep it out', () => {
  const alone = workload(`containers: [${EXPORTER}]`, { name: 'exporter' });
  const space = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
  expect(policyOf('exporter', space + alone + OTHER).written).toContain('"port":9187');
});

test('a monitor of the same run gets through', () => {
  const { changes, fixes } = planOf(
    {
      'kustomization.yaml': 'namespace: shop\nresources: [db.yaml, web.yaml, other.yaml]\n',
      'db.yaml': DB,
      'web.yaml': WEB,
      'other.yaml': OTHER,
    },
    { selection: { unsafe: true, only: ['network-policy', 'monitoring'] } },
  );
  const text = changes.map(({ after }) => after).join('\n');
  expect(
    fixes.filter(({ transform, status }) => transform === 'monitoring' && status === 'planned'),
  ).toHaveLength(1);
  expect(text).toMatch(/kind: (?:Service|Pod)Monitor\nmetadata:\n *name: db/);
  expect(text).toMatch(/kind: NetworkPolicy\nmetadata:\n *name: db[\s\S]*prometheus[\s\S]*port: 9187/);
});
