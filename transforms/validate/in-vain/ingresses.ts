/** Annotations of Ingresses that do not do what they say. */

import { editDistance } from '../../../src/text/edit-distance.ts';
import type { Proposal, Resource } from '../../../src/transform.ts';
import { mapsIn } from '../../shared/data.ts';
import { NGINX_ANNOTATIONS } from './nginx-annotations.ts';

export type IngressMessage = 'unknown-annotation' | 'issuer-without-tls';

const PREFIX = 'nginx.ingress.kubernetes.io/';
const ISSUERS = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'];

export function* ingressAnnotations(ingress: Resource): Generator<Proposal<IngressMessage>> {
  if (ingress.kind !== 'Ingress') return;
  const { annotations, key, name } = ingress;
  const found = <Message extends IngressMessage>(message: Message, annotation: string, near = '') => ({
    message,
    data: { resource: `Ingress ${name}`, annotation, near },
    at: { on: key, path: ['metadata', 'annotations', annotation] },
    changes: [],
    evidence: [],
  });
  for (const annotation of Object.keys(annotations)) {
    if (!annotation.startsWith(PREFIX)) continue;
    const own = annotation.slice(PREFIX.length);
    if (!NGINX_ANNOTATIONS.has(own)) yield found('unknown-annotation', annotation, near(own));
  }
  if (mapsIn(ingress.get(['spec', 'tls'])).length > 0) return;
  const issuer = ISSUERS.find(each => annotations[each] !== undefined);
  if (issuer !== undefined) yield found('issuer-without-tls', issuer);
}

function near(own: string): string {
  const nearest = [...NGINX_ANNOTATIONS].find(each => editDistance(own, each) <= 2);
  return nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
}
