/** Callers that nothing here shows: where there must be some, nothing is closed; where there may be, it is said. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { serviceHost } from '../../../src/network/service-host.ts';
import { declaredPorts, protocolOf } from '../../../src/network/services.ts';
import type {
  Ask,
  Doubt,
  Edge,
  Json,
  Proposal,
  Resource,
  Root,
  Workload,
  WrittenRelease,
} from '../../../src/transform.ts';
import { staying } from '../../shared/choices.ts';
import { isMap } from '../../shared/data.ts';
import { jobFor } from '../../shared/monitoring/scraped.ts';
import { isExporter, unrenderedMonitors } from '../../shared/monitoring/scrapers.ts';
import { isPlaceholder } from '../../shared/namespaces/namespaces.ts';
import { fileOf } from '../../shared/places.ts';
import { asWorkload } from '../../shared/pods.ts';
import { enumerated } from '../../shared/prose.ts';
import { isCustom } from '../../shared/voices.ts';
import { type Admission, arrivals } from '../rules.ts';
import { isNamedAlone, isScrape, isServer, isUse, isUseOfServer, unusedPorts } from '../uses.ts';
import { strangeForward } from './forwarders.ts';
import { unvisited, visitsTo } from './metrics.ts';
import { tunnelDoubts } from './tunnels.ts';
import { webhookRole } from './webhooks.ts';

type Obstacle = Pick<Proposal, 'known'> | Pick<Proposal, 'blocked' | 'asks'>;

/** Why nothing may be closed at a workload; undefined where all who must be there are seen. */
export function unseenCallers(
  workload: Workload,
  { edges }: Pick<Admission, 'edges'>,
  root: Root,
): Obstacle | undefined {
  const placeholder = placeholderOf(workload, root);
  if (placeholder !== undefined)
    return {
      known: `namespace ${placeholder} is a placeholder: which of the others here run beside it is known once it is replaced`,
    };
  const [monitor] = unrenderedMonitors(workload, root);
  if (monitor !== undefined)
    return {
      known: `${monitor.kind} ${monitor.name} (${monitor.at}) selects it and is in nothing that is rendered here: a policy would cut off what scrapes it`,
    };
  const release = releaseOf(workload, root);
  if (release !== undefined)
    return {
      known: `${release.kind} ${release.name} (${release.at}) names its Service, and its pods, which are in nothing that is rendered here, would be cut off`,
    };
  const forward = strangeForward(workload, edges, root);
  if (forward !== undefined)
    return {
      known: `${forward} passes requests on to its Service, and which pods do that is not seen: they would be cut off`,
    };
  const role = edges.some(({ from }) => from.type === 'control-plane')
    ? undefined
    : webhookRole(workload, root);
  if (role !== undefined)
    return {
      known: `ClusterRole ${role.name} lets it make webhooks, and no manifest says at which port the API server calls them`,
    };
  const operated = root.servicesFor(workload).flatMap(each => operatedBy(each, edges, root) ?? [])[0];
  if (operated !== undefined) return operated;
  const [service] = root.servicesFor(workload);
  if (service !== undefined)
    return edges.some(isServer(workload) ? isUseOfServer : isUse)
      ? undefined
      : withoutUse(workload, service, edges, root);
  return edges.length > 0 ? undefined : withoutService(workload, root);
}

/**
 * Whether a policy for nobody is all that a workload could get: a default deny says the same. That nobody is seen to use a port
 * which it declares is a doubt about the deny then.
 *
 * @param isDenied whether the namespace has a default deny, or the same run brings one
 */
export function takesNoConnections(workload: Workload, isDenied: boolean, root: Root): boolean {
  return (
    root.servicesFor(workload).length === 0 &&
    (isDenied || declaredPorts(workload).length === 0) &&
    !arrivals(root).has(workload) &&
    visitsTo(workload, [], root).length === 0 &&
    unseenCallers(workload, { edges: [] }, root) === undefined
  );
}

