/** By what a policy tells who calls (catalogue C3): labels that the callers really have. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import type { Caller, Resource, Root, Workload } from '../../../src/transform.ts';
import { isScraper } from '../../shared/monitoring/scrapers.ts';
import { remembered } from '../../shared/remembered.ts';
import { fromGateway } from './gateways.ts';
import { labelsGiven } from './given-labels.ts';
import { fromIngress } from './ingresses.ts';
import { type Known, type Labels, open, podsIn, saidLabels } from './peers.ts';

export interface CallerOptions {
  readonly ingressNamespace?: string;
  readonly ingressLabels?: Labels | undefined;
  readonly monitoringNamespace?: string;
  readonly monitoringLabels?: Labels | undefined;
}

/** What namespaces of routers have on an OpenShift. */
export const ROUTER_NAMESPACE = { 'policy-group.network.openshift.io/ingress': '' } as const;

const APP = 'app.kubernetes.io/name';

/**
 * All that may stand behind a caller: of several scrapers nothing says which one scrapes which pods.
 *
 * @param home namespace of the pods that are called, and of their policy
 */
export function knownCallers(
  caller: Caller,
  home: string | undefined,
  options: CallerOptions,
  root: Root,
): readonly Known[] {
  switch (caller.type) {
    case 'workload':
      return [namedAnew(caller.workload, home, root) ?? fromWorkload(caller.workload)];
    case 'ingress':
      return fromIngress(caller, options, root);
    case 'gateway':
      return fromGateway(caller, home, root);
    case 'monitoring': {
      const scrapers = renderedScrapers(caller.object, options, root);
      return scrapers.length > 0 ? scrapers : [fromMonitoring(caller.object, options)];
    }
    default:
      return [knownCaller(caller)];
  }
}

/** Where the repository renders what scrapes, other labels than its own would cut it off. What operators read their own scrapers act on. */
function renderedScrapers({ apiVersion }: Resource, options: CallerOptions, root: Root): readonly Known[] {
  if (isMonitoringSaid(options) || OPERATED.has(apiGroupOf(apiVersion))) return [];
  return scrapersOf(root).map(workload => ({
    ...fromWorkload(workload),
    doubt: `what scrapes it is taken for ${workload.kind} ${workload.name}`,
  }));
}

const scrapersOf = remembered((root: Root) =>
  root.platform.workloadsAnywhere.filter(({ containers }) => containers.some(isScraper)),
);

function isMonitoringSaid({ monitoringLabels, monitoringNamespace }: CallerOptions): boolean {
  return monitoringLabels !== undefined || monitoringNamespace !== undefined;
}

interface Scraper {
  readonly labels: Labels;
  readonly namespace?: string;
}

const PROMETHEUS: Scraper = { labels: { [APP]: 'prometheus' } };

/** The scrapers of those operators that read objects of a group. */
const OPERATED = new Map<string, Scraper>([
  ['monitoring.coreos.com', PROMETHEUS],
  ['operator.victoriametrics.com', { labels: { [APP]: 'vmagent' } }],
  // The managed one of Google.
  ['monitoring.googleapis.com', { labels: {}, namespace: 'gmp-system' }],
]);

function fromMonitoring({ apiVersion }: Resource, options: CallerOptions): Known {
  const usual = isMonitoringSaid(options) ? PROMETHEUS : (OPERATED.get(apiGroupOf(apiVersion)) ?? PROMETHEUS);
  const { labels, namespace } = {
    labels: options.monitoringLabels ?? usual.labels,
    namespace: options.monitoringNamespace ?? usual.namespace,
  };
  const isAnyPod = Object.keys(labels).length === 0;
  return {
    peer: { type: 'pods', labels, namespace },
    name: 'the scraper',
    doubt: isAnyPod
      ? `what scrapes it is taken for pods of namespace ${namespace}`
      : `whether what scrapes it has the labels ${saidLabels(labels)} is not known`,
  };
}

function knownCaller(
  caller: Exclude<Caller, { type: 'workload' | 'ingress' | 'gateway' | 'monitoring' }>,
): Known {
  switch (caller.type) {
    case 'router':
      return {
        peer: { type: 'namespaces', labels: ROUTER_NAMESPACE },
        name: 'the router',
        doubt:
          'the router is known by the label policy-group.network.openshift.io/ingress of its namespace, on the network of the nodes (HostNetwork) only from OpenShift 4.6 on',
      };
    case 'autoscaler':
      // By its charts and manifests; the namespace is anybody's choice.
      return {
        peer: { type: 'pods', labels: { app: 'keda-operator' } },
        name: 'KEDA',
        doubt: 'what asks how much waits is taken for pods with app=keda-operator',
      };
    case 'control-plane':
      return open('the API server', `${nameOf(caller.object)} has the API server call it`);
    case 'outside':
      return open('the outside', `${nameOf(caller.object)} lets the outside in`);
  }
}

/** By labels that its template does not say. */
function namedAnew(workload: Workload, home: string | undefined, root: Root): Known | undefined {
  const given = workload.pod.hostNetwork === true ? undefined : labelsGiven(workload, root);
  if (given === undefined) return undefined;
  const { labels, changes } = given;
  return {
    peer: podsIn(root.platform.namespaceOf(workload), home, labels),
    name: changes.length === 0 ? workload.name : `${workload.name} (its pods get a label for that)`,
    changes,
  };
}

function fromWorkload(workload: Workload): Known {
  const { kind, name, pod } = workload;
  if (pod.hostNetwork !== true) return { peer: { type: 'workload', workload }, name };
  return open(name, `${kind} ${name} calls from the address of a node`);
}

function nameOf({ kind, name }: Resource): string {
  return `${kind} ${name}`;
}
