import transform from '../../../transforms/monitoring/index.ts';
import { withPlugin } from '../../../transforms/shared/monitoring/plugin.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const EXPORTER =
  '{name: exporter, image: "oliver006/redis_exporter:v1.66.0", ports: [{name: metrics, containerPort: 9121}]}';
const OWN = '{name: web, image: "shop/web:1.4.2", ports: [{name: metrics, containerPort: 9102}]}';
const web = (container = EXPORTER, setting = {}) => workload(`containers: [${container}]`, setting);

function service(
  ports = '[{name: metrics, port: 9121}]',
  more = '',
  metadata = 'labels: {app: web}',
): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop, ${metadata}}\nspec: {selector: {app: web}, ports: ${ports}${more}}\n---\n`;
}

function monitor(kind: string, name: string, spec: string, labels = '{}'): string {
  return `apiVersion: monitoring.coreos.com/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop, labels: ${labels}}\nspec: ${spec}\n---\n`;
}

/** Something else that a monitor selects. */
const OTHER =
  workload('containers: [{name: other, image: "shop/other:1", ports: [{name: metrics, containerPort: 1}]}]', {
    name: 'other',
  }) +
  monitor(
    'PodMonitor',
    'other',
    '{selector: {matchLabels: {app: other}}, podMetricsEndpoints: [{port: metrics}]}',
  );

const of = (text: string, options = {}, setting: Setting = {}) =>
  propose(transform, rootOf(text, setting), options);
const BY_MONITORS = { by: 'monitors', labels: { release: 'kps' } };

function prometheus(spec: object, more: object = {}): Setting {
  const server = { name: undefined, at: 'values.yaml:3', namespace: undefined, spec: spec as never };
  return {
    platform: {
      prometheus: () => ({
        servers: [server],
        rules: [],
        alerts: [],
        scrapes: [],
        otherWay: undefined,
        ...more,
      }),
    },
  };
}

function scraping(text: string): Setting {
  return {
    platform: {
      prometheus: () => ({
        servers: [],
        rules: [],
        alerts: [],
        scrapes: [{ at: 'prometheus.yml:1', text }],
        otherWay: undefined,
      }),
    },
  };
}

describe('monitors that are stated where annotations are read', () => {
  const READS = scraping(
    'scrape_configs:\n- relabel_configs:\n  - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]\n',
  );

  test('are asked about', () => {
    const [proposal] = of(web(), BY_MONITORS, READS);
    expect(proposal).toMatchObject({ message: 'unfetched', changes: [] });
    expect(proposal?.asks).toMatchObject([
      {
        about: 'monitors that nothing here reads',
        choices: [
          { states: { path: ['transforms', 'monitoring', 'by'], value: 'pods' } },
          { states: { path: ['transforms', 'monitoring', 'operator'], value: 'elsewhere' } },
        ],
      },
    ]);
  });

  test('are written where the team says that the operator is elsewhere', () => {
    const [proposal] = of(web(), { ...BY_MONITORS, operator: 'elsewhere' }, READS);
    expect(proposal).toMatchObject({ message: 'monitored' });
  });
});

describe('what serves metrics', () => {
  test.each([
    ['an exporter that is known', EXPORTER, '9121', []],
    [
      'one that says its port',
      EXPORTER.replace('ports:', 'args: ["--web.listen-address=:9999"], ports:'),
      '9999',
      [],
    ],
    ['a port that is named so', OWN, '9102', ['that web serves them under /metrics is a guess']],
    [
      'one whose path is said',
      OWN.replace('ports:', 'args: [--metrics-path, /internal], ports:'),
      '9102',
      [],
    ],
    [
      'one that a probe asks',
      OWN.replace('ports:', 'readinessProbe: {httpGet: {path: /metrics, port: metrics}}, ports:'),
      '9102',
      [],
    ],
    [
      'a flag',
      '{name: web, image: "shop/web:1", args: ["--metrics-bind-address=:8081"]}',
      '8081',
      ['that web serves them under /metrics is a guess'],
    ],
    ['what RabbitMQ serves by itself', '{name: web, image: "rabbitmq:3.13"}', '15692', []],
  ])('%s', (_, container, port, doubts) => {
    const found = only(of(web(container) + service('[{name: metrics, port: 1}]'), { by: 'pods' }), 'marked');
    expect(found?.data?.port).toBe(port);
    expect(found?.doubts).toEqual(doubts);
  });

  test.each([
    [
      'an exporter whose command is another',
      EXPORTER.replace('ports: [{name: metrics, containerPort: 9121}]', 'command: [sleep, "1"]'),
    ],
    [
      'a flag for its own machine',
      '{name: web, image: "shop/web:1", args: ["--metrics-bind-address=127.0.0.1:8081"]}',
    ],
    ['a RabbitMQ before its plugin', '{name: web, image: "rabbitmq:3.7"}'],
    [
      'a port for something else',
      '{name: web, image: "shop/web:1", ports: [{name: http, containerPort: 80}]}',
    ],
  ])('nothing of %s', (_, container) => expect(of(web(container) + service(), { by: 'pods' })).toEqual([]));

  test.each([
    [OWN.replace('name: metrics', 'name: https-metrics'), 'its name speaks of TLS'],
    [
      OWN.replace('ports:', 'args: ["--web.config.file=/etc/web.yml"], ports:'),
      'it is told to ask for TLS or a login',
    ],
    [
      `${OWN}, {name: proxy, image: "quay.io/brancz/kube-rbac-proxy:v0.18.0"}`,
      'proxy stands in front, and asks who comes for a token',
    ],
  ])('%s is not open to everybody', (container, known) => {
    expect(of(web(container) + service(), BY_MONITORS)).toMatchObject([
      { message: 'guarded', known, changes: [] },
    ]);
  });
});

describe('what fetches them already', () => {
  test.each([
    [
      'a monitor of its Service',
      monitor('ServiceMonitor', 'web', '{selector: {matchLabels: {app: web}}, endpoints: [{port: metrics}]}'),
    ],
    [
      'one by a number',
      monitor(
        'ServiceMonitor',
        'web',
        '{selector: {matchLabels: {app: web}}, endpoints: [{targetPort: 9121}]}',
      ),
    ],
    [
      'a monitor of its pods',
      monitor('PodMonitor', 'web', '{selector: {}, podMetricsEndpoints: [{port: metrics}]}'),
    ],
  ])('%s', (_, more) => expect(of(web() + service() + more, BY_MONITORS)).toEqual([]));

  test('annotations of its Service, whatever the port', () => {
    const marked = service('[{name: redis, port: 6379}]', '', 'annotations: {prometheus.io/scrape: "true"}');
    expect(of(web() + marked, BY_MONITORS)).toEqual([]);
  });

  test.each([
    ['names it', '- job_name: web\n  static_configs: [{targets: ["web:9121"]}]', 0],
    ['finds all pods', '- job_name: pods\n  kubernetes_sd_configs: [{role: pod}]', 0],
    [
      'goes by names of ports',
      '- job_name: pods\n  kubernetes_sd_configs: [{role: pod}]\n  relabel_configs: [{source_labels: [__meta_kubernetes_pod_container_port_name], action: keep}]',
      0,
    ],
    ['names another', '- job_name: webhook\n  static_configs: [{targets: ["web-2:9121"]}]', 1],
    [
      'is for the API server',
      '- job_name: a\n  kubernetes_sd_configs: [{role: endpoints}]\n  relabel_configs: [{source_labels: [__meta_kubernetes_service_name, __meta_kubernetes_endpoint_port_name], action: keep}]',
      1,
    ],
    [
      'reads marks',
      '- job_name: pods\n  kubernetes_sd_configs: [{role: pod}]\n  relabel_configs: [{source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep}]',
      1,
    ],
  ])('a scrape configuration that %s', (_, jobs, count) => {
    expect(of(web(), {}, scraping(`scrape_configs:\n${jobs}\n`))).toHaveLength(count);
  });
});

describe('in which way', () => {
  test('nothing says it: one question', () => {
    expect(of(web() + service())).toMatchObject([
      { message: 'unfetched', changes: [], asks: [{ type: 'decision', about: 'what fetches metrics' }] },
    ]);
  });

  test.each([
    ['pod', 'annotations.prometheus.io/port = "9121"'],
    ['service', 'metadata.annotations.prometheus.io/port = "9121"'],
  ])('a Prometheus reads annotations of a %s', (what, change) => {
    const text = `scrape_configs:\n- job_name: x\n  relabel_configs:\n  - source_labels: [__meta_kubernetes_${what}_annotation_prometheus_io_scrape]\n    action: keep\n`;
    const [found] = of(web() + service(), {}, scraping(text));
    expect(found).toMatchObject({ message: 'marked', safety: 'safe' });
    expect(changesOf(found).some(each => each.endsWith(change))).toBe(true);
  });

  test('as the marks of others are written', () => {
    const other = workload('containers: [{name: o, image: "shop/o:1"}]', { name: 'o' }).replace(
      'metadata: {labels: {app: o}}',
      'metadata: {labels: {app: o}, annotations: {example.com/scrape: "true", example.com/port: "1", example.com/path: /metrics}}',
    );
    expect(changesOf(of(web() + other)[0])).toEqual([
      'spec.template.metadata.annotations.example.com/scrape = "true"',
      'spec.template.metadata.annotations.example.com/port = "9121"',
      'spec.template.metadata.annotations.example.com/path = "/metrics"',
    ]);
  });
});

test('a Prometheus that reads pods alone passes marks of Services by', () => {
  const text =
    'scrape_configs:\n- job_name: x\n  relabel_configs:\n  - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]\n    action: keep\n';
  const marked = service('[{port: 80}]', '', 'annotations: {prometheus.io/scrape: "true"}');
  const other =
    workload('containers: [{name: o, image: "shop/o:1", ports: [{containerPort: 80}]}]', { name: 'o' }) +
    marked.replace('{name: web,', '{name: o,').replace('app: web', 'app: o');
  const found = only(of(web() + other, {}, scraping(text)), 'marked');
  expect(found?.data?.what).toBe('An annotation of its pods asks for it');
  expect(found?.evidence.map(({ at }) => at)).toContain('prometheus.yml:4');
});

describe('a monitor', () => {
  const created = (text: string, options: object = BY_MONITORS, setting: Setting = {}) => {
    const found = only(of(text, options, setting), 'monitored');
    const manifest = changesOf(found).find(each => each.startsWith('+'));
    return { found, manifest: manifest === undefined ? undefined : JSON.parse(manifest.slice(1)) };
  };

  test('goes by the Service that leads to the metrics', () => {
    const { found, manifest } = created(web() + service());
    expect(found?.safety).toBe('safe');
    expect(manifest).toMatchObject({
      kind: 'ServiceMonitor',
      metadata: { labels: { release: 'kps' } },
      spec: { selector: { matchLabels: { app: 'web' } }, endpoints: [{ port: 'metrics' }] },
    });
  });

  test('goes by the pods where no Service leads there, and PodMonitors are taken', () => {
    expect(created(web() + service('[{port: 6379}]')).manifest.kind).toBe('PodMonitor');
    expect(created(web()).manifest.kind).toBe('PodMonitor');
  });

  test('names a port that has no name', () => {
    const { found } = created(web() + service('[{port: 9121}]'));
    expect(changesOf(found)[0]).toBe('spec.ports.9121/TCP.name = "metrics"');
    expect(found?.safety).toBe('safe');
  });

  test('keeps the name of a port that leads to another, and says so', () => {
    const nameless = EXPORTER.replace('name: metrics, ', '');
    const led = created(web(nameless) + service('[{name: metrics, port: 9121, targetPort: 6379}]'));
    expect(led.manifest.spec.endpoints).toEqual([{ port: 'metrics' }]);
    expect(changesOf(led.found)[0]).toBe('spec.ports.9121/TCP.targetPort = 9121');
    expect(led.found?.doubts).toEqual([
      'port metrics of Service web leads to 6379, and is led to the metrics',
    ]);
  });

  test('is doubted where a plain Prometheus runs', () => {
    const { found } = created(web() + service(), BY_MONITORS, scraping('scrape_configs: []'));
    expect(found?.doubts).toEqual([
      'a plain Prometheus runs here (prometheus.yml:1) and reads no such objects',
    ]);
  });

  test('is one for two Services of the same pods', () => {
    const headless = service('[{name: metrics, port: 9121}]', ', clusterIP: None').replace(
      'name: web',
      'name: web-headless',
    );
    const text = web() + headless + service();
    expect(created(text).manifest.kind).toBe('PodMonitor');
    const nameless = text.replaceAll('{name: metrics, containerPort', '{containerPort');
    expect(created(nameless).found?.doubts).toEqual([
      'Service web-headless has the same labels, and is taken too',
    ]);
  });

  test.each<[string, object, readonly string[]]>([
    ['takes all', { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {} }, []],
    [
      'wants a label, which it gets',
      { serviceMonitorSelector: { matchLabels: { team: 'a' } }, serviceMonitorNamespaceSelector: {} },
      [],
    ],
    [
      'says nothing of labels',
      { serviceMonitorNamespaceSelector: {} },
      ['by which labels the Prometheus of values.yaml:3 takes ServiceMonitors is not known'],
    ],
    [
      'chooses namespaces',
      { serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: { matchLabels: { a: 'b' } } },
      [
        'namespace shop is not seen to have the labels by which the Prometheus of values.yaml:3 chooses namespaces',
      ],
    ],
    [
      'stays in its own',
      { serviceMonitorSelector: {} },
      ['the Prometheus of values.yaml:3 takes ServiceMonitors of its own namespace alone'],
    ],
  ])('of a Prometheus that %s', (_, spec, doubts) => {
    const { found } = created(web() + service(), {}, prometheus(spec));
    expect(found?.doubts).toEqual(doubts);
    expect(found?.safety).toBe(doubts.length === 0 ? 'safe' : 'unsafe');
  });

  test('is like the others: their labels, their path, their interval', () => {
    const sister = monitor(
      'ServiceMonitor',
      'api-monitor',
      '{selector: {matchLabels: {app: api}}, endpoints: [{port: m, path: /metrics, interval: 15s}]}',
      '{release: kps, app: api}',
    );
    const { found, manifest } = created(web() + service() + sister, {});
    expect(found?.safety).toBe('safe');
    expect(manifest).toMatchObject({
      metadata: { name: { suffix: '-monitor' }, labels: { release: 'kps', app: 'web' } },
      spec: { endpoints: [{ port: 'metrics', path: '/metrics', interval: '15s' }] },
    });
  });

  test('of a repository that shows no labels is looked at', () => {
    const { found } = created(web() + service(), { by: 'monitors' });
    expect(found?.doubts).toEqual(['by which labels a Prometheus takes ServiceMonitors is not known']);
  });
});

describe('policies at the pods', () => {
  const policy = (name: string, ingress: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${name}, namespace: shop}\nspec: {podSelector: {matchLabels: {app: ${name}}}, policyTypes: [Ingress], ingress: ${ingress}}\n---\n`;
  const MONITORING = '{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}';

  test.each([
    ['everybody', '[{}]', []],
    ['another namespace', `[{from: [${MONITORING}]}]`, []],
    [
      'its own',
      '[{from: [{podSelector: {}}]}]',
      ['NetworkPolicy web lets nobody of another namespace in at port 9121'],
    ],
    ['all namespaces', '[{from: [{namespaceSelector: {}}]}]', []],
    [
      'what comes from outside',
      '[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}, {ipBlock: {cidr: 35.191.0.0/16}}]}]',
      ['that NetworkPolicy web lets what fetches them in at port 9121 is not seen: it names others'],
    ],
    [
      'another namespace at another port',
      `[{from: [${MONITORING}], ports: [{port: 80}]}]`,
      ['NetworkPolicy web lets nobody of another namespace in at port 9121'],
    ],
  ])('let in %s', (_, ingress, doubts) => {
    const found = only(of(web() + service() + policy('web', ingress), BY_MONITORS), 'monitored');
    expect(found?.doubts).toEqual(doubts);
  });

  test('name others, and get a rule for it where another one shows who it is', () => {
    const text =
      web() +
      service() +
      OTHER +
      policy('web', '[{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]}]') +
      policy('other', `[{from: [${MONITORING}], ports: [{port: metrics}]}]`);
    const found = only(of(text, BY_MONITORS), 'monitored');
    expect(found?.doubts).toEqual([]);
    expect(changesOf(found).at(-1)).toContain('"kubernetes.io/metadata.name":"monitoring"');
  });

  test('show who it is elsewhere, and get a rule for it', () => {
    const text =
      web() +
      service() +
      OTHER +
      policy('web', '[]') +
      policy('other', `[{from: [${MONITORING}], ports: [{port: metrics}]}]`);
    const found = only(of(text, BY_MONITORS), 'monitored');
    expect(found?.doubts).toEqual([]);
    expect(changesOf(found).at(-1)).toContain('"kubernetes.io/metadata.name":"monitoring"');
  });
});

