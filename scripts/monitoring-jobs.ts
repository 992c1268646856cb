/** What a Prometheus is told for rendered objects: as the operator does it for monitors, and as configurations do that read annotations. */

export interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels; readonly annotations?: Labels };
  readonly spec: Spec;
}

/** What is looked at of Deployments, Services and monitors. */
interface Spec {
  readonly template?: {
    readonly metadata: Rendered['metadata'];
    readonly spec: { readonly containers: readonly { readonly ports?: readonly ContainerPort[] }[] };
  };
  readonly ports?: readonly {
    readonly name?: string;
    readonly port: number;
    readonly targetPort?: string | number;
  }[];
  readonly selector?: { readonly matchLabels: Labels };
  readonly endpoints?: readonly Endpoint[];
  readonly podMetricsEndpoints?: readonly Endpoint[];
}

interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
}

interface Endpoint {
  readonly port: string;
  readonly path?: string;
}

type Labels = Readonly<Record<string, string>>;

interface Target {
  readonly targets: readonly string[];
  readonly labels: Labels;
}

type Job = Readonly<Record<string, unknown>>;

const of = (kind: string, all: readonly Rendered[]) => all.filter(each => each.kind === kind);

/** Every port of every Service and of every container: what discovery would find, at the address of the pods. */
export function candidates(all: readonly Rendered[], address: string): readonly Target[] {
  const pods = of('Deployment', all).flatMap(({ spec }) => spec.template ?? []);
  const ports = pods.flatMap(({ spec }) => spec.containers).flatMap(({ ports = [] }) => ports);
  const numberOf = (port: string | number): number =>
    typeof port === 'number' ? port : ports.find(({ name }) => name === port)!.containerPort;
  const endpoints = of('Service', all).flatMap(({ spec, metadata }) =>
    (spec.ports ?? []).map(({ name = '', port, targetPort = port }) => ({
      targets: [`${address}:${numberOf(targetPort)}`],
      labels: { role: 'endpoints', endpoint_port_name: name, ...marks('service', metadata) },
    })),
  );
  // A pod without a declared port is a target too.
  const found = pods.flatMap(({ metadata, spec }) =>
    spec.containers.flatMap(container =>
      (container.ports ?? [{ containerPort: 80 }]).map(({ name = '', containerPort }) => ({
        targets: [`${address}:${containerPort}`],
        labels: { role: 'pod', pod_container_port_name: name, ...marks('pod', metadata) },
      })),
    ),
  );
  return [...endpoints, ...found].map(({ targets, labels }) => ({
    targets,
    labels: Object.fromEntries(
      Object.entries(labels as Labels).map(([key, value]) => [`__meta_kubernetes_${key}`, value]),
    ),
  }));
}

function marks(of: string, { labels = {}, annotations = {} }: Rendered['metadata']): Labels {
  const named = (what: string, map: Labels) =>
    Object.entries(map).map(([key, value]) => [`${of}_${what}_${key.replaceAll(/[^\w]/g, '_')}`, value]);
  return Object.fromEntries([...named('label', labels), ...named('annotation', annotations)]);
}

function keep(label: string, value: string): Job {
  return { action: 'keep', source_labels: [`__meta_kubernetes_${label}`], regex: value };
}

/** A job for each endpoint of each monitor. */
export function monitored(all: readonly Rendered[]): readonly Job[] {
  const jobsOf = (
    kind: string,
    role: string,
    what: string,
    field: 'endpoints' | 'podMetricsEndpoints',
    portLabel: string,
  ) =>
    of(kind, all).flatMap(({ spec }) =>
      (spec[field] ?? []).map(({ port, path = '/metrics' }) => ({
        metrics_path: path,
        relabel_configs: [
          keep('role', role),
          ...Object.entries(spec.selector!.matchLabels).map(([key, value]) =>
            keep(`${what}_label_${key.replaceAll(/[^\w]/g, '_')}`, value),
          ),
          keep(portLabel, port),
        ],
      })),
    );
  return [
    ...jobsOf('ServiceMonitor', 'endpoints', 'service', 'endpoints', 'endpoint_port_name'),
    ...jobsOf('PodMonitor', 'pod', 'pod', 'podMetricsEndpoints', 'pod_container_port_name'),
  ];
}

/** The jobs that many configurations have: for Services and for pods that ask for it. */
export function annotated(all: readonly Rendered[]): readonly Job[] {
  if (monitored(all).length > 0) return [];
  return (['endpoints', 'pod'] as const).map(role => {
    const annotation = (key: string) =>
      `__meta_kubernetes_${role === 'pod' ? 'pod' : 'service'}_annotation_prometheus_io_${key}`;
    return {
      relabel_configs: [
        keep('role', role),
        { action: 'keep', source_labels: [annotation('scrape')], regex: 'true' },
        {
          action: 'replace',
          source_labels: [annotation('path')],
          regex: '(.+)',
          target_label: '__metrics_path__',
        },
        {
          action: 'replace',
          source_labels: ['__address__', annotation('port')],
          regex: '([^:]+)(?::\\d+)?;(\\d+)',
          replacement: '$1:$2',
          target_label: '__address__',
        },
      ],
    };
  });
}
