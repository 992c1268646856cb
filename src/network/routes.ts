/** What comes through the edge of the cluster by an Ingress, a Route, a Gateway, or what stands in for them. */

import { apiGroupOf } from '../kubernetes/kinds.ts';
import type { Caller, Json, Resource } from '../transform.ts';
import { mapOf, mapsIn } from './data.ts';

/** A Service as a route names it. */
export interface Backend {
  readonly from: Caller;
  readonly service: string;
  /** Undefined: that of the route. */
  readonly namespace: string | undefined;
  /** Of the Service, or of the pods where it says so. */
  readonly port: Json | undefined;
}

type Reader = (route: Resource) => readonly Backend[];

/** Kinds that routes have, by group; of a group that is none of these a route has nothing. */
const READERS: Readonly<Record<string, Reader>> = {
  'Ingress.networking.k8s.io': ingress,
  'Ingress.extensions': ingress,
  'Route.route.openshift.io': openShiftRoute,
  'HTTPRoute.gateway.networking.k8s.io': gatewayRoute,
  'GRPCRoute.gateway.networking.k8s.io': gatewayRoute,
  'TLSRoute.gateway.networking.k8s.io': gatewayRoute,
  'TCPRoute.gateway.networking.k8s.io': gatewayRoute,
  'UDPRoute.gateway.networking.k8s.io': gatewayRoute,
  'IngressRoute.traefik.io': traefikRoute,
  'IngressRoute.traefik.containo.us': traefikRoute,
  'IngressRouteTCP.traefik.io': traefikRoute,
  'IngressRouteTCP.traefik.containo.us': traefikRoute,
  'VirtualService.networking.istio.io': virtualService,
};

export const ROUTES = [...new Set(Object.keys(READERS).map(each => each.slice(0, each.indexOf('.'))))];

export function backendsOf(route: Resource): readonly Backend[] {
  return READERS[`${route.kind}.${apiGroupOf(route.apiVersion)}`]?.(route) ?? [];
}

/** Who serves an Ingress, or what stands beside the routes of Traefik. */
export function controllerOf(object: Resource): Caller {
  const named =
    object.kind === 'Ingress'
      ? (object.get(['spec', 'ingressClassName']) ?? object.annotations['kubernetes.io/ingress.class'])
      : 'traefik';
  return { type: 'ingress', class: textOf(named), object };
}

function ingress(route: Resource): Backend[] {
  const from = controllerOf(route);
  const paths = mapsIn(route.get(['spec', 'rules'])).flatMap(rule => mapsIn(mapOf(rule.http).paths));
  const backends = [
    mapOf(route.get(['spec', 'defaultBackend'])),
    mapOf(route.get(['spec', 'backend'])),
    ...paths.map(({ backend }) => mapOf(backend)),
  ];
  return backends.flatMap(({ service, serviceName, servicePort }) => {
    const { name = serviceName, port } = mapOf(service);
    const { number, name: portName } = mapOf(port);
    return backend(from, name, undefined, number ?? portName ?? servicePort);
  });
}

function openShiftRoute(route: Resource): Backend[] {
  const from = { type: 'router', object: route } as const;
  const all = [mapOf(route.get(['spec', 'to'])), ...mapsIn(route.get(['spec', 'alternateBackends']))];
  // `targetPort` is one of the pods, or a name: the Service has the same name for it.
  const port = route.get(['spec', 'port', 'targetPort']);
  return all.flatMap(({ name }) =>
    backend(from, name, undefined, typeof port === 'string' ? port : undefined),
  );
}

function gatewayRoute(route: Resource): Backend[] {
  const backends = mapsIn(route.get(['spec', 'rules'])).flatMap(rule => [
    ...mapsIn(rule.backendRefs),
    ...mapsIn(rule.filters).map(({ requestMirror }) => mapOf(mapOf(requestMirror).backendRef)),
  ]);
  return mapsIn(route.get(['spec', 'parentRefs'])).flatMap(parent => {
    // A Service as the parent: a mesh routes what pods send each other, and nobody comes in.
    if ((parent.kind ?? 'Gateway') !== 'Gateway') return [];
    const from = {
      type: 'gateway',
      name: String(parent.name),
      namespace: textOf(parent.namespace),
      object: route,
    } as const;
    return backends
      .filter(({ kind = 'Service' }) => kind === 'Service')
      .flatMap(({ name, namespace, port }) => backend(from, name, textOf(namespace), port));
  });
}

function traefikRoute(route: Resource): Backend[] {
  const from = controllerOf(route);
  return mapsIn(route.get(['spec', 'routes']))
    .flatMap(({ services }) => mapsIn(services))
    .filter(({ kind = 'Service' }) => kind === 'Service')
    .flatMap(({ name, namespace, port }) => backend(from, name, textOf(namespace), port));
}

/** Without gateways, or with the word for all sidecars, it is about what pods send each other. */
function virtualService(route: Resource): Backend[] {
  const gateways = route.get(['spec', 'gateways']);
  const names = Array.isArray(gateways) ? gateways.map(String).filter(each => each !== 'mesh') : [];
  if (names.length === 0) return [];
  const from = { type: 'ingress', class: 'istio', object: route } as const;
  const routes = ['http', 'tcp', 'tls'].flatMap(field => mapsIn(route.get(['spec', field])));
  return routes
    .flatMap(rule => mapsIn(rule.route))
    .flatMap(({ destination }) => {
      const { host, port } = mapOf(destination);
      const [name, namespace] = String(host ?? '').split('.');
      return backend(from, name, namespace, mapOf(port).number);
    });
}

function backend(
  from: Caller,
  service: Json | undefined,
  namespace: string | undefined,
  port: Json | undefined,
): Backend[] {
  if (typeof service !== 'string' || service === '') return [];
  return [{ from, service, namespace, port: port ?? undefined }];
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
