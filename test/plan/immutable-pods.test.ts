/** A Job that is there takes no other pod template, whatever a transform knows of Jobs. */

import { planOf } from '../harness/repo.ts';
import { setting } from './tiny.ts';

const job = (annotations = '') => ({
  'kustomization.yaml': 'resources:\n  - job.yaml\n',
  'job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: once
${annotations}spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: a
          image: example.com/a:1.0.0
`,
});
const annotated = (key: string, value: string) => job(`  annotations:\n    ${key}: ${value}\n`);
const IN_POD = setting(['spec', 'template', 'spec', 'hostname'], 'a', { kinds: ['Job'] });
const BESIDE = setting(['spec', 'backoffLimit'], 3, { kinds: ['Job'] });

test.each([
  ['its pods', job(), IN_POD, 'unsafe'],
  ['what is not of its pods', job(), BESIDE, 'safe'],
  ['a hook of Argo CD', annotated('argocd.argoproj.io/hook', 'PreSync'), IN_POD, 'safe'],
  [
    'what Argo CD makes anew',
    annotated('argocd.argoproj.io/sync-options', 'Force=true,Replace=true'),
    IN_POD,
    'safe',
  ],
  [
    'what Argo CD only replaces',
    annotated('argocd.argoproj.io/sync-options', 'Replace=true'),
    IN_POD,
    'unsafe',
  ],
  ['what Flux makes anew', annotated('kustomize.toolkit.fluxcd.io/force', 'enabled'), IN_POD, 'safe'],
])('a change of %s', (_, repo, transform, safety) => {
  const [fix] = planOf(repo, { transforms: [transform] }).fixes;
  expect(fix?.safety).toBe(safety);
  const said = fix?.doubts.some(each => each.includes('it has to be deleted and created again'));
  expect(said).toBe(safety === 'unsafe');
});
