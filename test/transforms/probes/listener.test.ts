/** Who listens on the port that a new probe would ask. */
import probes from '../../../transforms/probes/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8000}]}
---
`;
const CONF = `
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: shop}
data: {default.conf: "server { listen 8000 deferred; location / { proxy_pass http://localhost:8888; } }"}
---
`;
const APP = '{name: app, image: "acme/app:1", ports: [{containerPort: 8000}]}';
const nginx = (more = '') =>
  `{name: nginx, image: "nginx:1.27", volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]${more}}`;
const pod = (...containers: string[]) =>
  `containers: [${containers.join(', ')}]\nvolumes: [{name: conf, configMap: {name: conf}}]`;
const missing = (text: string) =>
  propose(probes, rootOf(workload(text) + SERVICE + CONF)).filter(({ changes }) => changes.length > 0);
const NOBODY = 'that something listens there is not known';

test('a port that the neighbour listens on is asked of nobody else', () => {
  expect(missing(pod(APP))).not.toEqual([]);
  expect(missing(pod(APP, nginx())).filter(({ at }) => JSON.stringify(at).includes('"app"'))).toEqual([]);
});

test.each([
  [
    'a written probe of the container',
    pod(APP.replace('}]}', '}], startupProbe: {httpGet: {path: /up, port: 8000}}}')),
  ],
  ['the configuration that is mounted', pod(nginx(', ports: [{containerPort: 8000}]'))],
])('%s shows that it listens', (_, text) => {
  const found = missing(text);
  expect(found).not.toEqual([]);
  expect(found.flatMap(({ doubts = [] }) => doubts)).not.toContain(NOBODY);
});

test('a port that a written probe asks comes before one that a Service refers to', () => {
  const ports = 'ports: [{containerPort: 8000}, {containerPort: 8001}]';
  const found = missing(
    pod(`{name: app, image: "acme/app:1", ${ports}, startupProbe: {httpGet: {path: /up, port: 8001}}}`),
  );
  expect(JSON.stringify(found.flatMap(({ changes }) => changes))).toContain('8001');
  expect(found.flatMap(({ doubts = [] }) => doubts)).not.toContain(NOBODY);
});

test.each([
  ['acme/api:1', ['container api of Deployment api is asked for /up, and this one may answer there too']],
  ['theirs/api:1', []],
])('where %s is asked for a page, an open port is doubted', (image, expected) => {
  const api = `{name: api, image: "${image}", readinessProbe: {httpGet: {path: /up, port: 1}}}`;
  const told = APP.replace('}]}', '}], env: [{name: PORT, value: "8000"}]}');
  const text =
    workload(`containers: [${told}]`) + workload(`containers: [${api}]`, { name: 'api' }) + SERVICE;
  const [found] = propose(probes, rootOf(text)).filter(
    ({ at, changes }) => JSON.stringify(at).includes('readinessProbe') && changes.length > 0,
  );
  expect(found?.doubts).toEqual(expected);
});
