/** Numbers of the same image are one for all environments. */

import resources from '../../../transforms/resources/index.ts';
import { planOf, type Repo } from '../../harness/repo.ts';
import { deployment } from '../../plan/tiny.ts';

const JOB = `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    argocd.argoproj.io/hook: PreSync
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: shop:1
          command: [migrate]
`;
const LIMITED = '          resources:\n            limits:\n              memory: 1Gi\n';
const WEB = `${deployment('web')
  .replace(/image: .*/, 'image: shop:1')
  .trimEnd()}\n${LIMITED}`;
const overlay = (more = '') => `resources:\n  - ../../base\n${more}`;
const RAISED = `patches:
  - patch: |
      - op: replace
        path: /spec/template/spec/containers/0/resources/limits/memory
        value: 2Gi
    target: {kind: Deployment}
`;
const repo = (production: string): Repo => ({
  'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - job.yaml\n',
  'base/web.yaml': WEB,
  'base/job.yaml': JOB,
  'overlays/dev/kustomization.yaml': overlay(),
  'overlays/production/kustomization.yaml': overlay(production),
});
const limitOfJob = (production: string) => {
  const { changes } = planOf(repo(production), { transforms: [resources], selection: { unsafe: true } });
  return changes.map(({ path, after }) => [path, /limits:\s+memory: (\S+)/.exec(after)?.[1]]);
};

test('the number of a Deployment is that of its Job where all environments have it', () => {
  expect(limitOfJob('')).toContainEqual(['base/job.yaml', '1Gi']);
});

test('where they differ it is the most of them, and no environment departs from the base over a guess', () => {
  const limits = limitOfJob(RAISED);
  expect(limits).toContainEqual(['base/job.yaml', '2Gi']);
  expect(limits.filter(([path]) => path?.startsWith('overlays/'))).toEqual([]);
});