describe('written monitors', () => {
  const said = (text: string) => of(text).map(({ message, data }) => [message, data?.nearest ?? data?.has]);
  const SERVES = '{name: web, image: "shop/web:1", ports: [{name: http, containerPort: 80}]}';

  test.each([
    ['ServiceMonitor', '{selector: {matchLabels: {app: web}}, endpoints: [{port: metrics}]}', []],
    [
      'ServiceMonitor',
      '{selector: {matchLabels: {name: web}}, endpoints: [{port: metrics}]}',
      [['selects-nothing', '. Service web has other labels']],
    ],
    [
      'ServiceMonitor',
      '{selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}',
      [['no-such-port', 'metrics']],
    ],
    [
      'PodMonitor',
      '{selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: metrics}]}',
      [['no-such-port', 'http']],
    ],
    [
      'ServiceMonitor',
      '{selector: {matchLabels: {name: web}}, namespaceSelector: {any: true}, endpoints: [{port: m}]}',
      [],
    ],
    [
      'ServiceMonitor',
      '{selector: {matchLabels: {name: web}}, namespaceSelector: {matchNames: [elsewhere]}, endpoints: [{port: m}]}',
      [],
    ],
  ])('%s %s', (kind, spec, expected) => {
    expect(said(web(SERVES) + service() + monitor(kind, 'web', spec))).toEqual(expected);
  });
});

