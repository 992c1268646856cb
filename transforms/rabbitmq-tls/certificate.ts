/** The certificate of a server, for the names by which it is called. */

import { isHeadless } from '../../src/network/services.ts';
import { type Change, type JsonObject, nameOf, type Resource, type Root } from '../../src/transform.ts';
import type { Issuer } from './issuer.ts';

/** The Secret has the name as it is rendered: no layer rewrites it in the objects of cert-manager. */
export function certificateFor(
  server: Resource,
  names: readonly string[],
  { kind, name, apiVersion }: Issuer,
): Change {
  const manifest: JsonObject = {
    apiVersion,
    kind: 'Certificate',
    metadata: { name: nameOf(server, { suffix: '-tls' }) },
    spec: {
      secretName: secretOf(server),
      dnsNames: [...names],
      usages: ['server auth'],
      issuerRef: { kind, name },
    },
  };
  return { type: 'create', manifest, beside: server.key };
}

export function secretOf({ name }: Resource): string {
  return `${name}-tls`;
}

/** What callers may call it: a Service, and behind one without an address each of the pods. */
export function namesOfServices(services: readonly Resource[], root: Root): readonly string[] {
  return services.flatMap(service => {
    const own = namesIn(service.name, root.platform.namespaceOf(service));
    return isHeadless(service) ? [...own, ...own.slice(1).map(each => `*.${each}`)] : own;
  });
}

/** Of a Service of that name, as its own namespace and others call it. */
export function namesIn(service: string, namespace: string | undefined): readonly string[] {
  if (namespace === undefined) return [service];
  const inNamespace = `${service}.${namespace}`;
  return [service, inNamespace, `${inNamespace}.svc`, `${inNamespace}.svc.cluster.local`];
}
