import transform from '../../../transforms/explicit-defaults/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const of = (kind: string, pod = 'containers: [{name: web, image: "web:1"}]', more = '') =>
  propose(transform, rootOf(workload(pod, { kind, more })));

test.each([
  ['Deployment', 'spec.strategy.type'],
  ['StatefulSet', 'spec.updateStrategy.type'],
  ['DaemonSet', 'spec.updateStrategy.type'],
])('a %s says its policy and %s', (kind, field) => {
  const [defaults, privileged] = of(kind);
  expect(changesOf(defaults)).toEqual([
    'spec.template.spec.restartPolicy = "Always"',
    `${field} = "RollingUpdate"`,
  ]);
  expect(defaults).toMatchObject({ safety: 'safe', restarts: false });
  expect(changesOf(privileged)).toEqual([
    'spec.template.spec.containers.web.securityContext.privileged = false',
  ]);
});

test('written ones stay, Jobs are none of it, and Windows knows no privileges', () => {
  expect(of('Job')).toEqual([]);
  const windows = 'os: {name: windows}\nrestartPolicy: Always\ncontainers: [{name: web, image: "web:1"}]';
  expect(of('Deployment', windows, 'strategy: {type: Recreate}')).toEqual([]);
});

test('what rolls on a volume of its own is not told to', () => {
  const claim =
    'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: d, namespace: shop}\nspec: {accessModes: [ReadWriteOnce]}\n';
  const pod =
    'containers: [{name: web, image: "web:1"}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: d}}]';
  const [defaults] = propose(transform, rootOf(workload(pod) + claim));
  expect(changesOf(defaults)).toEqual(['spec.template.spec.restartPolicy = "Always"']);
});

test('a CronJob has to say its policy, and its containers say what those of others do', () => {
  const cron = `apiVersion: batch/v1
kind: CronJob
metadata: {name: web, namespace: shop}
spec:
  schedule: "0 4 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: web, image: "web:1"}]}}}}
`;
  expect(propose(transform, rootOf(cron)).flatMap(changesOf)).toEqual([
    'spec.jobTemplate.spec.template.spec.containers.web.securityContext.privileged = false',
  ]);
});
