/** Headers that tell browsers what a page may do, in the language of each controller. */

import {
  type Ask,
  type Doubt,
  type Evidence,
  type FieldPath,
  type JsonObject,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { saying, staying } from '../shared/choices.ts';
import { mapsIn } from '../shared/data.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { enumerated } from '../shared/prose.ts';
import { annotationPath, type Controller, classOf, nginxPath, nginxSays } from './controller.ts';
import { allowedBy, type HeaderContext } from './response-headers.ts';
import { isForPrograms } from './sisters.ts';

export type HeaderMessage = 'headers' | 'headers-open';

type Headers = Readonly<Record<string, string>>;

/** Those that change what pages do which rely on the contrary. */
const MAY_BREAK: Readonly<Record<string, Doubt>> = {
  'X-Frame-Options': 'no other site can show its pages in a frame from then on',
  'Content-Security-Policy': 'pages that load from where the policy does not say stay empty',
  'Strict-Transport-Security':
    'browsers refuse plain HTTP for as long as it says, also after it is taken back',
};

/** By ingress-nginx from a ConfigMap, and by Traefik from a Middleware. */
export function* headersOf(
  ingress: Resource,
  controller: Controller,
  context: HeaderContext,
): Generator<Proposal<HeaderMessage>> {
  const isTls = mapsIn(ingress.get(['spec', 'tls'])).length > 0;
  if (controller.name === 'ingress-nginx') yield* ofNginx(ingress, controller, context);
  if (controller.name === 'traefik') yield* ofTraefik(ingress, controller, isTls, context);
}

function* ofNginx(
  ingress: Resource,
  { evidence }: Controller,
  context: HeaderContext,
): Generator<Proposal<HeaderMessage>> {
  const { root, options } = context;
  // It sends that one itself to hosts with a certificate.
  const { 'Strict-Transport-Security': _, ...headers } = textsOf(options.headers);
  if (Object.keys(headers).length === 0 || isSaidInNginx(ingress)) return;
  const path = nginxPath('custom-headers');
  const finding = withoutChanges(ingress, path);
  const namespace = root.platform.namespaceOf(ingress);
  if (namespace === undefined) {
    yield { ...finding, known: NO_NAMESPACE };
    return;
  }
  const illegal = Object.entries(headers).find(([name, value]) => !isLegal(name, value))?.[0];
  const allowed = illegal === undefined ? allowedBy(Object.keys(headers), context) : undefined;
  const isAsked = context.configured('headers', '') !== undefined;
  // No browser shows what programs ask for: nobody has to find out what its controller allows.
  if (allowed === undefined && !isAsked && isForPrograms(ingress)) return;
  const { unconfiguredNginx } = root.platform;
  if (allowed === undefined && illegal === undefined && unconfiguredNginx !== undefined) {
    yield { ...finding, known: `the values of its controller allow none: ${unconfiguredNginx}` };
    return;
  }
  if (allowed === undefined) {
    yield {
      ...finding,
      blocked:
        illegal === undefined
          ? 'ingress-nginx answers 503 for headers that `global-allowed-response-headers` of its ConfigMap does not list: which does it list? (`allowedResponseHeaders`)'
          : `ingress-nginx answers 503 for a header like ${illegal}: what shall it say?`,
      asks: [
        illegal === undefined
          ? whatIsAllowed(ingress, Object.keys(headers))
          : { type: 'decision', about: `header ${illegal}` },
      ],
    };
    return;
  }
  const { source, rendered } = namesBeside(ingress);
  yield {
    ...proposal(ingress, path, headers, evidence, context),
    changes: [
      {
        type: 'create',
        manifest: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: source },
          data: headers,
        },
        beside: ingress.key,
      },
      ingress.set(path, `${namespace}/${rendered}`),
      ...allowed.changes,
    ],
    doubts: [...doubtsOf(headers), ...allowed.doubts],
    evidence: [...evidenceOf(context, evidence), ...allowed.evidence],
  };
}

/** Once for all Ingresses: a controller has one ConfigMap, and serves a class. */
function whatIsAllowed(ingress: Resource, wanted: readonly string[]): Ask {
  return {
    type: 'decision',
    about: 'response headers that ingress-nginx allows',
    question:
      'which does `global-allowed-response-headers` of the ConfigMap of ingress-nginx list? It answers 503 for others',
    choices: [
      saying(`it lists ${enumerated(wanted)}`, 'ingress-hardening', 'allowedResponseHeaders', [...wanted]),
      staying('it lists none of them', 'the controller allows no headers of Ingresses'),
    ],
    names: [`class ${classOf(ingress) ?? 'by default'}`],
  };
}

/** `more_set_headers` of a snippet too: a second answer beside it would be one too many. */
function isSaidInNginx(ingress: Resource): boolean {
  return (
    nginxSays(ingress, 'custom-headers') !== undefined ||
    /more_set_headers|add_header/.test(nginxSays(ingress, 'configuration-snippet') ?? '')
  );
}

