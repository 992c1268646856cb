/** Who looks into pods from outside: what scrapes metrics, and the API server that calls webhooks. */

import { apiGroupOf } from '../kubernetes/kinds.ts';
import { matchesSelector } from '../kubernetes/selectors.ts';
import type { Edge, Evidence, Json, JsonObject, Resource, Root, Workload } from '../transform.ts';
import { mapOf, mapsIn, selectorIn } from './data.ts';
import { declaredPorts, podsBehind, portAt, protocolOf, serviceCalled, targetsOf } from './services.ts';

/** What monitors of the Prometheus Operator select in a namespace. */
export function* scraped(namespace: string | undefined, root: Root): Generator<Edge> {
  for (const monitor of monitorsOf(OF_SERVICES, namespace, root)) {
    const services = selected(monitor, root.platform.find('Service', namespace), each => each.labels);
    for (const service of services) {
      for (const endpoint of mapsIn(monitor.get(['spec', 'endpoints']))) {
        const { port, targetPort } = endpoint;
        if (typeof port === 'string') yield* scrapesOf(monitor, targetsOf(service, port, root));
        else if (targetPort !== undefined)
          yield* scrapesOf(
            monitor,
            podsBehind(service, root).map(each => at(each, targetPort)),
          );
      }
    }
  }
  for (const monitor of monitorsOf(OF_PODS, namespace, root)) {
    const pods = selected(monitor, root.platform.workloadsIn(namespace), each => each.podLabels);
    for (const workload of pods) {
      const endpoints = ['podMetricsEndpoints', 'endpoints'].flatMap(each =>
        mapsIn(monitor.get(['spec', each])),
      );
      yield* scrapesOf(
        monitor,
        endpoints.map(({ port, portNumber, targetPort }) => at(workload, port ?? portNumber ?? targetPort)),
      );
    }
  }
}

function at(workload: Workload, port: Json | undefined) {
  return { workload, port: portAt(workload, port), protocol: 'TCP' } as const;
}

/** What Prometheus, VictoriaMetrics and the managed one of Google go by; those of the first two say the same in the same fields. */
const OF_SERVICES = ['ServiceMonitor', 'VMServiceScrape'];
const OF_PODS = ['PodMonitor', 'VMPodScrape', 'PodMonitoring', 'ClusterPodMonitoring'];
const GROUPS = new Set([
  'monitoring.coreos.com',
  'operator.victoriametrics.com',
  'monitoring.googleapis.com',
]);

/** Also those that stand in the namespace of whoever scrapes, in a root of its own. */
function monitorsOf(
  kinds: readonly string[],
  namespace: string | undefined,
  root: Root,
): readonly Resource[] {
  const all = kinds.flatMap(kind => root.platform.anywhere(kind));
  return all.filter(monitor => {
    if (!GROUPS.has(apiGroupOf(monitor.apiVersion))) return false;
    if (monitor.kind === 'ClusterPodMonitoring') return true;
    const { any, matchNames } = mapOf(monitor.get(['spec', 'namespaceSelector']));
    if (any === true) return true;
    return Array.isArray(matchNames)
      ? matchNames.includes(namespace ?? '')
      : root.platform.namespaceOf(monitor) === namespace;
  });
}

function selected<T>(
  monitor: Resource,
  candidates: readonly T[],
  labelsOf: (each: T) => Readonly<Record<string, string>>,
): T[] {
  const selector = selectorIn(monitor.get(['spec', 'selector']));
  return candidates.filter(each => matchesSelector(selector, labelsOf(each)));
}

function* scrapesOf(monitor: Resource, targets: ReturnType<typeof targetsOf>): Generator<Edge> {
  for (const { workload: to, ...target } of targets)
    yield {
      from: { type: 'monitoring', object: monitor },
      to,
      ...target,
      evidence: said(monitor, `${monitor.kind} ${monitor.name} selects it`),
    };
}

/** Webhooks, aggregated APIs and the conversions of custom resources: the API server calls them. */
export function* calledByServer(namespace: string | undefined, root: Root): Generator<Edge> {
  const { platform } = root;
  const hooks = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].flatMap(kind =>
    platform.find(kind, undefined).flatMap(object =>
      mapsIn(object.get(['webhooks'])).map(({ clientConfig }) => ({
        object,
        service: mapOf(mapOf(clientConfig).service),
      })),
    ),
  );
  const apis = platform
    .find('APIService', undefined)
    .map(object => ({ object, service: mapOf(object.get(['spec', 'service'])) }));
  const conversions = platform.find('CustomResourceDefinition', undefined).map(object => ({
    object,
    service: mapOf(object.get(['spec', 'conversion', 'webhook', 'clientConfig', 'service'])),
  }));
  for (const { object, service } of [...hooks, ...apis, ...conversions]) {
    if (service.namespace !== namespace) continue;
    const found = serviceCalled(String(service.name), namespace, root);
    if (found === undefined) continue;
    for (const { workload: to, ...arrival } of targetsOf(found, service.port ?? 443, root))
      yield {
        from: { type: 'control-plane', object },
        to,
        ...arrival,
        evidence: said(object, `${object.kind} ${object.name} has the API server call it`),
      };
  }
}

/** Load balancers, ports of nodes, and addresses that are routed to the cluster. */
export function* published(namespace: string | undefined, root: Root): Generator<Edge> {
  for (const service of root.platform.find('Service', namespace)) {
    const type = service.get(['spec', 'type']);
    const external = service.get(['spec', 'externalIPs']);
    if (type !== 'LoadBalancer' && type !== 'NodePort' && !Array.isArray(external)) continue;
    const says = `Service ${service.name} is reached from outside`;
    for (const port of mapsIn(service.get(['spec', 'ports']))) {
      for (const { workload: to, ...arrival } of targetsOf(service, port.port, root))
        yield {
          from: { type: 'outside', object: service },
          to,
          ...arrival,
          evidence: { kind: 'manifest', at: service.where(['spec', 'type']), says },
        };
    }
  }
  for (const workload of root.platform.workloadsIn(namespace)) {
    for (const port of declaredPorts(workload)) {
      if (isOnNode(port))
        yield {
          from: { type: 'outside', object: workload },
          to: workload,
          port: Number(port.containerPort),
          protocol: protocolOf(port),
          evidence: said(workload, `it takes port ${String(port.hostPort)} of its node`),
        };
    }
  }
}

function isOnNode({ hostPort }: JsonObject): boolean {
  return typeof hostPort === 'number' && hostPort > 0;
}

function said(object: Resource, says: string): Evidence {
  return { kind: 'manifest', at: object.where(['kind']), says };
}
