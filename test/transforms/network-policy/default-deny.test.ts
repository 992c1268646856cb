/** What a default deny needs beside it, and where it would cut off pods that nobody renders. */

import { planOf } from '../../harness/repo.ts';
import { workload } from '../root.ts';

const WEB = `${workload('containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}]}]')}
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {ingressClassName: nginx, defaultBackend: {service: {name: web, port: {number: 80}}}}
---
`;

function planned(more = '', fixes?: ReadonlySet<string>) {
  const plan = planOf(
    { 'kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n', 'web.yaml': WEB + more },
    { selection: { unsafe: true, only: ['network-policy'], fixes } },
  );
  return { plan, deny: plan.fixes.find(({ message }) => message.includes('no default deny')) };
}

const BESIDE = 'without the new policies for web it cuts them off';

test('it says which policies of the same run have to stand beside it', () => {
  const { deny } = planned();
  expect(deny).toMatchObject({ status: 'planned', doubts: expect.arrayContaining([BESIDE]) });
});

test('it needs none where the pods have a policy already', () => {
  const policy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 8080}]}]}
`;
  const { deny } = planned(policy);
  expect(deny).toMatchObject({ status: 'planned', doubts: expect.not.arrayContaining([BESIDE]) });
});

test('taken without them it waits, and says for what', () => {
  const { deny } = planned();
  const alone = planned('', new Set([deny!.id]));
  expect(alone.deny).toMatchObject({
    status: 'waiting',
    reason: 'waits for policies of their own for web',
    doubts: expect.arrayContaining([BESIDE]),
  });
  expect(alone.plan.changes).toEqual([]);
});

const gateway = (spec: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: ${spec}
`;

test.each(['{gatewayClassName: istio}', '{gatewayClassName: istio-waypoint}', '{gatewayClassName: acme}'])(
  'a Gateway that may have pods beside it keeps it away: %s',
  spec => {
    expect(planned(gateway(spec)).deny).toMatchObject({
      status: 'reported',
      reason: 'Gateway edge may make pods there that nobody has rendered, and it would cut them off',
    });
  },
);

test.each([
  '{gatewayClassName: eg}',
  '{gatewayClassName: cilium}',
  '{gatewayClassName: gke-l7-rilb}',
  '{gatewayClassName: istio, addresses: [{type: Hostname, value: ingressgateway.istio-gateways.svc.cluster.local}]}',
])('one that has them elsewhere, or none, does not: %s', spec => {
  expect(planned(gateway(spec)).deny).toMatchObject({ status: 'planned' });
});
