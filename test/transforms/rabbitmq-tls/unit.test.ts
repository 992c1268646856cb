import {
  listensForTls,
  plainPorts,
  withListener,
  withoutPlain,
} from '../../../transforms/rabbitmq-tls/configuration.ts';
import transform from '../../../transforms/rabbitmq-tls/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const ISSUER = { issuer: 'internal' };
const CONFIG = 'volumes: [{name: c, configMap: {name: rabbitmq}}]';
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: rabbitmq, namespace: shop}\nspec: {selector: {app: rabbitmq}, ports: [{name: amqp, port: 5672}]}\n---\n';

function server(more = '', image = 'rabbitmq:3.13') {
  const container = `{name: rabbitmq, image: "${image}", ports: [{containerPort: 5672}]${more}}`;
  return (
    workload(`containers: [${container}]\n${CONFIG}`, { kind: 'StatefulSet', name: 'rabbitmq' }) + SERVICE
  );
}

function config(text: string, key = 'rabbitmq.conf') {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: rabbitmq, namespace: shop}\ndata: {${key}: ${JSON.stringify(text)}}\n---\n`;
}

const of = (text: string, options = {}, setting = {}) => propose(transform, rootOf(text, setting), options);

describe('its configuration', () => {
  test.each([
    ['listeners.ssl.default = 5671', true],
    ['listeners.ssl.1=127.0.0.1:5671', true],
    ['[{rabbit, [{ssl_listeners, [5671]}]}].', true],
    ['# listeners.ssl.default = 5671', false],
    ['listeners.ssl = none', false],
    ['listeners.ssl = none # for now\nlisteners.ssl.default = 5671', false],
    ['listeners.tcp.default = 5672', false],
  ])('%s', (text, expected) => expect(listensForTls(text)).toBe(expected));

  test.each([
    ['', [5672]],
    ['listeners.tcp.default = 5673', [5673]],
    ['listeners.tcp.1 = :::5672\nlisteners.tcp.2 = 127.0.0.1:5673', [5672, 5673]],
    ['listeners.tcp = none', []],
    ['listeners.tcp = none  # all have moved', []],
    ['listeners.tcp.default = 5673 # 5672 is taken', [5673]],
  ])('%j takes plain text at %j', (text, expected) => expect(plainPorts(text)).toEqual(expected));

  const TLS = (sign: string, end = '') =>
    [
      `listeners.ssl.default${sign}5671`,
      `ssl_options.certfile${sign}/etc/rabbitmq-tls/tls.crt`,
      `ssl_options.keyfile${sign}/etc/rabbitmq-tls/tls.key`,
    ]
      .map(line => `${line}${end}\n`)
      .join('');

  test.each([
    ['an empty one', '', TLS(' = ')],
    ['one without listeners', 'a = 1\n', `a = 1\n${TLS(' = ')}`],
    ['one without an end of its last line', 'a = 1', `a = 1\n${TLS(' = ')}`],
    ['one with listeners', 'listeners.tcp.default=1\nb=2\n', `listeners.tcp.default=1\n${TLS('=')}b=2\n`],
    ['one of Windows', 'listeners.tcp.default = 1\r\n', `listeners.tcp.default = 1\r\n${TLS(' = ', '\r')}`],
  ])('%s gets a listener', (_, text, expected) => expect(withListener(text)).toBe(expected));

  test.each([
    ['a = 1\n', 'listeners.tcp = none\na = 1\n'],
    [
      'a=1\nlisteners.tcp.1=5672\nlisteners.tcp.2=5673\nb=2\n',
      'a=1\nlisteners.tcp=none\nlisteners.tcp.1=5672\nlisteners.tcp.2=5673\nb=2\n',
    ],
  ])('%j without plain text', (text, expected) => expect(withoutPlain(text)).toBe(expected));
});

describe('nothing is found', () => {
  test.each([
    ['that listens for TLS', server() + config('listeners.tcp = none\nlisteners.ssl.default = 5671')],
    [
      'that does so in another file',
      server() + config('[{rabbit, [{ssl_listeners, [5671]}]}].', 'advanced.config'),
    ],
    [
      'whose port for TLS is declared',
      server().replace('[{containerPort: 5672}]', '[{containerPort: 5671}]'),
    ],
    ['that variables tell', server(', env: [{name: RABBITMQ_SSL_CERTFILE, value: /c}]')],
    ['of another image', server('', 'redis:7')],
    [
      'in a mesh',
      server().replace(
        'metadata: {labels: {app: rabbitmq}}',
        'metadata: {labels: {app: rabbitmq}, annotations: {linkerd.io/inject: enabled}}',
      ),
    ],
  ])('%s', (_, text) => expect(of(text, ISSUER)).toEqual([]));

  test("on somebody's own machine", () => {
    expect(of(server(), ISSUER, { environment: { name: 'minikube', tier: 'development' } })).toEqual([]);
  });
});

describe('the issuer', () => {
  const issuer = (spec: string, name = 'ca', kind = 'ClusterIssuer') =>
    `apiVersion: cert-manager.io/v1\nkind: ${kind}\nmetadata: {name: ${name}${kind === 'Issuer' ? ', namespace: shop' : ''}}\nspec: {${spec}}\n---\n`;
  const certificate = (name: string) =>
    `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: other, namespace: shop}\nspec: {dnsNames: [${name}], issuerRef: {name: theirs, kind: ClusterIssuer}}\n---\n`;
  const found = (more: string, options = {}) => only(of(server() + more, options), 'listener');
  const ref = (more: string, options = {}) =>
    changesOf(found(more, options))
      .join()
      .match(/"issuerRef":(\{.*?\})/)?.[1];

  test.each([
    ['of the configuration', '', ISSUER, '{"kind":"ClusterIssuer","name":"internal"}'],
    ['that is the only authority', issuer('ca: {secretName: a}'), {}, '{"kind":"ClusterIssuer","name":"ca"}'],
    ['of the namespace', issuer('vault: {}', 'v', 'Issuer'), {}, '{"kind":"Issuer","name":"v"}'],
    [
      'of Certificates for Services, before others',
      certificate('db.shop.svc') + issuer('ca: {}'),
      {},
      '{"kind":"ClusterIssuer","name":"theirs"}',
    ],
  ])('%s', (_, more, options, expected) => expect(ref(more, options)).toBe(expected));

  test('is asked for where there are two, with those to be chosen that sign such names', () => {
    const all = issuer('ca: {}') + issuer('ca: {}', 'b') + issuer('acme: {}', 'public');
    const choices = ['ca', 'b'].map(name => ({ says: `ClusterIssuer ${name}` }));
    expect(only(of(server() + all), 'open')?.asks).toMatchObject([{ type: 'decision', choices }]);
  });

  test.each([
    ['nobody names one', ''],
    ['one proves names of the public', issuer('acme: {}')],
    ['one signs itself', issuer('selfSigned: {}')],
    ['Certificates are for the public', certificate('shop.example.com')],
  ])('is not asked for where %s', (_, more) => {
    const found = only(of(server() + more), 'open');
    expect(found?.asks).toBeUndefined();
    expect(found?.known).toContain('nothing in the repository signs names');
  });
});

describe('who has decided otherwise', () => {
  test('is not told again', () => {
    const [found] = of(server() + config('listeners.ssl = none'), ISSUER);
    expect(found).toMatchObject({ message: 'open', changes: [] });
    expect(found?.known).toContain('listeners.ssl = none');
  });

  test('writes in the form of Erlang, beside which no file is put', () => {
    const text = server() + config('[{rabbit, [{tcp_listeners, [5672]}]}].', 'rabbitmq.config');
    expect(of(text, ISSUER)).toMatchObject([{ message: 'open', changes: [] }]);
  });
});

describe('the plain listener', () => {
  const OFF = { plain: 'off' };
  const ERLANG = '[{rabbit, [{ssl_listeners, [5671]}]}].';

  test('is not switched off in a file of Erlang', () => {
    expect(of(server() + config(ERLANG, 'advanced.config'), OFF)).toMatchObject([
      { message: 'besides', changes: [] },
    ]);
  });

  test('is not known where Erlang says where it is', () => {
    const text = ERLANG.replace('[{ssl', '[{tcp_listeners, []}, {ssl');
    expect(of(server() + config(text, 'advanced.config'), OFF)).toEqual([]);
  });
});

test('a policy lets in at the new port who may come to the plain one, whatever its number is', () => {
  const policy =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: rabbitmq, namespace: shop}\nspec: {podSelector: {matchLabels: {app: rabbitmq}}, ingress: [{ports: [{port: 5673}]}]}\n---\n';
  const text = (server() + config('listeners.tcp.default = 5673')).replaceAll('5672', '5673') + policy;
  expect(changesOf(only(of(text, ISSUER), 'listener')).join('\n')).toMatch(/ingress.*5673.*5671/);
});

describe('a file beside the defaults', () => {
  test('is mounted where the image reads more', () => {
    expect(changesOf(only(of(server(), ISSUER), 'listener')).join('\n')).toContain(
      '/etc/rabbitmq/conf.d/30-tls.conf',
    );
  });

  test.each([
    ['before 3.9', server('', 'rabbitmq:3.8-management'), '3.9'],
    ['of Bitnami', server('', 'bitnami/rabbitmq:3.13.3'), 'writes its configuration'],
    ['told of another', server(', env: [{name: RABBITMQ_CONFIG_FILE, value: /c}]'), 'RABBITMQ_CONFIG_FILE'],
    ['below a volume', server(', volumeMounts: [{name: c, mountPath: /etc/rabbitmq}]'), 'volume c'],
  ])('not %s', (_, text, known) => {
    expect(only(of(text, ISSUER), 'open')).toMatchObject({
      changes: [],
      known: expect.stringContaining(known),
    });
  });
});

test('a Service is needed, since callers name it', () => {
  expect(only(of(server().split('---')[0]!, ISSUER), 'open')?.known).toContain('no Service');
});

describe('a policy on who may come', () => {
  const policy = (ports: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {podSelector: {matchLabels: {app: rabbitmq}}, ingress: [{ports: [${ports}]}]}\n---\n`;
  const changed = (ports: string) =>
    changesOf(only(of(server() + policy(ports), ISSUER), 'listener')).find(each =>
      each.startsWith('spec.ingress'),
    );

  test('lets them come to the new port too', () => {
    expect(changed('{port: 5672}')).toContain('{"protocol":"TCP","port":5671}');
  });

  test.each(['{port: 15672}', '{port: 5672}, {port: 5671}'])('%s stays', ports => {
    expect(changed(ports)).toBeUndefined();
  });
});

describe('without plain text', () => {
  const both = config('listeners.ssl.default = 5671\n');

  test('where nobody calls', () => {
    expect(changesOf(only(of(server() + both, { plain: 'off' }), 'off'))).toEqual([
      'data.rabbitmq.conf = "listeners.tcp = none\\nlisteners.ssl.default = 5671\\n"',
    ]);
    expect(of(server() + both)).toEqual([]);
  });

  test('not where a probe asks there', () => {
    const probed = server(', readinessProbe: {tcpSocket: {port: 5672}}') + both;
    expect(only(of(probed, { plain: 'off' }), 'besides')?.known).toContain('readinessProbe');
  });

  test('the cluster operator has a field for it', () => {
    const cluster =
      'apiVersion: rabbitmq.com/v1beta1\nkind: RabbitmqCluster\nmetadata: {name: a, namespace: shop}\nspec: {tls: {secretName: a-tls}}\n';
    expect(changesOf(only(of(cluster, { plain: 'off' }), 'off'))).toEqual([
      'spec.tls.disableNonTLSListeners = true',
    ]);
    expect(of(cluster)).toEqual([]);
  });
});
