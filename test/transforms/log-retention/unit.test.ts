import transform from '../../../transforms/log-retention/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const CONFIG = 'volumes: [{name: c, configMap: {name: vector}}]';
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: logs, namespace: shop}\nspec: {selector: {app: logs}, ports: [{port: 9200}]}\n---\n';

function agent(image = 'timberio/vector:0.41.1-debian', name = 'vector') {
  return workload(`containers: [{name: ${name}, image: "${image}"}]\n${CONFIG}`, { kind: 'DaemonSet', name });
}

function store(image = 'opensearchproject/opensearch:2.19.1', more = '') {
  return (
    workload(`containers: [{name: store, image: "${image}"}]`, { kind: 'StatefulSet', name: 'logs', more }) +
    SERVICE
  );
}

function config(text: string, key = 'vector.toml', name = 'vector') {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: shop}\ndata: {${key}: ${JSON.stringify(text)}}\n---\n`;
}

const sink = (...lines: string[]) => ['[sinks.a]', 'type = "elasticsearch"', ...lines].join('\n');
const URL = 'endpoints = ["http://logs:9200"]';
const VARIABLE = `$${'{INDEX}'}`;
const DAILY = 'bulk.index = "logs-%Y.%m.%d"';
const of = (text: string, options = {}, setting = {}) => propose(transform, rootOf(text, setting), options);
const written = (text: string, message: string, image?: string) =>
  changesOf(only(of(agent(image) + config(text)), message))[0]?.replace('data.vector.toml = ', '');

describe('old keys', () => {
  test.each([
    ['endpoint = "http://a:9200"', 'endpoints = ["http://a:9200"]'],
    ["endpoint='http://a:9200'# one", "endpoints=['http://a:9200']# one"],
    ['suppress_type_name = true', 'api_version = "v8"'],
    ['suppress_type_name = true # since 7\napi_version = "auto"', '# since 7\napi_version = "v8"'],
    ['api_version = "v7"\nsuppress_type_name = true', 'api_version = "v7"'],
    ['suppress_type_name = false', ''],
    [
      'opensearch_service_type = "serverless"\nsuppress_type_name = true',
      'opensearch_service_type = "serverless"',
    ],
  ])('%j', (before, after) => {
    expect(written(sink(before), 'old-keys')).toBe(JSON.stringify(sink(...(after === '' ? [] : [after]))));
  });

  test.each([
    ['both forms, of which Vector takes none', sink('endpoint = "http://a"', URL)],
    ['two answers', sink('suppress_type_name = true', 'api_version = "v6"')],
    ['of another sink', '[sinks.a]\ntype = "http"\nendpoint = "http://a"'],
    ['a text over several lines', `${sink()}\n[transforms.b]\nsource = '''\n[sinks.a]\nendpoint = "x"\n'''`],
    ['the new sink for OpenSearch', sink('suppress_type_name = true').replace('elasticsearch', 'opensearch')],
  ])('stay: %s', (_, text) => expect(written(text, 'old-keys')).toBeUndefined());

  test('are safe for a version that knows the new ones, and stay for one that does not', () => {
    const text = sink('endpoint = "http://a"', 'suppress_type_name = true');
    const found = (tag: string) => only(of(agent(`timberio/vector:${tag}`) + config(text)), 'old-keys');
    expect(found('0.34.0-debian')).toMatchObject({
      safety: 'safe',
      data: { old: 'endpoint and suppress_type_name' },
    });
    expect(found('0.25.0-alpine')).toMatchObject({ safety: 'safe', data: { old: 'endpoint' } });
    expect(found('0.24.0-alpine')).toBeUndefined();
    expect(found('latest-alpine')?.safety).toBe('unsafe');
  });

  test('of a file that two versions read are those that both know', () => {
    const text = config(sink('endpoint = "http://a"'));
    expect(of(agent() + agent('timberio/vector:0.20.0', 'old') + text)).toEqual([]);
  });

  test.each([
    ['', 'endpoints: [http://a:9200]'],
    ['inputs: [x]', 'endpoints: [http://a:9200]'],
    ['inputs:\n    - x', 'endpoints:\n    - http://a:9200'],
    ['inputs:\n      - x', 'endpoints:\n      - http://a:9200'],
  ])('in YAML beside %j', (inputs, expected) => {
    const lines = (endpoint: string) =>
      [
        'sinks:',
        '  a:',
        '    type: elasticsearch',
        ...(inputs === '' ? [] : [`    ${inputs}`]),
        `    ${endpoint}`,
      ].join('\n');
    const found = only(of(agent() + config(lines('endpoint: http://a:9200'), 'vector.yaml')), 'old-keys');
    expect(changesOf(found)).toEqual([`data.vector.yaml = ${JSON.stringify(lines(expected))}`]);
  });

  test.each([
    ['of 0.19', 'index = "x"', 'index'],
    ['in a table of their own', '[sinks.a.headers]\nx = "y"', 'headers'],
  ])('that are refused are reported: %s', (_, line, key) => {
    expect(of(agent() + config(sink(line)))).toMatchObject([
      { message: 'refused', data: { key }, changes: [] },
    ]);
  });
});

describe('lines that end as on Windows keep their ends', () => {
  const crlf = (text: string) => text.replaceAll('\n', '\r\n');
  const changed = (text: string, key: string) =>
    changesOf(only(of(agent() + config(text, key)), 'old-keys')).map(each =>
      JSON.parse(each.slice(each.indexOf(' = ') + 3)),
    );

  test.each([
    ['endpoint = "http://a:9200" # one', 'endpoints = ["http://a:9200"] # one'],
    ['suppress_type_name = false\ncompression = "gzip"', 'compression = "gzip"'],
    ['suppress_type_name = false', undefined],
    ['suppress_type_name = true # since 7\napi_version = "auto"', '# since 7\napi_version = "v8"'],
  ])('in TOML: %j', (before, after) => {
    const text = (...lines: readonly string[]) => crlf(`# logs\n\n${sink(...lines)}`);
    expect(changed(text(before), 'vector.toml')).toEqual([after === undefined ? text() : text(after)]);
  });

  test('in YAML', () => {
    const text = (endpoint: string) =>
      crlf(
        `# logs\nsinks: # all\n  a:\n    type: elasticsearch # old\n    inputs:\n    - x\n    ${endpoint}`,
      );
    const renewed = [text('endpoints:\n    - http://a:9200')];
    expect(changed(text('endpoint: http://a:9200'), 'vector.yaml')).toEqual(renewed);
  });

  test('where some do', () => {
    const text = (endpoint: string) => `[sinks.a]\r\n${endpoint}\ntype = "elasticsearch"\r\n`;
    expect(changed(text('endpoint = "http://a"'), 'vector.toml')).toEqual([text('endpoints = ["http://a"]')]);
  });
});

