/** What a namespace asks of its quota, computed here once more: cores, megabytes and numbers of objects. */
import { type Manifest, type Pod, podsOf, type Spec } from './pods.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1e-6,
  k: 1e-3,
  M: 1,
  G: 1e3,
  T: 1e6,
  Ki: 1.024e-3,
  Mi: 1.048576,
  Gi: 1073.741824,
};
const NODES = 3;

export function cores(text: string | number): number {
  const value = String(text);
  return value.endsWith('m') ? Number(value.slice(0, -1)) / 1000 : Number(value);
}

export function megabytes(text: string | number): number {
  const [, number, unit = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(String(text))!;
  return Number(number) * UNITS[unit]!;
}

export function demandOf(objects: readonly Manifest[]): Readonly<Record<string, number>> {
  const kinds = (kind: string) => objects.filter(each => each.kind === kind);
  const owners = new Map(objects.map(each => [`${each.kind}/${each.metadata.name}`, each]));
  const [range] = kinds('LimitRange');
  const defaults = range?.spec.limits[0];
  const isLimited = (resource: 'cpu' | 'memory') =>
    (defaults?.default ?? defaults?.max)?.[resource] !== undefined ||
    podsOf(objects).every(({ containers }) =>
      containers.every(each => each.resources?.limits?.[resource] !== undefined),
    );
  const compute = (type: 'requests' | 'limits', resource: 'cpu' | 'memory') =>
    podsOf(objects).reduce(
      (total, pod) =>
        total +
        podDemand(pod, type, resource, defaults) *
          podCount(owners.get(pod.owner)!, kinds('HorizontalPodAutoscaler')),
      0,
    );
  const balancers = kinds('Service').filter(each => each.spec.type === 'LoadBalancer');
  const exposed = kinds('Service').filter(
    ({ spec }) =>
      spec.type === 'NodePort' ||
      (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false),
  );
  const claimed = kinds('StatefulSet').map(
    ({ spec }) => (spec.volumeClaimTemplates ?? []).length * (spec.replicas ?? 1),
  );
  return {
    'requests.cpu': compute('requests', 'cpu'),
    'requests.memory': compute('requests', 'memory'),
    // A quota on limits that some container has none of would refuse its pods.
    ...(isLimited('cpu') && { 'limits.cpu': compute('limits', 'cpu') }),
    ...(isLimited('memory') && { 'limits.memory': compute('limits', 'memory') }),
    persistentvolumeclaims: kinds('PersistentVolumeClaim').length + add(claimed),
    'services.loadbalancers': balancers.length,
    'services.nodeports': add(exposed.map(each => each.spec.ports.length)),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the item of a LimitRange
function podDemand(pod: Pod, type: 'requests' | 'limits', resource: 'cpu' | 'memory', defaults: any): number {
  const read = resource === 'cpu' ? cores : megabytes;
  const of = ({ resources }: Spec) => {
    const limit = resources?.limits?.[resource];
    const written = resources?.[type]?.[resource] ?? (type === 'requests' ? limit : undefined);
    return read(written ?? defaults?.[type === 'limits' ? 'default' : 'defaultRequest']?.[resource] ?? 0);
  };
  const init = pod.spec.initContainers ?? [];
  const sidecars = add(init.filter(each => each.restartPolicy === 'Always').map(of));
  const starting = Math.max(0, ...init.filter(each => each.restartPolicy !== 'Always').map(of));
  return sidecars + Math.max(starting, add(pod.spec.containers.map(of)));
}

/** Pods at once: the maximum of an autoscaler, the surge of a rollout, one more run of a CronJob that may overlap. */
function podCount({ kind, metadata, spec }: Manifest, scalers: readonly Manifest[]): number {
  if (kind === 'DaemonSet') return NODES;
  if (kind === 'CronJob')
    return spec.concurrencyPolicy === undefined || spec.concurrencyPolicy === 'Allow' ? 2 : 1;
  const scaler = scalers.find(each => each.spec.scaleTargetRef.name === metadata.name);
  const replicas: number = scaler?.spec.maxReplicas ?? spec.replicas ?? 1;
  if (kind !== 'Deployment' || spec.strategy?.type === 'Recreate') return replicas;
  const surge = spec.strategy?.rollingUpdate?.maxSurge ?? '25%';
  return (
    replicas + (typeof surge === 'number' ? surge : Math.ceil((Number.parseInt(surge, 10) * replicas) / 100))
  );
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
