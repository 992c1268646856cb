/** Defaults that reviewers and checkers want to read (catalogue L6). */

import { type Change, defineTransform, type Root, type Workload } from '../../src/transform.ts';
import { describeContainer, describeWorkload, isWindows, podKind } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { heldClaims } from '../shared/storage/claims.ts';

export default defineTransform({
  id: 'explicit-defaults',
  title: 'Defaults that matter are written out',
  severity: 'low',
  group: 'metadata',
  order: 1350,
  preset: 'opt-in',
  each: 'workload',
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    defaults: '{subject} leaves {fields} to the API. It says what that assumes',
    privileged: '{subject} does not say that it is not privileged. It says so',
  },
  briefs: { defaults: '{fields} unset', privileged: 'privileged unset' },
  docs: {
    why: 'Who reads a manifest sees what it says. What the API server assumes is looked up by few, and some checkers count as missing what nobody has written.',
    risk: 'None: nothing runs otherwise. The API server fills in the same policy and strategy, so nothing restarts for them; `privileged: false` is another pod template, and restarts the pods once.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy',
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
    ],
    sameAs: ['kube-linter:restart-policy', 'kubeaudit:PrivilegedNil'],
    sameAsOf: { defaults: ['kube-linter:restart-policy'], privileged: ['kubeaudit:PrivilegedNil'] },
  },
  *plan(workload, { root }) {
    const isOfJobs = workload.apiVersion.startsWith('batch/');
    if (!isOfJobs && !workload.apiVersion.startsWith('apps/')) return;
    const says = 'this is what an unset field means';
    const unset = isOfJobs ? [] : unsetOf(workload, root);
    const [first] = unset;
    if (first !== undefined) {
      yield {
        message: 'defaults',
        data: {
          subject: describeWorkload(workload),
          fields: enumerated(
            unset.map(({ path }) => String(path.at(-1) === 'type' ? path.at(-2) : path.at(-1))),
          ),
        },
        at: { on: workload.key, path: first.path },
        changes: unset,
        restarts: false,
        evidence: [{ kind: 'manifest', at: workload.where(first.path), says }],
      };
    }
    if (isWindows(workload)) return;
    for (const container of workload.containers) {
      if ((container.get(['securityContext', 'privileged']) ?? null) !== null) continue;
      const path = [...container.path, 'securityContext', 'privileged'];
      yield {
        message: 'privileged',
        data: { subject: describeContainer(container) },
        at: { on: workload.key, path },
        changes: [container.set(['securityContext', 'privileged'], false)],
        via: 'texts',
        evidence: [{ kind: 'manifest', at: workload.where(path), says }],
      };
    }
  },
});

/**
 * The type of a rollout where nothing is said of it: steps alone are of the default one, and say so. What rolls on a volume of
 * its own should not, and the default is not written down there.
 */
function unsetOf(workload: Workload, root: Root): Extract<Change, { type: 'set' }>[] {
  const { podPath } = workload;
  const strategy =
    podKind(workload).scaled === 'nodes' || workload.kind === 'StatefulSet' ? 'updateStrategy' : 'strategy';
  return (
    [
      [[...podPath, 'restartPolicy'], 'Always'],
      [['spec', strategy, 'type'], 'RollingUpdate'],
    ] as const
  )
    .filter(([path]) => (workload.get(path) ?? null) === null)
    .filter(([[, key]]) => key !== 'strategy' || heldClaims(workload, root).length === 0)
    .map(([path, value]) => workload.set(path, value));
}
