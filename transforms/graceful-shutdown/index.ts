/** A pod answers until nobody asks it any more (catalogue M17). */

import { defineTransform, type Evidence, type Root, type Workload } from '../../src/transform.ts';
import { describeContainer, runsToday } from '../shared/pods.ts';
import { isScalable, mostReplicas } from '../shared/replicas/replicas.ts';
import { graceFor } from './grace.ts';
import { servedContainers, waitsItself } from './served.ts';
import { wayOfWaiting } from './way.ts';

export default defineTransform({
  id: 'graceful-shutdown',
  title: 'Pods answer until nobody asks them any more',
  severity: 'medium',
  group: 'availability',
  order: 780,
  preset: 'opt-in',
  each: 'workload',
  options: {
    seconds: {
      type: 'integer',
      minimum: 1,
      default: 5,
      description:
        'How long a pod that is told to stop goes on as before. Written here, it is taken as your decision.',
    },
    drainSeconds: {
      type: 'integer',
      minimum: 0,
      description:
        'How long programs take to finish what they have begun, once they stop. Pods get as much besides the wait.',
    },
    action: {
      type: 'string',
      enum: ['sleep', 'exec'],
      description:
        '`sleep` is done by Kubernetes, from 1.30 on; `exec` by a program of the image. Unless stated what neighbours say, else `exec` in images that are known to have a shell.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      '{subject} stops at once, while Service {service} still sends requests to it. It waits {seconds} s before',
    'missing-grace':
      '{subject} stops at once, while Service {service} still sends requests to it. It waits {seconds} s before, of {grace} s in all',
  },
  briefs: {
    missing: 'stops at once',
    'missing-grace': 'stops at once',
  },
  docs: {
    why: 'A pod is told to stop and taken out of its Services at the same time, and it takes a moment until all proxies know. Requests that arrive meanwhile are refused: the usual cause of errors (502) when something is rolled out.',
    risk: 'Each pod takes some seconds longer to stop. Changing the pod template restarts the pods once. A command that the image does not have is skipped by Kubernetes, with an event.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
      'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
    ],
    sameAs: [],
  },
  *plan(workload, { root, options, configured }) {
    const { terminationGracePeriodSeconds: grace } = workload.pod;
    // None is how somebody says that it may be killed.
    if (!isScalable(workload) || !runsToday(workload, root) || grace === 0) return;
    if (isAlone(workload, root)) return;
    const decided = configured('seconds', `${options.seconds} s are enough`);
    for (const [container, service] of servedContainers(workload, root)) {
      if ((container.get(['lifecycle', 'preStop']) ?? null) !== null || waitsItself(container, root))
        continue;
      const way = wayOfWaiting(container, root, {
        seconds: options.seconds,
        decided,
        action: options.action,
        stated: configured('action', `pods wait by ${String(options.action)}`),
      });
      if (way === undefined) continue;
      const needed = graceFor(workload, way.seconds, options.drainSeconds);
      const evidence: Evidence[] = [
        {
          kind: 'manifest',
          at: service.where(['spec', 'selector']),
          says: `Service ${service.name} sends to it`,
        },
        ...way.evidence,
      ];
      yield {
        message: needed === undefined ? 'missing' : 'missing-grace',
        data: {
          subject: describeContainer(container),
          service: service.name,
          seconds: way.seconds,
          ...(needed !== undefined && { grace: needed }),
        },
        at: { on: workload.key, path: [...container.path, 'lifecycle', 'preStop'] },
        changes: [
          container.set(['lifecycle', 'preStop'], way.handler),
          ...(needed === undefined
            ? []
            : [workload.set([...workload.podPath, 'terminationGracePeriodSeconds'], needed)]),
        ],
        evidence,
        doubts: way.doubts,
      };
    }
  },
});

/** Where a pod is gone before the next one is there nobody else answers meanwhile, however long it waits. */
function isAlone(workload: Workload, root: Root): boolean {
  if (workload.get(['spec', 'strategy', 'type']) === 'Recreate') return true;
  if (mostReplicas(workload, root) > 1) return false;
  const surge = workload.get(['spec', 'strategy', 'rollingUpdate', 'maxSurge']);
  return workload.kind === 'StatefulSet' || surge === 0 || surge === '0%';
}
