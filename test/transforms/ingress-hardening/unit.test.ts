import transform from '../../../transforms/ingress-hardening/index.ts';
import { changesOf, only, propose, rootOf } from '../root.ts';

const RULES =
  'rules: [{host: shop.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]';
const TLS = 'tls: [{hosts: [shop.example.com], secretName: shop-tls}]';

function ingress(annotations: string, spec = `${TLS}\n  ${RULES}`): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations: {${annotations}}
spec:
  ${spec}
`;
}

const of = (manifest: string, options = {}) => propose(transform, rootOf(manifest), options);
const snippet = (text: string) =>
  of(ingress(`nginx.ingress.kubernetes.io/configuration-snippet: ${JSON.stringify(text)}`));

test.each([
  ['proxy_read_timeout 2m;', 'proxy-read-timeout', '120'],
  ['proxy_send_timeout 90;\n', 'proxy-send-timeout', '90'],
  ['client_max_body_size 10m;', 'proxy-body-size', '10m'],
])('%j is an annotation', (text, annotation, value) => {
  expect(changesOf(only(snippet(text), 'snippet')!)).toContain(
    `metadata.annotations.nginx.ingress.kubernetes.io/${annotation} = ${JSON.stringify(value)}`,
  );
});

test.each([
  'proxy_read_timeout 500ms;',
  'proxy_read_timeout 60s',
  'proxy_read_timeout 60s; rewrite ^ /new;',
  'proxy_read_timeout 60s; # reports',
  'if ($host = a) { return 410; }',
  'proxy_read_timeout 60s; proxy_read_timeout 90s;',
])('%j stays', text => {
  expect(only(snippet(text), 'snippet-open')?.changes).toEqual([]);
});

test.each([
  'nginx.org/proxy-read-timeout: "60"',
  'alb.ingress.kubernetes.io/scheme: internal',
  'example.com/own: "1"',
])('nothing of ingress-nginx for %s', annotation => {
  expect(of(ingress(annotation), { limitRps: 5, waf: 'detect', headers: { 'X-A': 'b' } })).toEqual([]);
});

test.each([
  'nginx.ingress.kubernetes.io/ssl-redirect: "false"',
  'alb.ingress.kubernetes.io/certificate-arn: "arn:aws:acm:eu-west-1:111122223344:certificate/0"',
  'networking.gke.io/managed-certificates: shop',
  'traefik.ingress.kubernetes.io/router.tls: "true"',
])('with %s a certificate is somewhere else, or was decided against', annotation => {
  expect(of(ingress(annotation, RULES))).toEqual([]);
});

test.each(['shop.local', 'shop.127.0.0.1.nip.io', 'localhost'])('nobody has a certificate for %s', host => {
  expect(of(ingress('', RULES.replace('shop.example.com', host)))).toEqual([]);
});

test('a canary says nothing of its own', () => {
  expect(of(ingress('nginx.ingress.kubernetes.io/canary: "true"', RULES), { limitRps: 5 })).toEqual([]);
});

test.each(['alb', 'kong', 'gce', 'alb-internal', 'aws-alb'])(
  'the class %s counts, whatever the annotations of its base are for',
  name => {
    const open = ingress(
      'nginx.ingress.kubernetes.io/proxy-body-size: 1m',
      `ingressClassName: ${name}\n  ${TLS}\n  ${RULES}`,
    );
    expect(of(open, { limitRps: 5 })).toEqual([]);
    expect(only(of(open.replace(name, 'edge'), { limitRps: 5 }), 'rate')).toMatchObject({ safety: 'unsafe' });
  },
);

describe('a route of the Gateway API', () => {
  const route = (parent: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec: {parentRefs: [${parent}], rules: [{backendRefs: [{name: web, port: 80}]}]}
`;
  const gateway = (protocol: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: shop}
spec: {gatewayClassName: edge, listeners: [{name: web, port: 443, protocol: ${protocol}}]}
`;
  const headers = { 'X-Content-Type-Options': 'nosniff', 'Strict-Transport-Security': 'max-age=60' };

  test.each([
    ['HTTPS', 2],
    ['HTTP', 1],
  ])('of a Gateway for %s has %i headers', (protocol, count) => {
    const found = only(of(route('{name: public}') + gateway(protocol), { headers }), 'headers');
    expect(JSON.stringify(found?.changes).match(/"value":"(?:nosniff|max-age=60)"/g)).toHaveLength(count);
  });

  test('inside of a mesh has none', () => {
    expect(of(route('{kind: Service, group: "", name: web}'), { headers })).toEqual([]);
  });
});

test.each(['/admin', '/admin/', '/admin(/|$)(.*)', '/actuator/env'])('%s is for administrators', path => {
  const open = ingress('', `${TLS}\n  ${RULES.replace('path: /,', `path: "${path}",`)}`);
  expect(only(of(open), 'admin-open')?.asks).toMatchObject([{ type: 'decision' }]);
  const guarded = open.replace('{}', '{nginx.ingress.kubernetes.io/auth-url: "https://login.example.com"}');
  expect(of(guarded)).toEqual([]);
});

test('/administration is no path below /admin', () => {
  expect(of(ingress('', `${TLS}\n  ${RULES.replace('path: /,', 'path: /administration,')}`))).toEqual([]);
});

test.each([
  ['X Frame', 'DENY'],
  ['X-Frame-Options', 'é'],
])('ingress-nginx refuses %s: %s, and so it is asked about', (name, value) => {
  const open = ingress('nginx.ingress.kubernetes.io/proxy-body-size: 1m');
  const proposals = of(open, { headers: { [name]: value }, allowedResponseHeaders: [name] });
  expect(only(proposals, 'headers-open')?.blocked).toContain('503');
});

test('where annotations are for two controllers, and its class says nothing, nobody knows which has it', () => {
  const both = 'nginx.ingress.kubernetes.io/proxy-body-size: 1m, alb.ingress.kubernetes.io/target-type: ip';
  expect(of(ingress(both), { limitRps: 5 })).toEqual([]);
});

describe('a comment against connection limits', () => {
  const platform = {
    declined: (_: string, names: readonly string[]) =>
      names.includes('limit-connections') ? 'No limit-connections here, deliberately' : undefined,
  };
  const found = (options: object) =>
    propose(
      transform,
      rootOf(ingress('nginx.ingress.kubernetes.io/proxy-body-size: 1m'), { platform }),
      options as never,
    );

  test('leaves the limit that it does not speak of', () => {
    expect(changesOf(only(found({ limitRps: 5, limitConnections: 9 }), 'rate'))).toEqual([
      'metadata.annotations.nginx.ingress.kubernetes.io/limit-rps = "5"',
    ]);
  });

  test('is said where nothing is left', () => {
    expect(only(found({ limitConnections: 9 }), 'rate-declined')).toMatchObject({
      changes: [],
      known: 'its comment says why: No limit-connections here, deliberately',
    });
  });
});

test('ModSecurity is offered only where somebody asks for it', () => {
  expect(transform.options.waf).not.toHaveProperty('complete');
});
