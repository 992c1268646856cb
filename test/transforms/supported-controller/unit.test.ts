import transform from '../../../transforms/supported-controller/index.ts';
import { propose, rootOf } from '../root.ts';

const classOf = (name: string) =>
  `apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: ${name}}\nspec: {controller: k8s.io/ingress-nginx}\n---\n`;
const ingress = (name: string, metadata = '', spec = '') =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ${name}${metadata}}\nspec: {${spec}}\n---\n`;

test('its Ingresses are counted, however they name it', () => {
  const all = [
    ingress('a', '', 'ingressClassName: edge'),
    ingress('b', ', annotations: {kubernetes.io/ingress.class: edge}'),
    ingress('c', '', 'ingressClassName: other'),
    ingress('d'),
  ];
  const [found] = propose(transform, rootOf(classOf('edge') + all.join('')));
  expect(found?.data?.ingresses).toBe(' (3 Ingresses here)');
});

test('who names no class has none where there are several', () => {
  const found = propose(transform, rootOf(classOf('a') + classOf('b') + ingress('c')));
  expect(found.map(each => each.data?.ingresses)).toEqual(['', '']);
});
