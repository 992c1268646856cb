/** Requests stay in their zone where a pod of it can answer (catalogue L9). */

import { isHeadless } from '../../src/network/services.ts';
import { defineTransform, type Resource, type Root } from '../../src/transform.ts';
import { isForOldCluster } from '../shared/clusters/old-cluster.ts';
import { mapsIn } from '../shared/data.ts';
import { podKind } from '../shared/pods.ts';
import { isLikelyStore } from '../shared/storage/stores.ts';

const FIELD = ['spec', 'trafficDistribution'];

export default defineTransform({
  id: 'local-traffic',
  title: 'Requests stay in their zone',
  severity: 'low',
  group: 'resources',
  order: 730,
  preset: 'opt-in',
  each: 'resource',
  kinds: ['Service'],
  options: {
    distribution: {
      type: 'string',
      enum: ['PreferSameZone', 'PreferSameNode', 'PreferClose'],
      default: 'PreferClose',
      description:
        'Who is preferred. API servers before Kubernetes 1.34 refuse all but `PreferClose`, which means the same as `PreferSameZone`. Written here, it is taken as your decision.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      'Service {name} sends requests to any of its {pods} pods, across zones too. It prefers those nearby: {distribution}',
  },
  briefs: { missing: 'no trafficDistribution' },
  docs: {
    why: 'Traffic between zones costs money and time, and where each zone has pods of a Service nothing is won by it.',
    risk: 'Pods of a zone with many clients and few pods get more than their share, and an autoscaler sees the average only. What a zone has no pod for goes to others, as before.',
    links: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#traffic-distribution',
      'https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution',
    ],
    sameAs: [],
  },
  *plan(service, { root, options: { distribution }, configured }) {
    const pods = podsBehind(service, root);
    if (pods < 2 || (service.get(FIELD) ?? null) !== null || isSettled(service) || isForOldCluster(root))
      return;
    if (isForMetrics(service)) return;
    const decision = configured('distribution', `requests prefer pods nearby: ${distribution}`);
    const isNew = distribution !== 'PreferClose';
    yield {
      message: 'missing',
      data: { name: service.name, pods, distribution },
      at: { on: service.key, path: FIELD },
      changes: [service.set(FIELD, distribution)],
      // With one pod everywhere is nearby.
      elsewhere: 'harmless',
      evidence: decision === undefined ? [] : [decision],
      doubts:
        decision === undefined
          ? [
              'pods of a zone with many clients get more than their share',
              ...(isNew ? [`API servers before Kubernetes 1.34 refuse ${distribution}`] : []),
            ]
          : [],
    };
  },
});

/** Of one workload that it selects: where several share it, the most. Of a store one pod is the one to ask, wherever it is. */
function podsBehind(service: Resource, root: Root): number {
  const behind = root.workloads.filter(workload =>
    root.servicesFor(workload).some(({ key }) => key === service.key),
  );
  if (behind.some(({ containers }) => containers.some(isLikelyStore))) return 0;
  return Math.max(0, ...behind.map(each => (podKind(each).scaled === 'nodes' ? 0 : (each.replicas ?? 1))));
}

/** Who collects metrics asks each pod by itself. */
function isForMetrics(service: Resource): boolean {
  const ports = mapsIn(service.get(['spec', 'ports']));
  return ports.length > 0 && ports.every(({ name }) => /metrics|prom(?:etheus)?/i.test(String(name ?? '')));
}

/** Who names pods by themselves, or says already where requests go. */
function isSettled(service: Resource): boolean {
  const is = (field: string, value: string) => service.get(['spec', field]) === value;
  return (
    isHeadless(service) ||
    is('type', 'ExternalName') ||
    is('internalTrafficPolicy', 'Local') ||
    is('sessionAffinity', 'ClientIP') ||
    Object.keys(service.annotations).some(each => /topology-(?:mode|aware-hints)$/.test(each))
  );
}