test('monitors that were written alike for a port that nothing has are one question', () => {
  const SERVES = '{name: web, image: "shop/web:1", ports: [{name: http, containerPort: 80}]}';
  const spec = '{selector: {matchLabels: {app: web}}, endpoints: [{port: metrics, path: /m}]}';
  const text = web(SERVES) + service().replaceAll('name: metrics', 'name: http');
  const asks = of(text + monitor('ServiceMonitor', 'a', spec) + monitor('ServiceMonitor', 'b', spec))
    .filter(({ message }) => message === 'no-such-port')
    .flatMap(each => each.asks ?? []);
  expect(asks).toHaveLength(2);
  expect(new Set(asks.map(ask => ask.type === 'decision' && ask.about)).size).toBe(1);
});

describe('a list of plugins', () => {
  test.each([
    ['[rabbitmq_management].\n', '[rabbitmq_management,rabbitmq_prometheus].\n'],
    ['[a, b].', '[a, b, rabbitmq_prometheus].'],
    ['[].', '[rabbitmq_prometheus].'],
    ['rabbitmq_management', undefined],
  ])('%j', (text, expected) => expect(withPlugin(text)).toBe(expected));

  const server = (volume: string) =>
    workload(
      `containers: [{name: web, image: "rabbitmq:3.13", volumeMounts: [{name: c, mountPath: /etc/rabbitmq/enabled_plugins, subPath: enabled_plugins}]}]\nvolumes: [{name: c, ${volume}}]`,
    );
  const map = (list: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plugins, namespace: shop}\ndata: {enabled_plugins: "${list}"}\n---\n`;

  test.each([
    [
      'leaves it out',
      server('configMap: {name: plugins}') + map('[a].'),
      ['data.enabled_plugins = "[a,rabbitmq_prometheus]."', 'pods'],
    ],
    ['has it', server('configMap: {name: plugins}') + map('[rabbitmq_prometheus].'), ['pods']],
    ['is not seen', server('secret: {secretName: plugins}'), []],
  ])('of a server that %s', (_, text, expected) => {
    const changes = of(text, { by: 'pods' }).flatMap(changesOf);
    const short = [...new Set(changes.map(each => (each.startsWith('spec.template') ? 'pods' : each)))];
    expect(short).toEqual(expected);
  });

  test('is read when the server starts: marks on its Service start nothing anew', () => {
    const text = server('configMap: {name: plugins}') + map('[a].') + service('[{port: 5672}]');
    const doubt = 'ConfigMap plugins keeps its name: the plugin is off until somebody starts web anew';
    expect(only(of(text, { by: 'services' }), 'marked')?.doubts).toEqual([doubt]);
    expect(only(of(text, { by: 'pods' }), 'marked')?.doubts).toEqual([]);
  });
});
