/** Controllers that somebody still looks after (catalogue H7). */

import { defineTransform, type Resource, type Root } from '../../src/transform.ts';

const FIELD = ['spec', 'controller'];

/**
 * By what they call themselves: a class called `nginx` is often one of NGINX's own controller, which is another.
 *
 * @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
 */
const RETIRED: ReadonlyMap<string, string> = new Map([
  ['k8s.io/ingress-nginx', 'ingress-nginx, which gets no release and no security fix since March 2026'],
]);

export default defineTransform({
  id: 'supported-controller',
  title: 'Ingresses are served by a controller that is looked after',
  severity: 'high',
  group: 'supply-chain',
  order: 395,
  preset: 'report',
  each: 'resource',
  kinds: ['IngressClass'],
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    retired: 'IngressClass {name} is served by {controller}{ingresses}',
  },
  briefs: { retired: 'retired controller' },
  docs: {
    why: 'What stands at the edge of a cluster is read by everybody in the internet, and the next hole in a controller that nobody looks after stays open.',
    risk: 'Nothing is changed: another controller reads other annotations. `ingress2gateway print --providers ingress-nginx` writes the Ingresses of a cluster as objects of the Gateway API, which several controllers serve, and says which annotations it does not know.',
    links: [
      'https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/',
      'https://github.com/kubernetes-sigs/ingress2gateway',
      'https://gateway-api.sigs.k8s.io/implementations/',
    ],
    sameAs: [],
  },
  *plan(ingressClass, { root }) {
    const controller = RETIRED.get(String(ingressClass.get(FIELD)));
    if (controller === undefined) return;
    const of = root.find('Ingress', each => isOfClass(each, ingressClass, root)).length;
    const ingresses = of === 0 ? '' : ` (${of} Ingress${of === 1 ? '' : 'es'} here)`;
    yield {
      message: 'retired',
      data: { name: ingressClass.name, controller, ingresses },
      at: { on: ingressClass.key, path: FIELD },
      changes: [],
      evidence: [],
      mayBeExplained: true,
    };
  },
});

/** By name, in the field or as it was said before that, or because it is the class of those that name none. */
function isOfClass(ingress: Resource, { name, annotations }: Resource, root: Root): boolean {
  const named =
    ingress.get(['spec', 'ingressClassName']) ?? ingress.annotations['kubernetes.io/ingress.class'];
  if (named !== undefined && named !== null) return named === name;
  const isDefault = annotations['ingressclass.kubernetes.io/is-default-class'] === 'true';
  return isDefault || root.find('IngressClass').length === 1;
}
