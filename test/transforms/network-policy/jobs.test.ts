/** Jobs of manifests that no kustomization reads. */

import { planOf } from '../../harness/repo.ts';
import { workload } from '../root.ts';

const DB = `${workload('containers: [{name: db, image: "postgres:16"}]', { name: 'db' })}
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
`;
const WEB = workload(
  'containers: [{name: web, image: "web:1", env: [{name: DSN, value: "postgres://db:5432/shop"}]}]',
);
const restore = (labels: string, command = 'psql postgresql://root@db:5432/shop') => `apiVersion: batch/v1
kind: Job
metadata: {name: restore, namespace: shop}
spec: {template: {metadata: {labels: ${labels}}, spec: {restartPolicy: Never, containers: [{name: c, image: "psql:1", command: [sh, -c, "${command}"]}]}}}
`;

/** The text of the policy, and why there is none. */
function aboutDb(job: string): { readonly diff: string; readonly reason: string | undefined } {
  const { fixes, changes } = planOf(
    {
      'kustomization.yaml': 'namespace: shop\nresources: [db.yaml, web.yaml]\n',
      'db.yaml': DB,
      'web.yaml': WEB,
      'restore.yaml': job,
    },
    { selection: { unsafe: true, only: ['network-policy'] } },
  );
  const fix = fixes.find(({ subject }) => subject.name === 'db');
  return { diff: JSON.stringify(changes), reason: fix?.reason };
}

test('they are let in by the labels of their pods', () => {
  expect(aboutDb(restore('{app: restore}')).diff).toMatch(/app: web[\s\S]*app: restore/);
});

test('one that has its address from the Secret of a caller is let in too, also where it names no namespace', () => {
  const migrate = (secret: string) => `apiVersion: batch/v1
kind: Job
metadata: {name: migrate}
spec: {template: {metadata: {labels: {app: migrate}}, spec: {restartPolicy: Never, containers: [{name: c, image: "web:1", envFrom: [{secretRef: {name: ${secret}}}]}]}}}
`;
  const hidden = workload(
    'containers: [{name: web, image: "web:1", envFrom: [{secretRef: {name: web-env}}]}]',
  );
  const plan = (job: string) =>
    planOf(
      {
        'kustomization.yaml': 'namespace: shop\nresources: [db.yaml, web.yaml]\n',
        'db.yaml': DB,
        'web.yaml': hidden,
        'migrate.yaml': job,
      },
      { selection: { unsafe: true, only: ['network-policy'] } },
    );
  const { fixes, changes } = plan(migrate('web-env'));
  expect(JSON.stringify(changes)).toMatch(/app: web[\s\S]*app: migrate/);
  expect(fixes.find(({ subject }) => subject.name === 'db')?.doubts.join()).toContain(
    'that Job migrate calls it is not seen: it is in no kustomization, and reads Secret web-env as web does',
  );
  expect(JSON.stringify(plan(migrate('other')).changes)).not.toContain('app: migrate');
});

test('one that calls something else is not', () => {
  expect(aboutDb(restore('{app: restore}', 'psql')).diff).not.toContain('app: restore');
});

test('without labels the pods of a Job have its name, and what a CronJob makes has none that is known', () => {
  expect(aboutDb(restore('{}')).diff).toMatch(/app: web[\s\S]*job-name: restore/);
  const daily = restore('{}')
    .replace('kind: Job', 'kind: CronJob')
    .replace('spec: {', 'spec: {schedule: 0 3 * * *, jobTemplate: {spec: {')
    .replace(/\}\n$/, '}}}\n');
  expect(aboutDb(daily).reason).toContain('pods of CronJob restore call it');
});
