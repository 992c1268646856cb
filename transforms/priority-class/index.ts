/** Who stays when there is no room (catalogue L7). */

import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';
import { defineTransform, type Evidence } from '../../src/transform.ts';
import { describeWorkload, immutableTemplate } from '../shared/pods.ts';

export default defineTransform({
  id: 'priority-class',
  title: 'Workloads have the priority that the configuration names',
  severity: 'low',
  group: 'availability',
  order: 795,
  preset: 'opt-in',
  each: 'workload',
  options: {
    classes: {
      type: 'object',
      default: {},
      description:
        'The class of workloads, by patterns over `Kind/name`: `{Deployment/web: important, "CronJob/*": batch}`. The first that fits counts; without one nothing is found.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: '{subject} has no priority. It is of class {priority}',
  },
  briefs: { missing: 'no priorityClassName' },
  docs: {
    why: 'When nodes are full the scheduler removes pods of a lower priority for those of a higher one, and where all have none, nobody has said what may wait.',
    risk: 'Pods of a higher class push others out, and a class that is not there lets no pod start. Pods restart. So it waits for a yes, also where the configuration names the class.',
    links: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
    sameAs: ['kube-linter:priority-class-name', 'polaris:priorityClassNotSet'],
  },
  *plan(workload, { root, options: { classes }, configured }) {
    const path = [...workload.podPath, 'priorityClassName'];
    if ((workload.get(path) ?? null) !== null) return;
    const name = `${workload.kind}/${workload.name}`;
    const [, priority] = Object.entries(classes).find(([pattern]) => fitsWildcard(pattern, name)) ?? [];
    if (typeof priority !== 'string') return;
    const decision = configured('classes', `${name} is of class ${priority}`);
    const written = root.platform.find('PriorityClass', undefined).find(each => each.name === priority);
    const evidence: Evidence[] = decision === undefined ? [] : [decision];
    if (written !== undefined)
      evidence.push({ kind: 'manifest', at: written.where([]), says: `makes class ${priority}` });
    yield {
      message: 'missing',
      data: { subject: describeWorkload(workload), priority },
      at: { on: workload.key, path },
      changes: [workload.set(path, priority)],
      evidence,
      doubts: [
        'when there is no room, pods of another priority go or stay for it',
        ...(written === undefined && !priority.startsWith('system-')
          ? [`nothing here makes a PriorityClass ${priority}, without which no pod starts`]
          : []),
        ...immutableTemplate(workload),
      ],
    };
  },
});
