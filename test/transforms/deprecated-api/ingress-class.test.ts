import transform from '../../../transforms/deprecated-api/index.ts';
import { changesOf, only, propose, rootOf } from '../root.ts';

const annotated = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {kubernetes.io/ingress.class: nginx}}
spec: {rules: []}
`;
const sister = (name: string) => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api, namespace: shop}
spec: {ingressClassName: ${name}}
`;
const made = (name: string) => `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: ${name}}
`;

test.each([
  ['nothing', '', 'unsafe'],
  ['another Ingress of the class', sister('nginx'), 'safe'],
  ['the class itself', made('nginx'), 'safe'],
  ['another class', sister('traefik') + made('traefik'), 'unsafe'],
])('the field takes the place of the annotation where %s stands beside it', (_, beside, safety) => {
  const found = only(propose(transform, rootOf(annotated + beside)), 'ingress-class');
  expect(found?.safety).toBe(safety);
  expect(changesOf(found)).toContain('spec.ingressClassName = "nginx"');
});

test.each(['gce', 'gce-internal'])('the controller of GKE reads %s in the annotation alone', name => {
  const text = annotated.replace('nginx', name);
  expect(propose(transform, rootOf(text + made(name)))).toEqual([]);
});

test('what another root of the cluster says counts too', () => {
  const found = propose(transform, rootOf(annotated, { neighbours: { 'infra/ingress': made('nginx') } }));
  expect(only(found, 'ingress-class')?.safety).toBe('safe');
});

test.each([
  ['nginx', 'safe'],
  ['alb', 'unsafe'],
])('beside a field that says %s the annotation goes', (field, safety) => {
  const both = annotated.replace('spec: {', `spec: {ingressClassName: ${field}, `);
  const found = only(propose(transform, rootOf(both + made('nginx'))), 'ingress-class-twice');
  expect(found?.safety).toBe(safety);
  expect(changesOf(found)).toHaveLength(1);
});
