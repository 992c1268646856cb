/**
 * A patch for several objects brings a container into one and is merged into another's, which a layer above takes out again:
 * a change of the patch's text shows in what lies in between, though no root renders it.
 */
import { expectDeclaredRenders } from '../harness/invariants.ts';
import { NO_SELECTION, planOf } from '../harness/repo.ts';

const job = (name: string, pod: string) => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${name}
spec:
  jobTemplate:
    spec:
      template:
        spec: ${pod}
`;
const patchOf = (target: string, containers: string) => `patches:
  - target: ${target}
    patch: |
      kind: CronJob
      metadata:
        name: any
      spec:
        jobTemplate:
          spec:
            template:
              spec:
                initContainers: ${containers}
`;
const REPO = {
  'base/jobs.yaml': `${job('nightly', '{}')}---\n${job('weekly', '{initContainers: [{name: wait}]}')}`,
  'base/kustomization.yaml': 'resources:\n  - jobs.yaml\ncomponents:\n  - ../waiting\n',
  'waiting/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${patchOf(
    '{kind: CronJob}',
    '[{name: wait, image: nginx:1.27}]',
  )}`,
  'overlay/kustomization.yaml': `resources:\n  - ../base\n${patchOf(
    '{name: weekly}',
    '[{name: wait, $patch: delete}, {name: ask, image: nginx:1.27}]',
  )}`,
};

test.each([['security-context'], ['writable-paths'], ['resources']])(
  '%s goes where nothing else changes',
  id => {
    const selection = { ...NO_SELECTION, only: [id], unsafe: true, preset: 'complete' } as const;
    const result = planOf(REPO, { selection });
    expectDeclaredRenders(REPO, result);
    expect(
      result.fixes.flatMap(({ reason = '' }) => (reason.includes('the proof failed') ? [reason] : [])),
    ).toEqual([]);
    expect(result.fixes.filter(({ status }) => status === 'planned').length).toBeGreaterThan(1);
  },
);
