/** Ports that programs are told. */

import containerPorts from '../../../transforms/container-ports/index.ts';
import probes from '../../../transforms/probes/index.ts';
import { toldPort } from '../../../transforms/shared/start/told-port.ts';
import { only, propose, rootOf, workload } from '../root.ts';

const containerOf = (more: string) =>
  rootOf(workload(`containers: [{name: a, image: "a:1", ${more}}]`)).workloads[0]!.containers[0]!;

test.each([
  'env: [{name: PORT, value: "8000"}]',
  'env: [{name: ROCKET_PORT, value: "8000"}]',
  'env: [{name: SERVER_PORT, value: "8000"}, {name: SERVER_HOST, value: 0.0.0.0}]',
  'env: [{name: ASPNETCORE_URLS, value: "http://+:8000;https://+:8443"}]',
  'env: [{name: ASPNETCORE_HTTP_PORTS, value: "8000"}]',
  'env: [{name: LISTEN_ADDR, value: ":8000"}]',
  'args: [serve, --port, "8000"]',
  'args: [--listen=0.0.0.0:8000]',
  'command: [gunicorn, -b, "0.0.0.0:8000", app]',
])('%s tells it', more => {
  expect(toldPort(containerOf(more), 8000)).toMatchObject({ kind: 'manifest' });
  expect(toldPort(containerOf(more), 8001)).toBeUndefined();
});

test.each([
  'env: [{name: DB_PORT, value: "8000"}]',
  'env: [{name: API_PORT, value: "8000"}]',
  'env: [{name: SERVER_PORT, value: "8000"}, {name: SERVER_HOST, value: db}]',
  'env: [{name: BIND_ADDR, value: "db:8000"}]',
  'args: [--upstream=0.0.0.0:8000]',
])('%s tells it nothing', more => expect(toldPort(containerOf(more), 8000)).toBeUndefined());

const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8000}]}
---
`;
const TOLD = 'env: [{name: PORT, value: "8000"}]';
const pod = (more: string) => workload(`containers: [{name: a, image: "a:1", ${more}}]`) + SERVICE;

test('what a Service sends to and the program is told needs no other sign', () => {
  const declared = only(propose(containerPorts, rootOf(pod(TOLD))), 'undeclared');
  expect(declared).toMatchObject({ safety: 'safe' });
  const ports = 'ports: [{containerPort: 8000}]';
  const doubts = (more: string) =>
    propose(probes, rootOf(pod(more)))
      .flatMap(each => each.doubts ?? [])
      .join();
  expect(doubts(ports)).toContain('that something listens there is not known');
  expect(doubts(`${ports}, ${TOLD}`)).not.toContain('that something listens there');
});
