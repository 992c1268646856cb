import { readEdge } from '../../../src/plan/repository/platform/edge.ts';
import { cpuSeconds } from '../../harness/cpu.ts';

const edgeIn = (...texts: readonly string[]) =>
  readEdge(
    { read: (path: string) => texts[Number.parseInt(path, 10)] } as never,
    texts.map((_, i) => `${i}.yaml`),
  );

test.each([
  ['a tunnel', '- name: tunnel\n  image: cloudflare/cloudflared:2024.8.3', '0.yaml:2'],
  ['certificates of Cloudflare', 'a: b\ncert-manager.io/issuer-kind: ClusterOriginIssuer', '0.yaml:2'],
  ['a comment', '# image: cloudflare/cloudflared', undefined],
])('%s stands in front', (_, text, at) => {
  expect(edgeIn(text).proxy).toBe(at);
  expect(edgeIn(text, 'data: {use-forwarded-headers: "true"}').proxy).toBeUndefined();
});

test.each([
  'data: {use-forwarded-headers: "false"}',
  'use-proxy-protocol: false',
  '# use-forwarded-headers: "true"',
  'a: b\n# it needs\n#use-forwarded-headers: "true"',
])('by %j nobody tells the controller whose the addresses are', text => {
  expect(edgeIn('image: ngrok/ngrok', text).proxy).toBe('0.yaml:1');
});

test('a long text is read once', () => {
  const text = 'description: as the forwarded header says it\n'.repeat(40_000);
  expect(cpuSeconds(() => edgeIn(text))).toBeLessThan(5);
});

test.each([
  ['values: |\n  controller:\n    service: {type: ClusterIP}', '0.yaml:4'],
  ['values: |\n  controller:\n    config:\n      use-gzip: "true"', undefined],
  ['valueFiles: [ingress.yaml]', undefined],
])('%j says what the controller has', (values, at) => {
  expect(edgeIn(`kind: Namespace\n---\nchart: other\n---\n${values}`).unconfigured).toBeUndefined();
  expect(edgeIn(`kind: Namespace\n---\n\nchart: ingress-nginx\n${values}`).unconfigured).toBe(at);
});
