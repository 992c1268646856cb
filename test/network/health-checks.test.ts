/** Ports at which load balancers ask pods whether they live. */
import { rootOf, workload } from '../transforms/root.ts';

const WEB = workload(
  'containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}, {name: health, containerPort: 8081}]}]',
);

/** Ports of the pods that are asked for some reason, beside those of the Service. */
function asked(annotation: string, more = ''): (number | string)[] {
  const text = `${WEB}
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, annotations: {${annotation}}}
spec: {type: ClusterIP, selector: {app: web}, ports: [{name: main, port: 80, targetPort: http, nodePort: 30080}]}
---
${more}`;
  return rootOf(text)
    .edges.filter(
      ({ from, evidence }) => from.type === 'outside' && evidence.says.includes('whether it lives'),
    )
    .map(({ port }) => port);
}

test.each([
  ['a port of the pods', 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-port: "8081"', [8081]],
  [
    'a port that none declares',
    'service.beta.kubernetes.io/aws-load-balancer-healthcheck-port: "15021"',
    [15021],
  ],
  ['a port of the Service', 'service.beta.kubernetes.io/do-loadbalancer-healthcheck-port: "80"', [8080]],
  ['a port of the node', 'load-balancer.hetzner.cloud/health-check-port: "30080"', [8080]],
  ['a name', 'alb.ingress.kubernetes.io/healthcheck-port: health', [8081]],
  ['one of several', 'service.beta.kubernetes.io/port_80_health-probe_port: "8081"', [8081]],
  ['the port of the traffic', 'alb.ingress.kubernetes.io/healthcheck-port: traffic-port', []],
  ['what answers on the node', 'service.beta.kubernetes.io/scw-loadbalancer-health-check-port: "32000"', []],
  ['a path', 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-path: "/healthz"', []],
])('%s', (_, annotation, ports) => expect(asked(annotation)).toEqual(ports));

test('the Ingress says it of what it leads to', () => {
  const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {alb.ingress.kubernetes.io/healthcheck-port: "8081"}}
spec: {ingressClassName: alb, defaultBackend: {service: {name: web, port: {number: 80}}}}
---
`;
  expect(asked('', ingress)).toEqual([8081]);
  expect(asked('', ingress.replace('service: {name: web', 'service: {name: other'))).toEqual([]);
});

test('Google reads it of objects beside', () => {
  const config = `apiVersion: cloud.google.com/v1
kind: BackendConfig
metadata: {name: web-checks, namespace: shop}
spec: {healthCheck: {port: 8081}}
---
`;
  expect(asked(`cloud.google.com/backend-config: '{"default": "web-checks"}'`, config)).toEqual([8081]);
  expect(asked(`cloud.google.com/backend-config: '{"default": "other"}'`, config)).toEqual([]);
  const policy = `apiVersion: networking.gke.io/v1
kind: HealthCheckPolicy
metadata: {name: web, namespace: shop}
spec: {default: {config: {type: HTTP, httpHealthCheck: {port: 8081}}}, targetRef: {kind: Service, name: web}}
---
`;
  expect(asked('', policy)).toEqual([8081]);
});
