import { isInBlock } from '../../src/network/ranges.ts';
import { type Connection, isAllowed, type Pod } from '../../src/network/simulator.ts';
import type { JsonObject } from '../../src/transform.ts';

const pod = (namespace: string, app: string): Pod => ({
  namespace,
  labels: { app },
  ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
});
const [web, api, other] = [pod('shop', 'web'), pod('shop', 'api'), pod('pay', 'web')];

function allows(spec: JsonObject, connection: Partial<Connection>): boolean {
  const whole = { from: web, to: api, port: 8080, protocol: 'TCP', ...connection } as const;
  return isAllowed(whole, {
    namespaces: new Map([['pay', { team: 'pay' }]]),
    policies: [{ namespace: 'shop', spec: { podSelector: { matchLabels: { app: 'api' } }, ...spec } }],
  });
}

test.each<[string, JsonObject, Partial<Connection>]>([
  ['what no policy selects', { podSelector: { matchLabels: { app: 'x' } } }, {}],
  ['a pod of the namespace', { ingress: [{ from: [{ podSelector: {} }] }] }, {}],
  ['everybody, by an empty rule', { ingress: [{}] }, { from: { address: '1.2.3.4' } }],
  ['the name of a port', { ingress: [{ ports: [{ port: 'http' }] }] }, {}],
  ['a range of ports', { ingress: [{ ports: [{ port: 8000, endPort: 9000 }] }] }, {}],
  [
    'a namespace by the label that it always has',
    {
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'pay' } } }] }],
    },
    { from: other },
  ],
  [
    'a namespace by a label of its own',
    { ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'pay' } } }] }] },
    { from: other },
  ],
  ['what goes out, with rules for what comes in', { ingress: [] }, { from: api, to: web }],
])('lets through: %s', (_, spec, connection) => {
  expect(allows(spec, connection)).toBe(true);
});

test.each<[string, JsonObject, Partial<Connection>]>([
  ['anything, without a rule', {}, {}],
  ['a pod of another namespace', { ingress: [{ from: [{ podSelector: {} }] }] }, { from: other }],
  ['another protocol', { ingress: [{ ports: [{ port: 8080 }] }] }, { protocol: 'UDP' }],
  ['a pod, by a block', { ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }, {}],
  [
    'an address that is excepted',
    { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }] },
    { from: { address: '10.1.2.3' } },
  ],
  [
    'what goes out, once there is a rule for it',
    { egress: [{ to: [{ podSelector: {} }] }] },
    { from: api, to: other },
  ],
  ['what goes out, where it is named alone', { policyTypes: ['Egress'] }, { from: api, to: web }],
])('stops: %s', (_, spec, connection) => {
  expect(allows(spec, connection)).toBe(false);
});

test.each([
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['10.0.0.1', '::/0', false],
  ['::1', '::1/128', true],
  ['10.0.0.1', 'nonsense', false],
])('%s in %s: %s', (address, block, expected) => {
  expect(isInBlock(address, block)).toBe(expected);
});
