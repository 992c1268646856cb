/** What scrapes metrics without a monitor: by marks of pods and Services, or by what an autoscaler reads. */

import type { Edge, Evidence, Json, Resource, Root, Workload } from '../transform.ts';
import { mapOf, mapsIn } from './data.ts';
import { declaredPorts, podsBehind, portAt, serviceCalled, targetsOf } from './services.ts';

/** `prometheus.io/scrape`, and what scrapers of other rules are told by: `k8s.grafana.com/scrape`, `scrape_metrics`. */
const SCRAPE = /(?:^|[/._-])scrape(?:d|[_-]?metrics)?$/i;
const YES = /^(?:true|yes|1)$/i;

type Marks = Readonly<Record<string, string>>;

interface Ask {
  readonly field: 'annotations' | 'labels';
  readonly key: string;
  readonly port: string | undefined;
}

/** How pods or a Service ask for a visit; undefined where they do not. */
function askIn(marks: Readonly<Record<Ask['field'], Marks>>): Ask | undefined {
  for (const field of ['annotations', 'labels'] as const) {
    const key = Object.keys(marks[field]).find(each => SCRAPE.test(each) && YES.test(marks[field][each]!));
    if (key === undefined) continue;
    const stem = key.slice(0, key.search(SCRAPE) + (/^scrape/i.test(key) ? 0 : 1));
    return { field, key, port: marks[field][`${stem}port`] };
  }
  return undefined;
}

/** What asks for a visit by marks, on pods or on their Service. */
export function* marked(namespace: string | undefined, root: Root): Generator<Edge> {
  for (const workload of root.platform.workloadsIn(namespace)) {
    const ask = askIn({ annotations: workload.podAnnotations, labels: workload.podLabels });
    if (ask === undefined) continue;
    const ports =
      ask.port === undefined ? declaredPorts(workload).map(each => each.containerPort) : [Number(ask.port)];
    const path = [...workload.podMetadataPath, ask.field, ask.key];
    const evidence: Evidence = {
      kind: 'manifest',
      at: workload.where(path),
      says: 'its pods ask to be scraped',
    };
    for (const each of ports) yield visit(workload, workload, each, evidence);
  }
  for (const service of root.platform.find('Service', namespace)) {
    const ask = askIn(service);
    if (ask === undefined) continue;
    const evidence = {
      kind: 'manifest',
      at: service.where(['metadata', ask.field, ask.key]),
      says: `Service ${service.name} asks to be scraped`,
    } as const;
    for (const workload of podsBehind(service, root)) {
      const ports =
        ask.port === undefined
          ? mapsIn(service.get(['spec', 'ports'])).map(each => portAt(workload, each.targetPort ?? each.port))
          : [portAt(workload, Number(ask.port))];
      for (const each of ports) yield visit(service, workload, each, evidence);
    }
  }
}

/**
 * Metrics of its pods, or of a Service, that an autoscaler goes by: something reads them, whatever tells it to.
 *
 * @param isScraped whether it is known already what reads those of a workload
 */
export function* metered(
  namespace: string | undefined,
  isScraped: (workload: Workload) => boolean,
  root: Root,
): Generator<Edge> {
  for (const scaler of root.platform.find('HorizontalPodAutoscaler', namespace)) {
    for (const metric of mapsIn(scaler.get(['spec', 'metrics']))) {
      for (const { workload, port } of metersOf(metric, scaler, root)) {
        if (isScraped(workload)) continue;
        const says = `${scaler.kind} ${scaler.name} goes by a metric of it that is no usage`;
        yield visit(scaler, workload, port, {
          kind: 'manifest',
          at: scaler.where(['spec', 'metrics']),
          says,
        });
      }
    }
  }
}

/** Names of ports that are for nothing else: `metrics`, `http-exporter`, `prom`. */
const FOR_SCRAPERS = /(?:^|[-_])(?:metrics|exporter|prom(?:etheus)?)(?:$|[-_])/i;

export function isForScrapers(name: string): boolean {
  return FOR_SCRAPERS.test(name);
}

/**
 * Ports of Services that have their name from what scrapes: it may find them by the Service, and no manifest says so.
 *
 * @param isScraped whether it is known already what reads those of a workload
 */
export function* namedForScrapers(
  namespace: string | undefined,
  isScraped: (workload: Workload) => boolean,
  root: Root,
): Generator<Edge> {
  for (const service of root.platform.find('Service', namespace)) {
    for (const { name, port, targetPort = port } of mapsIn(service.get(['spec', 'ports']))) {
      if (typeof name !== 'string' || !isForScrapers(name)) continue;
      const says = `Service ${service.name} calls a port ${name}`;
      const evidence = { kind: 'manifest', at: service.where(['spec', 'ports']), says } as const;
      for (const workload of podsBehind(service, root)) {
        if (isScraped(workload)) continue;
        yield { ...visit(service, workload, portAt(workload, targetPort), evidence), presumedBy: 'name' };
      }
    }
  }
}

function metersOf(
  { type, object }: Readonly<Record<string, Json>>,
  scaler: Resource,
  root: Root,
): readonly { readonly workload: Workload; readonly port: Json | undefined }[] {
  const namespace = root.platform.namespaceOf(scaler);
  if (type === 'Object') {
    const { kind, name } = mapOf(mapOf(object).describedObject ?? mapOf(object).target);
    const service = kind === 'Service' ? serviceCalled(String(name), namespace, root) : undefined;
    return service === undefined ? [] : targetsOf(service, undefined, root);
  }
  if (type !== 'Pods') return [];
  const { kind, name } = mapOf(scaler.get(['spec', 'scaleTargetRef']));
  const scaled = root.platform
    .workloadsIn(namespace)
    .filter(each => each.kind === kind && each.name === name);
  return scaled.flatMap(workload =>
    declaredPorts(workload).map(({ containerPort }) => ({ workload, port: containerPort })),
  );
}

function visit(object: Resource, to: Workload, port: Json | undefined, evidence: Evidence): Edge {
  return {
    from: { type: 'monitoring', object },
    to,
    port: typeof port === 'string' ? port : Number(port),
    protocol: 'TCP',
    evidence,
  };
}
