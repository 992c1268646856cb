/** What an autoscaler measures by, and whether there is anything to measure it against. */

import type { Container, JsonObject, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../shared/data.ts';
import { defaultsIn } from '../shared/namespaces/quota.ts';

/** A share of what is requested, of one container or of all of them. */
export interface Share {
  readonly resource: string;
  readonly container: string | undefined;
}

/** The shares by which it scales. The oldest version knows one of the processor alone. */
export function sharesOf(scaler: Resource): readonly Share[] {
  if (scaler.apiVersion === 'autoscaling/v1') {
    return scaler.get(['spec', 'targetCPUUtilizationPercentage']) === undefined
      ? []
      : [{ resource: 'cpu', container: undefined }];
  }
  return mapsIn(scaler.get(['spec', 'metrics'])).flatMap(metric => [
    ...shareIn(metric.resource),
    ...shareIn(metric.containerResource),
  ]);
}

function shareIn(source: unknown): Share[] {
  if (!isMap(source) || typeof source.name !== 'string') return [];
  const isShare =
    mapAt(source, 'target').type === 'Utilization' || source.targetAverageUtilization !== undefined;
  const container = typeof source.container === 'string' ? source.container : undefined;
  return isShare ? [{ resource: source.name, container }] : [];
}

/**
 * The containers that keep a share from being worked out: without a request of one the controller has none for all of them.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-resource-metrics
 */
export function withoutRequest(
  workload: Workload,
  { resource, container }: Share,
  root: Root,
): readonly Container[] {
  return workload.containers.filter(
    each =>
      each.role !== 'init' &&
      (container === undefined || each.name === container) &&
      !requests(each, resource, root),
  );
}

/** Of its own, by its limit, or given by the LimitRange of its namespace. */
function requests(container: Container, resource: string, root: Root): boolean {
  const own = ['requests', 'limits'].some(
    type => (container.get(['resources', type, resource]) ?? null) !== null,
  );
  if (own) return true;
  const defaults: Readonly<Record<string, unknown>> = defaultsIn(
    { name: root.platform.namespaceOf(container.workload), workloads: [] },
    root,
  );
  return ['requests', 'limits'].some(type => defaults[`${type}.${resource}`] !== undefined);
}

/** The VerticalPodAutoscaler that changes what a workload requests, where one does. */
export function resizerOf(workload: Workload, { platform }: Root): Resource | undefined {
  return platform
    .find('VerticalPodAutoscaler', platform.namespaceOf(workload))
    .find(
      each =>
        isAbout(each, ['spec', 'targetRef'], workload) &&
        each.get(['spec', 'updatePolicy', 'updateMode']) !== 'Off',
    );
}

/** Resources that it changes: all that containers request, unless it is told which. */
export function resizes(resizer: Resource, resource: string): boolean {
  const policies: readonly JsonObject[] = mapsIn(
    resizer.get(['spec', 'resourcePolicy', 'containerPolicies']),
  );
  return (
    policies.length === 0 ||
    policies.some(
      ({ mode, controlledResources: only }) =>
        mode !== 'Off' && (!Array.isArray(only) || (only as readonly unknown[]).includes(resource)),
    )
  );
}

/** Whether an object names a workload under a path. */
export function isAbout(object: Resource, path: readonly string[], { kind, name }: Workload): boolean {
  const target = object.get(path);
  return isMap(target) && target.name === name && (target.kind ?? 'Deployment') === kind;
}