describe('what is not understood is left alone', () => {
  const bad = (line: string) => `${sink('endpoint = "http://a"')}\n${line}`;
  test.each([`[${VARIABLE}]`, 'a = [1', 'a = "b', 'a', "b = '''", 'a = 1 2'])('%j', line => {
    expect(of(agent() + config(bad(line)))).toEqual([]);
  });

  test.each(['a: &b c', 'a: |', '- a', 'a: {b', '\ta: b'])('%j, in YAML or as the end of it', line => {
    const text = `sinks:\n  a:\n    type: http\n${line}`;
    expect(of(agent() + config(text, 'vector.yaml'))).toEqual([]);
  });
});

describe('one index for ever', () => {
  test.each([
    ['bulk.index = "app" # all', 'bulk.index = "app-%Y.%m.%d" # all'],
    ["[sinks.a.bulk]\nindex = 'app'", "[sinks.a.bulk]\nindex = 'app-%Y.%m.%d'"],
  ])('%j', (before, after) => {
    expect(written(sink(before), 'one-index')).toBe(JSON.stringify(sink(after)));
  });

  test.each([
    ['the default', ''],
    ['one a day', DAILY],
    ['one for each program', 'bulk.index = "{{ app }}-logs"'],
    ['of a variable', `bulk.index = "${VARIABLE}"`],
    ['of a data stream', 'mode = "data_stream"\nbulk.index = "app"'],
    ['of documents that are written anew', 'bulk.index = "app"\nid_key = "id"'],
    ['within braces', 'bulk = { index = "app" }'],
  ])('is none: %s', (_, line) => expect(written(sink(line), 'one-index')).toBeUndefined());

  test('waits for the keys of the same text, and names who speaks of it', () => {
    const other = config('search app', 'alerts.yml', 'alerts');
    const found = (line: string) =>
      only(of(agent() + other + config(sink('bulk.index = "app"', line))), 'one-index');
    expect(found('endpoint = "http://a"')?.awaits).toBeDefined();
    expect(found('compression = "gzip"')).toMatchObject({ safety: 'unsafe' });
    expect(found('compression = "gzip"')?.awaits).toBeUndefined();
    expect(found('compression = "gzip"')?.doubts).toContain('ConfigMap alerts names it');
  });

  test('says that Vector reads its file when it starts', () => {
    const doubts = (more: string) => {
      const reader = agent().replace('vector:0.41.1-debian"', `vector:0.41.1-debian"${more}`);
      return only(of(reader + config(sink('bulk.index = "app"'))), 'one-index')?.doubts;
    };
    const late = 'ConfigMap vector keeps its name: nothing changes until somebody starts vector anew';
    expect(doubts('')).toContain(late);
    expect(doubts(', args: [--watch-config]')).not.toContain(late);
    expect(doubts(', env: [{name: VECTOR_WATCH_CONFIG, value: "true"}]')).not.toContain(late);
  });
});

