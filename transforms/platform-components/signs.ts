/** What shows that something would use a part of a platform. */

import { type Container, type Resource, type Root, rankOf, type Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { describeWorkload, runsToday } from '../shared/pods.ts';
import { COPIED_KINDS } from '../shared/storage/copied.ts';
import { kindOfStore } from '../shared/storage/stores.ts';

/** A place, and what is there. */
export interface Sign {
  readonly at: string;
  readonly says: string;
}

const MONITORS = ['ServiceMonitor', 'PodMonitor', 'PrometheusRule'];
const METRICS_PORT = /^(?:http-)?(?:metrics|prom|prometheus|exporter)(?:-http)?$/;

export function offersMetrics(root: Root): Sign | undefined {
  const [monitor] = MONITORS.flatMap(kind => root.find(kind));
  if (monitor !== undefined)
    return { at: monitor.where(['kind']), says: `${monitor.kind} ${monitor.name} says what to read` };
  return firstOf(root, workload => {
    const marked = workload.podAnnotations['prometheus.io/scrape'] === 'true';
    const path = [...workload.podMetadataPath, 'annotations'];
    if (marked) return { at: workload.where(path), says: `${describeWorkload(workload)} asks to be read` };
    const container = workload.containers.find(offersPort);
    return (
      container && {
        at: workload.where([...container.path, 'ports']),
        says: `${describeWorkload(workload)} has a port for metrics`,
      }
    );
  });
}

function offersPort(container: Container): boolean {
  return mapsIn(container.get(['ports'])).some(({ name }) => METRICS_PORT.test(String(name)));
}

/** What holds what cannot be made again. Queues and indices are filled anew from elsewhere. */
const KEEPERS = ['database', 'storage'];

/** Data on volumes that nobody else here speaks of. What is for trials is made anew. */
export function holdsData(root: Root): Sign | undefined {
  const { tier } = root.environment;
  if (tier !== undefined && rankOf(tier) < rankOf('staging')) return undefined;
  return firstOf(root, workload => {
    const store = workload.containers.find(
      each =>
        each.role !== 'init' &&
        KEEPERS.includes(each.facts.component ?? '') &&
        !COPIED_KINDS.has(kindOfStore(each)),
    );
    const isKept =
      mapsIn(workload.get(['spec', 'volumeClaimTemplates'])).length > 0 ||
      mapsIn(workload.pod.volumes).some(({ persistentVolumeClaim }) => isMap(persistentVolumeClaim));
    return store !== undefined && isKept
      ? { at: workload.where(['kind']), says: `${describeWorkload(workload)} keeps data in a volume` }
      : undefined;
  });
}

export function asksForNodes(root: Root): Sign | undefined {
  const scaler = root.find('HorizontalPodAutoscaler').find(each => {
    const [min, max] = [each.get(['spec', 'minReplicas']) ?? 1, each.get(['spec', 'maxReplicas'])];
    return typeof min === 'number' && typeof max === 'number' && max > min;
  });
  return (
    scaler && {
      at: scaler.where(['spec', 'maxReplicas']),
      says: `HorizontalPodAutoscaler ${scaler.name} may ask for more`,
    }
  );
}

const TRACES = /^(?:OTEL_EXPORTER_\w*ENDPOINT|JAEGER_\w*(?:HOST|ENDPOINT)|ZIPKIN_\w*(?:URL|ENDPOINT|HOST))$/;

/** To a name of the cluster that no Service of the repository has. */
export function sendsTraces(root: Root): Sign | undefined {
  return firstOf(root, workload => {
    for (const container of workload.containers) {
      for (const { name, value } of mapsIn(container.get(['env']))) {
        if (!TRACES.test(String(name)) || typeof value !== 'string') continue;
        const [, host = '', rest = ''] =
          /^(?:\w+:\/\/)?([\w-]+)((?:\.[\w-]+)*)(?::\d+)?(?:\/|$)/.exec(value) ?? [];
        const isInside =
          host !== '' && host !== 'localhost' && /^(?:\.[\w-]+(?:\.svc(?:\.cluster\.local)?)?)?$/.test(rest);
        if (!isInside || root.rendersAnywhere('Service', host)) continue;
        const says = `${describeWorkload(workload)} sends traces to ${host}${rest}`;
        return { at: workload.where([...container.path, 'env', { name: String(name) }]), says };
      }
    }
    return undefined;
  });
}

export function isOfMesh({ platform, resources }: Root): Sign | undefined {
  return signOf(platform.ofMesh.find(each => resources.includes(each)));
}

export function isOfEngine({ resources }: Root): Sign | undefined {
  return signOf(
    resources.find(({ apiVersion }) =>
      /^(?:kyverno\.io|constraints\.gatekeeper\.sh|templates\.gatekeeper\.sh|policies\.kubewarden\.io)\//.test(
        apiVersion,
      ),
    ),
  );
}

const COSTS = /(?:^|\/)cost-?(?:cent(?:er|re)|code|unit)$/i;

export function isBilled({ workloads }: Root): Sign | undefined {
  const workload = workloads.find(({ labels, annotations }) =>
    [...Object.keys(labels), ...Object.keys(annotations)].some(key => COSTS.test(key)),
  );
  return (
    workload && {
      at: workload.where(['metadata']),
      says: `${describeWorkload(workload)} says who pays for it`,
    }
  );
}

function signOf(resource: Resource | undefined): Sign | undefined {
  return (
    resource && { at: resource.where(['kind']), says: `${resource.kind} ${resource.name} is there for it` }
  );
}

function firstOf(root: Root, look: (workload: Workload) => Sign | undefined): Sign | undefined {
  for (const workload of root.workloads) {
    const sign = runsToday(workload, root) ? look(workload) : undefined;
    if (sign !== undefined) return sign;
  }
  return undefined;
}
