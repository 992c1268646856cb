/**
 * Ports at which load balancers ask pods whether they live. Clouds read them of annotations of Services and Ingresses (AWS
 * `aws-load-balancer-healthcheck-port` and `alb.ingress.kubernetes.io/healthcheck-port`, Azure `port_80_health-probe_port`, DigitalOcean
 * `do-loadbalancer-healthcheck-port`, Hetzner `load-balancer.hetzner.cloud/health-check-port`, Scaleway, Alibaba), Google of objects
 * beside (BackendConfig, HealthCheckPolicy).
 */

import { apiGroupOf } from '../kubernetes/kinds.ts';
import type { Edge, Json, Resource, Root, Workload } from '../transform.ts';
import { mapOf, mapsIn } from './data.ts';
import { backendsOf, ROUTES } from './routes.ts';
import { declaredPorts, podsBehind, portAt, targetPortOf } from './services.ts';

const CHECK_PORT = /health-?(?:check|probe)(?:-connect)?[-_]port$/i;
const BACKEND_CONFIG = /^(?:beta\.)?cloud\.google\.com\/backend-config$/;

/** A port that some object has a load balancer ask. */
interface Check {
  readonly by: Resource;
  /** Of the field that says so. */
  readonly at: string;
  readonly port: Json;
}

export function* checked(namespace: string | undefined, root: Root): Generator<Edge> {
  for (const service of root.platform.find('Service', namespace)) {
    for (const check of checksOf(service, namespace, root)) {
      for (const to of podsBehind(service, root)) {
        for (const port of portsOf(check.port, to, service))
          yield {
            from: { type: 'outside', object: check.by },
            to,
            port,
            protocol: 'TCP',
            evidence: {
              kind: 'manifest',
              at: check.at,
              says: `${check.by.kind} ${check.by.name} has a load balancer ask port ${port} whether it lives`,
            },
          };
      }
    }
  }
}

function checksOf(service: Resource, namespace: string | undefined, root: Root): readonly Check[] {
  const { platform } = root;
  const routes = new Set(ROUTES.flatMap(kind => [...platform.find(kind, namespace), ...root.find(kind)]));
  const leading = [...routes].filter(route =>
    backendsOf(route).some(
      each => each.service === service.name && (each.namespace ?? platform.namespaceOf(route)) === namespace,
    ),
  );
  return [
    ...[service, ...leading].flatMap(annotated),
    ...configsOf(service, namespace, root),
    ...platform
      .find('HealthCheckPolicy', namespace)
      .filter(
        each =>
          apiGroupOf(each.apiVersion) === 'networking.gke.io' &&
          mapOf(each.get(['spec', 'targetRef'])).name === service.name,
      )
      .flatMap(by =>
        Object.values(mapOf(by.get(['spec', 'default', 'config']))).flatMap(each =>
          checkBy(by, ['spec', 'default', 'config'], mapOf(each).port),
        ),
      ),
  ];
}

function annotated(by: Resource): readonly Check[] {
  return Object.entries(by.annotations)
    .filter(([key]) => CHECK_PORT.test(key))
    .flatMap(([key, value]) => checkBy(by, ['metadata', 'annotations', key], value));
}

/** `{"default": "a"}` or `{"ports": {"80": "a"}}` */
function configsOf(service: Resource, namespace: string | undefined, root: Root): readonly Check[] {
  const said = Object.entries(service.annotations).find(([key]) => BACKEND_CONFIG.test(key))?.[1];
  if (said === undefined) return [];
  return root.platform
    .find('BackendConfig', namespace)
    .filter(({ name }) => said.includes(JSON.stringify(name)))
    .flatMap(by => checkBy(by, ['spec', 'healthCheck', 'port'], by.get(['spec', 'healthCheck', 'port'])));
}

function checkBy(by: Resource, path: readonly string[], port: Json | undefined): readonly Check[] {
  return port === undefined || port === null ? [] : [{ by, at: by.where(path), port }];
}

/** Balancers count in ports of the pods, of the Service or of its nodes, each by its own rules: whichever has that number. */
function portsOf(said: Json, to: Workload, service: Resource): readonly number[] {
  const wanted = /^\d+$/.test(String(said)) ? Number(said) : said;
  const served = mapsIn(service.get(['spec', 'ports']))
    .filter(({ port, name, nodePort }) => port === wanted || name === wanted || nodePort === wanted)
    .map(each => portAt(to, targetPortOf(each)));
  const own = declaredPorts(to)
    .filter(({ containerPort, name }) => containerPort === wanted || name === wanted)
    .map(({ containerPort }) => containerPort ?? null);
  const found = [...new Set([...served, ...own])].filter(each => typeof each === 'number');
  // What answers at a port of the node is the node.
  return found.length > 0 || typeof wanted !== 'number' || wanted >= NODE_PORTS ? found : [wanted];
}

const NODE_PORTS = 30_000;
