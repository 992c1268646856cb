import transform from '../../../transforms/internal-services/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const service = (spec: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ${spec}}\n---\n`;
const of = (text: string) => propose(transform, rootOf(text)).map(each => [each.message, each.data?.what]);

test.each([
  ['type: NodePort, ports: [{port: 80, targetPort: 15672}]', 'the management of RabbitMQ'],
  ['type: NodePort, ports: [{port: 5005}]', 'a Java debugger'],
  ['type: NodePort, ports: [{port: 8080, name: http-debug}]', 'a debugger'],
  [
    'type: NodePort, ports: [{port: 80, targetPort: 9229}, {port: 81, targetPort: 9229}]',
    'a Node.js debugger',
  ],
])('%s is for insiders', (spec, what) => {
  expect(of(service(spec))).toEqual([['insiders', what]]);
});

test('a port by name is the one of the container', () => {
  const pod = workload(
    'containers: [{name: web, image: "web:1", ports: [{name: ui, containerPort: 15672}]}]',
  );
  const spec = 'type: NodePort, ports: [{port: 80, targetPort: ui}]';
  expect(of(pod + service(spec))).toEqual([['insiders', 'the management of RabbitMQ']]);
});

test('a proxy behind a load balancer is what that is for', () => {
  const pod = workload('containers: [{name: web, image: "traefik:v3.1.0"}]');
  const spec = 'type: LoadBalancer, ports: [{port: 80}]';
  expect(of(pod + service(spec))).toEqual([]);
  expect(of(service(spec))).toEqual([['reached', undefined]]);
});

test('an Ingress of before 1.22 is read as well', () => {
  const ingress =
    'apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: a, namespace: shop}\nspec: {backend: {serviceName: web, servicePort: 9990}}';
  expect(of(service('ports: [{port: 9990}]') + ingress)).toEqual([
    ['insiders-by-ingress', 'the management of WildFly'],
  ]);
});

test.each([
  ['docker.elastic.co/kibana/kibana:8.15.0', 'a console of its search server'],
  ['prom/prometheus:v2.53.0', 'monitoring'],
  ['kubernetesui/dashboard:v2.7.0', 'a console of the cluster'],
  ['grafana/grafana:11.1.0', undefined],
])('%s behind a load balancer', (image, what) => {
  const pod = workload(`containers: [{name: web, image: "${image}"}]`);
  const [found] = of(pod + service('type: LoadBalancer, ports: [{port: 80, targetPort: 8080}]'));
  expect(found).toEqual([what === undefined ? 'reached' : 'insiders-open', what]);
});

test('what has every right in the cluster is not reached by everybody', () => {
  const binding =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\nroleRef: {kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: web, namespace: shop}]\n---\n';
  const pod = workload('serviceAccountName: web\ncontainers: [{name: web, image: "web:1"}]');
  const spec = 'type: LoadBalancer, ports: [{port: 80}]';
  expect(of(binding + pod + service(spec))).toEqual([
    ['insiders-open', 'what has every right in the cluster'],
  ]);
});
