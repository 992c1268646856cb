/**
 * Annotations of Ingresses that do not do what they say.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/
 */

import { ingressControllerOf } from '../../../src/kubernetes/known-tools.ts';
import { editDistance } from '../../../src/text/edit-distance.ts';
import type { Proposal, Resource, Root } from '../../../src/transform.ts';
import { mapsIn } from '../../shared/data.ts';
import { fileOf } from '../../shared/places.ts';
import { enumerated } from '../../shared/prose.ts';
import { NGINX_ANNOTATIONS } from './nginx-annotations.ts';

export type IngressMessage = 'unknown-annotation' | 'issuer-without-tls';

const NGINX = 'nginx.ingress.kubernetes.io/';
const TRAEFIK = 'traefik.ingress.kubernetes.io/';
/** Of an Ingress Traefik 2 and 3 read these alone; what is about servers stands at their Service. */
const OF_ROUTER = `${TRAEFIK}router.`;
const ISSUERS = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'];

export function* ingressAnnotations(ingress: Resource, root: Root): Generator<Proposal<IngressMessage>> {
  if (ingress.kind !== 'Ingress') return;
  const { annotations, key, name } = ingress;
  const found = <Message extends IngressMessage>(
    message: Message,
    keys: readonly string[],
    data: Readonly<Record<string, string>> = {},
  ) => ({
    message,
    data: { resource: `Ingress ${name}`, annotation: enumerated(keys), ...data },
    at: { on: key, path: ['metadata', 'annotations', keys[0]!] },
    changes: [],
    evidence: [],
  });
  const unread = (keys: readonly string[], controller: string, near = '') =>
    found('unknown-annotation', keys, { controller, near, does: keys.length === 1 ? 'it does' : 'they do' });
  const other = otherController(ingress, root);
  const ofNginx = keysWith(NGINX, annotations);
  if (other !== undefined && ofNginx.length > 0 && isWrittenWithClass(ofNginx, ingress))
    yield unread(ofNginx, other);
  else
    for (const each of ofNginx) {
      const own = each.slice(NGINX.length);
      if (!NGINX_ANNOTATIONS.has(own)) yield unread([each], 'ingress-nginx', near(own));
    }
  const ofTraefik = keysWith(TRAEFIK, annotations).filter(each => !each.startsWith(OF_ROUTER));
  // Traefik 1 read some of them, and knows no such version of an Ingress.
  if (ofTraefik.length > 0 && ingress.apiVersion === 'networking.k8s.io/v1')
    yield unread(ofTraefik, 'Traefik', ' (a Middleware or an annotation of the Service does that)');
  if (mapsIn(ingress.get(['spec', 'tls'])).length > 0) return;
  const issuer = ISSUERS.find(each => annotations[each] !== undefined);
  if (issuer !== undefined) yield found('issuer-without-tls', [issuer]);
}

function keysWith(prefix: string, annotations: Resource['annotations']): readonly string[] {
  return Object.keys(annotations).filter(each => each.startsWith(prefix));
}

/** The controller that its class names, where that is not ingress-nginx; what a class means a cluster may say otherwise. */
function otherController(ingress: Resource, root: Root): string | undefined {
  const named = ingress.get(['spec', 'ingressClassName']);
  if (typeof named !== 'string' || root.rendersAnywhere('IngressClass', named)) return undefined;
  const controller = ingressControllerOf(named, {});
  return controller === 'ingress-nginx' ? undefined : controller;
}

/** A base for whichever controller has annotations of several, and its overlays the class. */
function isWrittenWithClass(keys: readonly string[], ingress: Resource): boolean {
  const place = fileOf(ingress.where(['spec', 'ingressClassName']));
  return keys.some(each => fileOf(ingress.where(['metadata', 'annotations', each])) === place);
}

function near(own: string): string {
  const nearest = [...NGINX_ANNOTATIONS].find(each => editDistance(own, each) <= 2);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}