describe('a policy', () => {
  const logs = (line = DAILY, url = URL) => agent() + config(sink(url, line));
  /** One that lets everybody in, with an agent whose configuration is not read. */
  const open = (ports: string) =>
    workload(
      'containers: [{name: store, image: "opensearchproject/opensearch:2.19.1", ports: [{name: http, containerPort: 9200}], env: [{name: DISABLE_SECURITY_PLUGIN, value: "true"}]}]',
      { kind: 'StatefulSet', name: 'logs' },
    ) +
    SERVICE.replace('[{port: 9200}]', ports) +
    workload(
      'containers: [{name: a, image: "fluent/fluent-bit:3", env: [{name: ES, value: "http://logs"}]}]',
      { name: 'fluent' },
    );
  const kept = (text: string, options = {}, setting = {}) => only(of(text, options, setting), 'kept');

  test.each([
    [DAILY, 'logs-20*'],
    ['bulk.index = "app-{{ team }}-%F"', 'app-*-*'],
    ['', 'vector-20*'],
  ])('for %j is about %s', (line, pattern) => {
    expect(kept(store() + logs(line))).toMatchObject({
      safety: 'unsafe',
      data: { indices: pattern, days: 90 },
    });
  });

  test.each([
    ['a name that begins with a field', 'bulk.index = "{{ app }}-%F"'],
    ['one a year, which is written to when it is old', 'bulk.index = "app-%Y"'],
    ['one for each program, without a day', 'bulk.index = "app-{{ name }}"'],
    ['a variable', `bulk.index = "${VARIABLE}"`],
  ])('is asked for: %s', (_, line) => {
    expect(only(of(store() + logs(line)), 'for-ever')?.asks).toMatchObject([{ type: 'decision' }]);
    expect(kept(store() + logs(line), { indices: ['app-*', '*'] })?.data?.indices).toBe('app-*');
  });

  test('waits for days in the names', () => {
    expect(kept(store() + logs('bulk.index = "app"'))).toMatchObject({
      data: { indices: 'app-20*' },
      awaits: expect.stringContaining('ConfigMap vector'),
    });
  });

  test.each([
    ['nothing sends logs to it', store()],
    ['they go elsewhere', store() + logs(DAILY, 'endpoints = ["https://logs.example.com"]')],
    ['they go to another namespace', store() + logs(DAILY, 'endpoints = ["http://logs.other:9200"]')],
    ['a Job gives it one', store() + logs() + config('PUT _plugins/_ism/policies/a', 'run.sh', 'init')],
    [
      'a curator looks after it',
      store() + logs() + workload('containers: [{name: c, image: "elastic/curator:8"}]'),
    ],
    [
      'the operator has one',
      `${store() + logs()}apiVersion: opensearch.opster.io/v1\nkind: OpenSearchISMPolicy\nmetadata: {name: a}\n---\n`,
    ],
  ])('is none where %s', (_, text) => expect(of(text)).toEqual([]));

  test.each([
    ['behind a login', store() + logs(DAILY, 'endpoints = ["http://a:b@logs:9200"]'), '_plugins/_ism'],
    ['behind TLS', store() + logs(DAILY, 'endpoints = ["https://logs:9200"]'), '_plugins/_ism'],
    ['of Elasticsearch', store('elasticsearch:8.17.0') + logs(), 'template'],
  ])('is for a person: %s', (_, text, reason) => {
    const found = only(of(text), 'for-ever');
    expect(found).toMatchObject({ changes: [] });
    expect(found?.known).toContain(reason);
  });

  test.each([
    ['9200', 'http://logs:9200'],
    ['80, targetPort: 9200', 'http://logs:80'],
    ['80, targetPort: http', 'http://logs:80'],
    ['9600}, {port: 80, targetPort: 9200', 'http://logs:80'],
  ])('goes to the port of its Service that leads there: %s', (port, url) => {
    expect(changesOf(kept(open(`[{port: ${port}}]`), { indices: ['logs-*'] })).join()).toContain(
      `{"name":"OPENSEARCH_URL","value":"${url}"}`,
    );
  });

  test('goes to the pods of a headless Service, which has no ports of its own', () => {
    const text = open('[{port: 80, targetPort: 9200}], clusterIP: None');
    expect(changesOf(kept(text, { indices: ['logs-*'] })).join()).toContain('"http://logs:9200"');
  });

  test('is for a person where no Service leads there', () => {
    const found = only(of(open('[{port: 9600}]'), { indices: ['logs-*'] }), 'for-ever');
    expect(found).toMatchObject({ changes: [], known: 'no Service leads to port 9200 of it' });
  });

  test('is for a person where a Job called after it would have too long a name', () => {
    const named = (length: number) =>
      (store() + logs())
        .replaceAll('name: logs,', `name: ${'l'.repeat(length)},`)
        .replaceAll('http://logs:', `http://${'l'.repeat(length)}:`);
    expect(kept(named(49))).toBeDefined();
    expect(only(of(named(50)), 'for-ever')).toMatchObject({
      changes: [],
      known: expect.stringContaining('63'),
    });
  });

  test('is an object of the operator where that runs the server', () => {
    const cluster =
      'apiVersion: opensearch.opster.io/v1\nkind: OpenSearchCluster\nmetadata: {name: logs, namespace: shop}\nspec: {general: {serviceName: search}, nodePools: [{replicas: 3}]}\n---\n';
    const to = (host: string) => cluster + logs(DAILY, `endpoints = ["https://${host}:9200"]`);
    const [made] = changesOf(kept(to('search')));
    expect(made).toContain('"apiVersion":"opensearch.opster.io/v1","kind":"OpenSearchISMPolicy"');
    expect(made).toContain('"ismTemplate":{"indexPatterns":["logs-20*"],"priority":100}');
    expect(made).toContain('"opensearchCluster":{"name":"logs"}');
    expect(of(to('logs'))).toEqual([]);
  });

  test('has one copy more where there are several nodes', () => {
    const made = (more: string) => changesOf(kept(store(undefined, more) + logs())).join();
    expect(made('')).toMatch(/number_of_replicas\W+0/);
    expect(made('replicas: 3')).toMatch(/number_of_replicas\W+1/);
  });
});
