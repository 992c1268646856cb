/** What is offered where nobody has chosen numbers or headers. */

import transform from '../../../transforms/ingress-hardening/index.ts';
import { changesOf, only, propose, rootOf, type Setting } from '../root.ts';

const NGINX = 'nginx.ingress.kubernetes.io';

function ingress(annotations = '', { name = 'shop', path = '/', host = 'shop.example.com' } = {}): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  namespace: shop
  annotations: {${NGINX}/proxy-body-size: 1m${annotations}}
spec:
  tls: [{hosts: [${host}], secretName: ${name}-tls}]
  rules: [{host: ${host}, http: {paths: [{path: ${path}, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
---
`;
}

/** As with everything on: the values are ours. */
function ours(text: string, setting: Setting = {}) {
  const root = rootOf(text, setting);
  const options = {
    ...Object.fromEntries(Object.keys(transform.options).map(key => [key, []])),
    headers: { 'X-Content-Type-Options': 'nosniff' },
    limitRps: 50,
    limitConnections: 50,
    waf: 'off',
  };
  return [
    ...transform.plan(root.find('Ingress')[0]!, { root, options, configured: () => undefined } as never),
  ];
}

const limitsOf = (text: string) =>
  changesOf(only(ours(text), 'rate')).map(each => each.replace(/.*\//, '').replace(/ = .*/, ''));

test('connections of one address are limited where they are short and of one user', () => {
  expect(limitsOf(ingress())).toEqual(['limit-rps', 'limit-connections']);
  for (const long of [
    `, ${NGINX}/websocket-services: web`,
    `, ${NGINX}/proxy-read-timeout: "3600"`,
    `, ${NGINX}/cors-allow-headers: X-Slack-Signature`,
  ])
    expect(limitsOf(ingress(long))).toEqual(['limit-rps']);
  expect(limitsOf(ingress('', { path: '/api/webhooks/in' }))).toEqual(['limit-rps']);
});

test('who sets one number gets that one alone, and it is theirs', () => {
  const options = { limitRps: 20 };
  const found = only(propose(transform, rootOf(ingress()), options), 'rate');
  expect(changesOf(found)).toHaveLength(1);
  expect(found?.doubts?.join()).not.toContain('ours');
});

test('behind a proxy that hides addresses nothing is counted', () => {
  const edge = () => ({ proxy: 'tunnel.yaml:3', unconfigured: undefined });
  const found = ours(ingress(), { platform: { edge } });
  expect(only(found, 'rate')).toBeUndefined();
  expect(only(found, 'rate-declined')?.known).toContain('tunnel.yaml:3');
});

test('where the Ingress beside it is limited the team has chosen which is', () => {
  const found = ours(ingress() + ingress(`, ${NGINX}/limit-rps: "2000"`, { name: 'api' }));
  expect(only(found, 'rate-declined')?.known).toContain('Ingress api has `limit-rps`');
});

test.each([
  ['a page', {}, true],
  ['webhooks', { path: '/webhook' }, false],
  ['an API', { path: '/api/v1' }, false],
  ['a host of an API', { host: 'api.shop.example.com' }, false],
])('what a controller allows is asked for %s: %j', (_, place, isAsked) => {
  const found = only(ours(ingress('', place)), 'headers-open');
  expect(found?.blocked?.includes('`allowedResponseHeaders`') ?? false).toBe(isAsked);
});

test('values of the controller that configure nothing answer', () => {
  const edge = () => ({ proxy: undefined, unconfigured: 'apps/ingress.yaml:9' });
  expect(only(ours(ingress(), { platform: { edge } }), 'headers-open')).toMatchObject({
    known: 'the values of its controller allow none: apps/ingress.yaml:9',
  });
});
