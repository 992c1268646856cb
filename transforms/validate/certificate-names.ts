/** Certificates of cert-manager for other names than those of the routes that show them. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { mapOf } from '../../src/network/data.ts';
import type { Json, Proposal, Resource, Root } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { hostsOf } from '../shared/hosts.ts';
import { enumerated } from '../shared/prose.ts';

export type CertificateNameMessage = 'other-certificate';

export function* certificateNames(route: Resource, root: Root): Generator<Proposal<CertificateNameMessage>> {
  const { platform } = root;
  for (const { secret, hosts, path } of shownBy(route)) {
    const certificate = platform
      .find('Certificate', platform.namespaceOf(route))
      .find(
        each =>
          apiGroupOf(each.apiVersion) === 'cert-manager.io' && each.get(['spec', 'secretName']) === secret,
      );
    if (certificate === undefined) continue;
    const names = namesOf(certificate);
    const other = hosts.filter(host => !names.some(name => covers(name, host)));
    if (names.length === 0 || other.length === 0 || [...names, ...other].some(isFilledIn)) continue;
    yield {
      message: 'other-certificate',
      data: {
        resource: `${route.kind} ${route.name}`,
        hosts: enumerated([...new Set(other)]),
        certificate: certificate.name,
        names: enumerated(names),
      },
      at: { on: route.key, path },
      changes: [],
      evidence: [
        {
          kind: 'manifest',
          at: certificate.where(['spec', 'dnsNames']),
          says: `Certificate ${certificate.name} is for ${enumerated(names)}`,
        },
      ],
      known: `spec.dnsNames of Certificate ${certificate.name} needs what its routes are called`,
    };
  }
}

interface Shown {
  readonly secret: Json | undefined;
  readonly hosts: readonly string[];
  readonly path: readonly string[];
}

function shownBy(route: Resource): readonly Shown[] {
  const path = ['spec', 'tls'];
  if (route.kind === 'Ingress')
    return mapsIn(route.get(path)).map(({ secretName, hosts }) => ({
      secret: secretName,
      hosts: stringsIn(hosts),
      path,
    }));
  if (route.kind !== 'IngressRoute') return [];
  return [{ secret: mapOf(route.get(path)).secretName, hosts: hostsOf(route), path }];
}

function namesOf(certificate: Resource): readonly string[] {
  const common = certificate.get(['spec', 'commonName']);
  return [
    ...stringsIn(certificate.get(['spec', 'dnsNames'])),
    ...(typeof common === 'string' ? [common] : []),
  ];
}

/** A wildcard stands for one label. */
function covers(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && host.slice(host.indexOf('.')) === name.slice(1));
}

/** What a pipeline or Flux fills in is not known. */
function isFilledIn(name: string): boolean {
  return /[${}<>%]/.test(name);
}
