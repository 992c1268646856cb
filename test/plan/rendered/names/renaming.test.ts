import { renamedObject, renamedText, renamingOf } from '../../../../src/plan/rendered/names/renaming.ts';

const renaming = renamingOf(
  new Map([
    ['web-service', 'web-svc'],
    ['st-web-service', 'st-web-svc'],
  ]),
);

test.each([
  ['web-service', 'web-svc'],
  ['http://web-service:80/health', 'http://web-svc:80/health'],
  ['http://web-service/a', 'http://web-svc/a'],
  ['amqp://user:pw@web-service/vhost', 'amqp://user:pw@web-svc/vhost'],
  ['st-web-service.shop.svc.cluster.local', 'st-web-svc.shop.svc.cluster.local'],
  ['db-0.web-service', 'db-0.web-svc'],
  ['A=web-service,web-service:81', 'A=web-svc,web-svc:81'],
  ['shop/web-service', 'shop/web-svc'],
])('%s says it', (text, renamed) => {
  expect(renamedText(text, renaming)).toBe(renamed);
});

test.each([
  'my-web-service',
  'web-service-2',
  'web_web-service',
  'web-service.yaml',
  'web-service/kustomization.yaml',
  '/etc/web-service',
  '../base/web-service',
  'key=/srv/web-service',
  'https://example.com/web-service',
  '# web-service is down at night',
  'proxy_pass http://api; # not web-service',
])('%s does not say it', text => {
  expect(renamedText(text, renaming)).toBe(text);
});

test('local names of pods and images stay, what a Secret holds encoded is read', () => {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const pod = (name: string) => ({
    kind: 'Pod',
    spec: {
      volumes: [{ name: 'web-service', configMap: { name } }],
      containers: [{ name: 'web-service', image: 'registry.example.com/web-service:1' }],
    },
  });
  expect(renamedObject(pod('web-service'), renaming)).toEqual(pod('web-svc'));
  const secret = (text: string) => ({ kind: 'Secret', data: { url: encoded(text), bytes: '/wD/' } });
  expect(renamedObject(secret('http://web-service'), renaming)).toEqual(secret('http://web-svc'));
});
