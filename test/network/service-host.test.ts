import { serviceHost } from '../../src/network/service-host.ts';

test('a Service is named with its namespace, and by nothing longer', () => {
  const host = serviceHost('web', 'shop');
  for (const text of ['http://web.shop/', 'web.shop.svc:80', 'a, web.shop.svc.cluster.local'])
    expect(host.test(text)).toBe(true);
  for (const text of ['web.shopping', 'my-web.shop', 'web.shop.example.com', 'webxshop'])
    expect(host.test(text)).toBe(false);
});

test('a name that is no name is no pattern', () => {
  expect(serviceHost('web(blue', 'a+').test('web(blue.a+')).toBe(true);
  expect(serviceHost('$app', 'shop').test('$app.shop')).toBe(true);
});