/** As the controller checks them: what is not like that is refused with the whole location. */
function isLegal(name: string, value: string): boolean {
  return /^[\w-]+$/.test(name) && /^[\w :;.,\\/"'?!(){}[\]@<>=\-+*#$&`|~^%]+$/.test(value);
}

const MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares';

function* ofTraefik(
  ingress: Resource,
  { evidence }: Controller,
  isTls: boolean,
  context: HeaderContext,
): Generator<Proposal<HeaderMessage>> {
  const { root, options } = context;
  const { 'Strict-Transport-Security': strict, ...plain } = textsOf(options.headers);
  const headers = {
    ...plain,
    ...(isTls && strict !== undefined && { 'Strict-Transport-Security': strict }),
  };
  const path = annotationPath(MIDDLEWARES);
  const written = ingress.annotations[MIDDLEWARES];
  const namespace = root.platform.namespaceOf(ingress);
  // One that is named already may write them: what is in a Middleware of another place is not known here.
  if (Object.keys(headers).length === 0 || written !== undefined) return;
  if (namespace === undefined) {
    yield { ...withoutChanges(ingress, path), known: NO_NAMESPACE };
    return;
  }
  const { source, rendered } = namesBeside(ingress);
  yield {
    ...proposal(ingress, path, headers, evidence, context),
    changes: [
      {
        type: 'create',
        manifest: {
          apiVersion: middlewareVersion(root),
          kind: 'Middleware',
          metadata: { name: source },
          spec: { headers: { customResponseHeaders: headers } },
        },
        beside: ingress.key,
      },
      ingress.set(path, `${namespace}-${rendered}@kubernetescrd`),
    ],
    doubts: [
      ...doubtsOf(headers),
      'Traefik answers 404 for all of it where its custom resources are not installed',
    ],
    evidence: evidenceOf(context, evidence),
  };
}

/** The group changed its name with Traefik 2.10, and version 3 does not know the old one. */
function middlewareVersion(root: Root): string {
  const kinds = ['Middleware', 'IngressRoute', 'TLSOption', 'TLSStore'];
  const written = root.resources.find(
    ({ kind, apiVersion }) => kinds.includes(kind) && apiVersion.startsWith('traefik.'),
  );
  return written?.apiVersion ?? 'traefik.io/v1alpha1';
}

/** A filter in each rule of a route of the Gateway API. */
export function* headersOfRoute(route: Resource, context: HeaderContext): Generator<Proposal<HeaderMessage>> {
  const path = ['spec', 'rules'];
  const rules = mapsIn(route.get(path));
  // A route of a Service is one inside a mesh, where no browser is.
  if (parentsOf(route).some(({ kind }) => kind === 'Service')) return;
  const { 'Strict-Transport-Security': strict, ...plain } = textsOf(context.options.headers);
  const headers = {
    ...plain,
    ...(strict !== undefined && isEncrypted(route, context.root) && { 'Strict-Transport-Security': strict }),
  };
  const isSaid = rules.some(rule =>
    mapsIn(rule.filters).some(({ type }) => type !== 'RequestHeaderModifier' && type !== 'URLRewrite'),
  );
  if (Object.keys(headers).length === 0 || rules.length === 0 || isSaid) return;
  const set = Object.entries(headers).map(([name, value]) => ({ name, value }));
  const filter = { type: 'ResponseHeaderModifier', responseHeaderModifier: { set } };
  const evidence: Evidence = {
    kind: 'manifest',
    at: route.where(path),
    says: 'each rule of a route takes filters',
  };
  yield {
    ...proposal(route, path, headers, evidence, context),
    changes: [
      route.set(
        path,
        rules.map(rule => ({ ...rule, filters: [...mapsIn(rule.filters), filter] })),
      ),
    ],
    doubts: doubtsOf(headers),
    evidence: evidenceOf(context, evidence),
  };
}

const NO_NAMESPACE = 'the annotation has to name the namespace, which nothing here does';

function withoutChanges({ kind, name, key }: Resource, path: FieldPath) {
  return {
    message: 'headers-open',
    data: { resource: `${kind} ${name}` },
    at: { on: key, path },
    changes: [],
    evidence: [],
  } as const;
}

function parentsOf(route: Resource): readonly JsonObject[] {
  return mapsIn(route.get(['spec', 'parentRefs']));
}

/** Whether a Gateway that it names listens for HTTPS: browsers leave that header alone where they got it in plain text. */
function isEncrypted(route: Resource, { platform }: Root): boolean {
  return parentsOf(route).some(({ name, namespace }) => {
    const home = typeof namespace === 'string' ? namespace : platform.namespaceOf(route);
    const gateway = platform.find('Gateway', home).find(each => each.name === name);
    return mapsIn(gateway?.get(['spec', 'listeners'])).some(({ protocol }) => protocol === 'HTTPS');
  });
}

function proposal(
  resource: Resource,
  path: readonly string[],
  headers: Headers,
  evidence: Evidence,
  context: HeaderContext,
): Proposal<HeaderMessage> {
  return {
    message: 'headers',
    data: { resource: `${resource.kind} ${resource.name}`, headers: enumerated(Object.keys(headers)) },
    at: { on: resource.key, path },
    changes: [],
    evidence: evidenceOf(context, evidence),
  };
}

function evidenceOf({ configured }: HeaderContext, evidence: Evidence): Evidence[] {
  const stated = configured('headers', 'the team has chosen them');
  return stated === undefined ? [evidence] : [stated, evidence];
}

function doubtsOf(headers: Headers): Doubt[] {
  return [
    ...Object.keys(headers).flatMap(name => MAY_BREAK[name] ?? []),
    'what the program sends itself under these names is replaced',
  ];
}

function textsOf(headers: JsonObject): Headers {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/**
 * The name of what comes beside an object: as a reference, and as layers above will have made it, for texts in which
 * kustomize rewrites no name.
 */
function namesBeside(resource: Resource) {
  const suffix = '-headers';
  const own = sourceName(resource);
  const start = resource.name.indexOf(own);
  const rendered =
    start < 0
      ? `${resource.name}${suffix}`
      : `${resource.name.slice(0, start + own.length)}${suffix}${resource.name.slice(start + own.length)}`;
  return { source: nameOf(resource, { suffix }), rendered };
}
