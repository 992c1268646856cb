/** Hosts that are served in plain text. */

import {
  type Evidence,
  type JsonObject,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { hostsOf } from '../shared/hosts.ts';
import { enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { annotationPath, firstOf } from './controller.ts';
import { sistersOf } from './sisters.ts';

export type TlsMessage = 'plain' | 'plain-open';

const PATH = ['spec', 'tls'];
const ISSUERS = ['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'] as const;

/** Keys by which something in front of the cluster, or the controller itself, has the certificate. */
const ENDS_BEFORE =
  /certificate|ssl-cert|pre-shared-cert|cloudflare|router\.tls|router\.entrypoints|ssl-passthrough|ssl-redirect|appgw-ssl|\/tls-acme$|acme/;

/** Hosts that no public certificate is for. */
const LOCAL = /(?:^|\.)(?:localhost|local|localdomain|internal|lan|test|nip\.io|sslip\.io|xip\.io)$/;

export function* plainText(ingress: Resource, root: Root): Generator<Proposal<TlsMessage>> {
  const hosts = [...new Set(hostsOf(ingress))];
  const isSaid = Object.keys(ingress.annotations).some(
    each => ENDS_BEFORE.test(each) || ISSUERS.some(issuer => issuer === each),
  );
  if (hasTls(ingress) || isSaid || hosts.length === 0) return;
  if (hosts.some(each => LOCAL.test(each) || root.platform.isFilledIn(each))) return;
  if (isOnOwnMachine(root) || endsBefore(root)) return;
  const finding = {
    message: 'plain-open',
    data: { name: ingress.name, hosts: enumerated(hosts), by: '' },
    at: { on: ingress.key, path: PATH },
    changes: [],
    evidence: [],
  } as const;
  const source = certificateFor(hosts, ingress, root) ?? issuerFor(ingress, root);
  if (source === undefined) {
    const sisters = sistersOf(ingress, root);
    const open = sisters.filter(each => !hasTls(each)).flatMap(hostsOf);
    const named = firstOf(sisters, issuerNamedBy);
    const question =
      named === undefined
        ? 'which issuer or Secret has its certificate, or what in front of the cluster?'
        : `is its certificate by ${named.issuer} (${named.at}) as well?`;
    yield {
      ...finding,
      data: { ...finding.data, hosts: enumerated([...new Set([...hosts, ...open])].sort()) },
      blocked: question,
      asks: [
        {
          type: 'decision',
          about: named === undefined ? 'certificates of Ingresses' : `certificates by ${named.issuer}`,
          question: named === undefined ? WHOSE : `are their certificates by ${named.issuer} as well?`,
          names: [`Ingress ${sourceName(ingress)}${named === undefined ? '' : ` (see ${named.at})`}`],
        },
      ],
    };
    return;
  }
  const { secretName, annotation, evidence, promised, by, doubts } = source;
  yield {
    ...finding,
    message: 'plain',
    data: { ...finding.data, by },
    changes: [
      ...(annotation === undefined ? [] : [ingress.set(annotationPath(annotation.key), annotation.value)]),
      ingress.set(PATH, [{ hosts, secretName }]),
    ],
    evidence: [evidence],
    doubts: ['who asks by plain HTTP is sent to HTTPS from then on', ...doubts],
    promised: [{ kind: 'Secret', name: promised }],
  };
}

const WHOSE = 'which issuer or Secret has their certificates, or what in front of the cluster?';

interface Source {
  readonly secretName: JsonObject | string;
  readonly promised: string;
  readonly by: string;
  readonly evidence: Evidence;
  readonly annotation?: { readonly key: string; readonly value: string };
  readonly doubts: readonly string[];
}

function hasTls(ingress: Resource): boolean {
  return mapsIn(ingress.get(PATH)).length > 0;
}

/** As another environment has it, with the place. */
function issuerNamedBy(ingress: Resource): { readonly issuer: string; readonly at: string } | undefined {
  const key = ISSUERS.find(each => ingress.annotations[each] !== undefined);
  return key === undefined
    ? undefined
    : { issuer: String(ingress.annotations[key]), at: ingress.where(annotationPath(key)) };
}

/** A Certificate beside it that is for these hosts. */
function certificateFor(hosts: readonly string[], ingress: Resource, { platform }: Root): Source | undefined {
  const found = platform
    .find('Certificate', platform.namespaceOf(ingress))
    .find(each => hosts.every(host => covers(stringsIn(each.get(['spec', 'dnsNames'])), host)));
  const secretName = found?.get(['spec', 'secretName']);
  if (found === undefined || typeof secretName !== 'string') return undefined;
  const evidence: Evidence = {
    kind: 'manifest',
    at: found.where(['spec', 'dnsNames']),
    says: `Certificate ${found.name} is for its hosts`,
  };
  return {
    secretName,
    promised: secretName,
    by: `the Secret of Certificate ${found.name}`,
    evidence,
    doubts: [],
  };
}

/** A wildcard is for one label more. */
function covers(names: readonly string[], host: string): boolean {
  const wild = `*${host.slice(host.indexOf('.'))}`;
  return names.includes(host) || names.includes(wild);
}

/** The issuer that its neighbours name. */
function issuerFor(ingress: Resource, { platform }: Root): Source | undefined {
  for (const other of platform.find('Ingress', platform.namespaceOf(ingress))) {
    const key = ISSUERS.find(each => other.annotations[each] !== undefined);
    if (key === undefined || mapsIn(other.get(PATH)).length === 0) continue;
    const value = other.annotations[key]!;
    const evidence: Evidence = {
      kind: 'manifest',
      at: other.where(annotationPath(key)),
      says: `Ingress ${other.name} has its certificate from ${value}`,
    };
    return {
      secretName: nameOf(ingress, { suffix: '-tls' }),
      promised: `${ingress.name}-tls`,
      by: `issuer ${value}`,
      evidence,
      annotation: { key, value },
      doubts: ['the issuer has to be able to prove these hosts, too'],
    };
  }
  return undefined;
}

/** Something of the cluster that has certificates for all that comes in. */
const endsBefore = remembered(
  (root: Root): boolean =>
    root.platform.openShift !== undefined ||
    root.find('TLSStore').length > 0 ||
    root.workloads.some(({ containers }) =>
      containers.some(
        ({ image, object }) =>
          image.name.endsWith('cloudflare/cloudflared') ||
          stringsIn(object.args).some(each => each.startsWith('--default-ssl-certificate')),
      ),
    ),
);
