/** Who signs certificates for names inside of the cluster. */

import type { Evidence, JsonObject, Resource, Root } from '../../src/transform.ts';
import { isMap, stringsIn } from '../shared/data.ts';

export interface Issuer {
  readonly kind: string;
  readonly name: string;
  readonly evidence: Evidence;
  /** The version in which the repository writes what cert-manager reads. */
  readonly apiVersion: string;
}

export interface IssuerOptions {
  readonly issuer?: string;
  readonly issuerKind: string;
}

const SERVED = 'cert-manager.io/v1';

export function issuerFor(
  namespace: string | undefined,
  root: Root,
  { issuer, issuerKind }: IssuerOptions,
  stated: Evidence | undefined,
): Issuer | undefined {
  const certificates = ofCertManager('Certificate', namespace, root);
  const apiVersion = certificates[0]?.apiVersion ?? SERVED;
  if (issuer !== undefined && stated !== undefined)
    return { kind: issuerKind, name: issuer, evidence: stated, apiVersion };
  return (
    onlyOne([...certificates.filter(isForServices).flatMap(each => namedBy(each, apiVersion))]) ??
    onlyOne(
      authorities(namespace, root).map(each => ({
        kind: each.kind,
        name: each.name,
        evidence: {
          kind: 'manifest' as const,
          at: each.where(['spec']),
          says: `${each.kind} ${each.name} signs for names inside of the cluster`,
        },
        apiVersion,
      })),
    )
  );
}

/** Whether anything inside of the cluster is encrypted: who has an authority for that, or a mesh, may want it here too. */
export function isEncryptedInside(namespace: string | undefined, root: Root): boolean {
  return (
    root.platform.ofMesh.length > 0 ||
    authorities(namespace, root).length > 0 ||
    ofCertManager('Certificate', namespace, root).some(isForServices)
  );
}

/** Another authority than the one would be for somebody else. */
function onlyOne(issuers: readonly Issuer[]): Issuer | undefined {
  const [first, ...others] = issuers;
  if (first === undefined) return undefined;
  return others.every(({ kind, name }) => kind === first.kind && name === first.name) ? first : undefined;
}

function namedBy(certificate: Resource, apiVersion: string): readonly Issuer[] {
  const path = ['spec', 'issuerRef'];
  const ref = certificate.get(path);
  if (!isMap(ref) || typeof ref.name !== 'string') return [];
  const kind = typeof ref.kind === 'string' ? ref.kind : 'Issuer';
  const says = `Certificate ${certificate.name}, for names inside of the cluster, is signed by ${ref.name}`;
  return [
    { kind, name: ref.name, evidence: { kind: 'manifest', at: certificate.where(path), says }, apiVersion },
  ];
}

/** For names that only a cluster knows, and which no public authority signs. */
function isForServices(certificate: Resource): boolean {
  return stringsIn(certificate.get(['spec', 'dnsNames'])).some(each => /\.svc(?:\.|$)/.test(each));
}

/** One that signs itself has another authority for each certificate, and ACME proves names of the public alone. */
function authorities(namespace: string | undefined, root: Root): readonly Resource[] {
  return [
    ...ofCertManager('Issuer', namespace, root),
    ...root.platform
      .ofCluster('ClusterIssuer')
      .filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/')),
  ].filter(each => {
    const spec: unknown = each.get(['spec']);
    return isMap(spec) && AUTHORITIES.some(key => (spec as JsonObject)[key] !== undefined);
  });
}

const AUTHORITIES = ['ca', 'vault'];

function ofCertManager(kind: string, namespace: string | undefined, { platform }: Root): readonly Resource[] {
  return platform.find(kind, namespace).filter(({ apiVersion }) => apiVersion.startsWith('cert-manager.io/'));
}