/** A release of a chart that is told its name: by which labels its pods are known only the chart says. */
function releaseOf(workload: Workload, root: Root): WrittenRelease | undefined {
  const namespace = root.platform.namespaceOf(workload);
  if (namespace === undefined) return undefined;
  for (const { name } of root.servicesFor(workload)) {
    const found = root.platform.releaseNaming(name, namespace);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Everything in one placeholder stays together, whatever takes its place. */
function placeholderOf(workload: Workload, root: Root): string | undefined {
  const { namespaceOf } = root.platform;
  const namespace = namespaceOf(workload);
  if (namespace === undefined || !isPlaceholder(namespace, root)) return undefined;
  return root.workloads.some(each => namespaceOf(each) !== namespace) ? namespace : undefined;
}

/** Nobody makes a Service that nobody calls: whoever does stands elsewhere, and would be cut off. */
function withoutUse(
  workload: Workload,
  service: Resource,
  edges: readonly Edge[],
  root: Root,
): Obstacle | undefined {
  if (isServer(workload)) {
    const ports = edges.length === 0 ? [] : unusedPorts(workload, edges, root);
    const what = ports.length === 0 ? 'talk to it' : `use its port ${enumerated(ports.map(String))}`;
    const [teller] = tellersOf(service, root);
    if (teller !== undefined) return toldBy(teller, service);
    const blocked = `which workloads are they? Nothing here is seen to ${what}`;
    return { blocked, asks: [callersAsk(service)] };
  }
  if (isForMonitors(workload, edges, root)) return undefined;
  const scraper = edges.some(each => isScrape(each) && each.presumedBy !== 'metrics' && !isNamedAlone(each))
    ? ' but what scrapes it'
    : '';
  return {
    known: `nothing here${scraper} is seen to talk to its Service ${service.name}, and somebody does`,
  };
}

/** Asked once for all servers: who keeps their callers elsewhere keeps all of them there. */
function callersAsk({ name }: Resource): Ask {
  return {
    type: 'decision',
    about: 'callers of servers that nothing here is seen to use',
    question: 'which workloads call them? No policy closes them until something here does',
    names: [`Service ${name}`],
    choices: [staying('none that this repository renders', 'its callers are not rendered here')],
  };
}

/**
 * What names a Service by its namespace for somebody whom nothing here shows: a custom resource, or a ConfigMap that goes to no pod of
 * the root. What is given to a pod shows that pod.
 */
function tellersOf(service: Resource, root: Root): readonly Resource[] {
  const namespace = root.platform.namespaceOf(service);
  if (namespace === undefined) return [];
  const host = serviceHost(service.name, namespace);
  return root.resources.filter(
    each => (isCustom(each) || each.kind === 'ConfigMap') && someText(each.object, text => host.test(text)),
  );
}

function toldBy(teller: Resource, service: Resource): Obstacle {
  return {
    known: `${teller.kind} ${teller.name} names its Service ${service.name} (${teller.where([])}), and which pods call it for that is not rendered here`,
  };
}

/** Groups of what leads to a Service, speaks of it to a mesh or asks it in a way that is seen by itself. */
const OF_ROUTES =
  /(?:^|\.)(?:istio\.io|linkerd\.io|gateway\.envoyproxy\.io|traefik\.(?:io|containo\.us)|projectcontour\.io|konghq\.com|cilium\.io|openshift\.io|keda\.sh|monitoring\.coreos\.com|operator\.victoriametrics\.com)$/;

/**
 * The operator of an object that names a Service calls it, whoever else is seen to: a store of External Secrets has its controller ask the
 * server for each of them.
 */
function operatedBy(service: Resource, edges: readonly Edge[], root: Root): Obstacle | undefined {
  const known = new Set(edges.flatMap(({ from }) => (from.type === 'workload' ? [] : [from.object])));
  const teller = tellersOf(service, root).find(
    each =>
      isCustom(each) &&
      asWorkload(each) === undefined &&
      !known.has(each) &&
      !OF_ROUTES.test(apiGroupOf(each.apiVersion)),
  );
  return teller && toldBy(teller, service);
}

function someText(value: Json, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (Array.isArray(value)) return (value as readonly Json[]).some(item => someText(item, test));
  return isMap(value) && Object.values(value).some(child => someText(child, test));
}

/** A ServiceMonitor, or a scraper that is told the name, needs a Service: with a say on each of its ports it is reason enough for one. */
function isForMonitors(workload: Workload, edges: readonly Edge[], root: Root): boolean {
  const scrapes = edges.filter(
    edge =>
      isScrape(edge) &&
      edge.presumedBy === undefined &&
      (edge.from.type !== 'monitoring' || /^(?:ServiceMonitor|VMServiceScrape)$/.test(edge.from.object.kind)),
  );
  return unusedPorts(workload, scrapes, root).length === 0;
}

/** What shows that somebody talks to pods without a Service all the same. */
function withoutService(workload: Workload, root: Root): Obstacle | undefined {
  const service = workload.get(['spec', 'serviceName']);
  const isMadeElsewhere =
    typeof service === 'string' && service !== '' && !root.rendersAnywhere('Service', service);
  if (isMadeElsewhere)
    return {
      known: `no root renders Service ${service}, which it names: what makes that calls it, or lets others`,
    };
  const ports = declaredPorts(workload);
  const [metrics] = workload.containers.some(isExporter) ? unvisited(workload, [], root) : [];
  if (metrics !== undefined)
    return {
      known: `it is an exporter, and what scrapes its port ${metrics.port} is not seen: it would be cut off`,
    };
  const port = ports.find(each => protocolOf(each) === 'UDP');
  if (port === undefined) return undefined;
  return {
    known: `nothing here is seen to use its port ${String(port.name ?? port.containerPort)}, and somebody does`,
  };
}

/** What cannot be seen here, the most likely to hurt first. */
export function doubtsOf(workload: Workload, { edges, rules }: Admission, root: Root): Doubt[] {
  const declared = declaredPorts(workload).map(({ containerPort }) => containerPort ?? null);
  const open = new Set<Json>(
    rules.filter(({ peers }) => peers.length === 0).flatMap(({ ports }) => ports.map(({ port }) => port)),
  );
  // Then it only says what is so already: a default deny for the namespace has to leave it.
  const isAllOpen = declared.length > 0 && declared.every(port => open.has(port));
  // What comes through a mesh arrives elsewhere.
  if (isAllOpen && tunnelDoubts([workload], root).length === 0) return [];
  const used = new Set<Json>(edges.map(({ port }) => port));
  const job = edges.some(isScrape) ? undefined : jobFor(workload, root);
  // What is switched off nobody scrapes.
  const served = job === undefined ? unvisited(workload, edges, root) : [];
  const scrapable = new Set<Json>(served.flatMap(({ first, port }) => (first.length === 0 ? [port] : [])));
  const idle = declared.filter(port => !used.has(port) && !scrapable.has(port));
  const ports = enumerated([...new Set(idle)].map(String));
  return [
    ...(job === undefined ? [] : [`a job of ${fileOf(job)} may scrape it, which no rule lets in`]),
    'whoever else talks to it is cut off: what no manifest says cannot be seen',
    ...(ports === '' ? [] : [`nothing is seen to use its port ${ports}`]),
    ...(scrapable.size === 0
      ? []
      : [
          `what may scrape its port ${enumerated([...scrapable].map(String))} is not seen, and would be cut off`,
        ]),
    ...(edges.some(isNamedAlone)
      ? ['that something scrapes it is not seen: a port of its Service is called as one for that']
      : []),
  ];
}
