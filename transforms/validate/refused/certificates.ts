/** Certificates that are none: a word that stands for what somebody was to put there. */

import type { FieldPath, Json, Proposal, Resource, Root } from '../../../src/transform.ts';
import { enumerated } from '../../shared/prose.ts';

export type CertificateMessage = 'no-certificate';

const OF_ROUTES = ['certificate', 'key', 'caCertificate', 'destinationCACertificate'];

/** The certificates of a Route, which the router takes as PEM and refuses otherwise. */
export function* badCertificates(
  route: Resource,
  { platform }: Root,
): Generator<Proposal<CertificateMessage>> {
  if (route.kind !== 'Route' || !route.apiVersion.startsWith('route.openshift.io/')) return;
  const at = (field: string): FieldPath => ['spec', 'tls', field];
  const bad = OF_ROUTES.filter(field => {
    const value = route.get(at(field));
    return isOther(value) && !platform.isFilledIn(value);
  });
  if (bad.length === 0) return;
  yield {
    message: 'no-certificate',
    data: { resource: `Route ${route.name}`, fields: enumerated(bad) },
    at: { on: route.key, path: at(bad[0]!) },
    changes: [],
    evidence: [],
  };
}

/** Text without a block of PEM; what is sealed or comes from a template has a form of its own. */
function isOther(value: Json | undefined): boolean {
  if (typeof value !== 'string' || value.trim() === '') return false;
  return !/-----BEGIN [A-Z ]+-----/.test(value) && !/\$[{(]|\{\{|<%|^ENC\[|^<.*>$/.test(value);
}
