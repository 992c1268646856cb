/** Callers whose pods have no label in their template. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';
import { WEB } from './web.ts';

const CALLS =
  'spec: {restartPolicy: Never, containers: [{name: c, image: "c:1", args: ["--target=web.shop:80"]}]}';
const JOB = `
apiVersion: batch/v1
kind: Job
metadata: {name: seed, namespace: shop, labels: {app: seed}}
spec: {template: {${CALLS}}}
---
`;
const SYNC = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: sync, namespace: shop}
spec: {schedule: 0 3 * * *, jobTemplate: {spec: {template: {${CALLS}}}}}
---
`;
const service = (selector: string) => `
apiVersion: v1
kind: Service
metadata: {name: other, namespace: shop}
spec: {selector: ${selector}, ports: [{port: 80}]}
---
`;

function policyFor(text: string, setting: Setting = {}) {
  const found = propose(networkPolicy, rootOf(WEB + text, setting)).find(
    ({ at, message }) => at.on === 'Deployment/web' && message === 'unselected',
  );
  return { found, written: changesOf(found!).join('\n') };
}

test('the pods of a Job are known by its name: its template stays', () => {
  const { found, written } = policyFor(JOB);
  expect(found!.changes).toHaveLength(1);
  expect(written).toContain('"matchLabels":{"job-name":"seed"}');
});

test('in another namespace they are so too', () => {
  const { written } = policyFor(JOB.replace('namespace: shop', 'namespace: tools'));
  expect(written).toContain('"matchLabels":{"kubernetes.io/metadata.name":"tools"}');
  expect(written).toContain('"job-name":"seed"');
});

test('those of a CronJob get a label as the pods around have it', () => {
  const { found, written } = policyFor(SYNC);
  expect(found!.changes).toMatchObject([
    {
      resource: 'CronJob/sync',
      path: [...'spec jobTemplate spec template metadata labels app'.split(' ')],
      value: 'sync',
    },
    { type: 'create' },
  ]);
  expect(written).toContain('"matchLabels":{"app":"sync"}');
});

test.each([
  ['a Service would send to them', service('{app: sync}')],
  ['it stands for others', workload('containers: [{name: c, image: "c:1"}]', { name: 'sync' })],
])('but another one where %s', (_, text) => {
  expect(policyFor(SYNC + text).written).toContain('"app.kubernetes.io/name":"sync"');
});

test.each([
  ['every label is taken', SYNC + service('{app: sync}') + service('{app.kubernetes.io/name: sync}'), {}],
  ['another root renders it', '', { neighbours: { jobs: SYNC } }],
])('and nobody is let in where %s', (_, text, setting) => {
  expect(policyFor(text, setting).found).toMatchObject({
    changes: [],
    known: expect.stringContaining('pods of CronJob sync call it and have no labels of their own'),
  });
});

test('a policy that goes by the name of a Job bars it from nothing', () => {
  const policy = (key: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {${key}: seed}}}], ports: [{port: 8080}]}]}
---
`;
  const barred = (key: string) =>
    propose(networkPolicy, rootOf(WEB + JOB + policy(key))).filter(({ message }) => message === 'bars');
  expect(barred('job-name')).toEqual([]);
  expect(barred('batch.kubernetes.io/job-name')).toEqual([]);
  expect(barred('app')).toHaveLength(1);
});
