/** A monitor of the Prometheus Operator for a workload: by its Service where one leads to its metrics, else by its pods. */

import { textsOf } from '../../src/network/data.ts';
import {
  type JsonObject,
  nameOf,
  type Resource,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { type Endpoint, USUAL_PATH } from '../shared/monitoring/endpoints.ts';
import { OPERATOR, sistersOf, type Taken, takenAs } from '../shared/monitoring/operator.ts';
import { suffixLike } from '../shared/monitoring/suffixes.ts';
import { podSelector } from '../shared/pods.ts';
import { ownKeys } from '../shared/selectors/own-keys.ts';
import type { Context, Fix, Obstacle } from './context.ts';
import { alsoTaken, openedPorts, ownLabels, portsOn, serviceFor, toldBy } from './services.ts';

type Kind = 'ServiceMonitor' | 'PodMonitor';
const ENDPOINTS = { ServiceMonitor: 'endpoints', PodMonitor: 'podMetricsEndpoints' } as const;

export function monitorFor(
  workload: Workload,
  endpoints: readonly Endpoint[],
  context: Context,
): Fix | Obstacle {
  const { root } = context;
  const service = serviceFor(workload, endpoints, root);
  const isServed =
    service !== undefined && endpoints.every(each => portsOn(service, each, workload).length > 0);
  const byPods = isForPods(workload, endpoints) ? takenBy('PodMonitor', workload, context) : undefined;
  const isTwice = isServed && isTakenTwice(service, workload, endpoints, root);
  if (isServed && !(byPods && (prefersPods(root) || (isTwice && byPods.doubts.length === 0))))
    return serviceMonitor(service, workload, endpoints, context);
  if (byPods !== undefined && (byPods.doubts.length === 0 || service === undefined))
    return podMonitor(workload, endpoints, byPods, context);
  if (service !== undefined) return serviceMonitor(service, workload, endpoints, context);
  return { known: 'no Service leads to it, and its port has no name by which a PodMonitor could call it' };
}

/** Whether the labels of the Service are those of another one in front of the same ports. */
function isTakenTwice(
  service: Resource,
  workload: Workload,
  endpoints: readonly Endpoint[],
  root: Root,
): boolean {
  const { names } = openedPorts(service, endpoints, workload);
  return alsoTaken(service, ownLabels(service) ?? {}, names, root).length > 0;
}

function isForPods(workload: Workload, endpoints: readonly Endpoint[]): boolean {
  return endpoints.every(({ name }) => name !== undefined) && isMap(podSelector(workload)?.matchLabels);
}

/** Where the repository has monitors of pods alone. */
function prefersPods(root: Root): boolean {
  return sistersOf('PodMonitor', root).length > 0 && sistersOf('ServiceMonitor', root).length === 0;
}

function takenBy(kind: Kind, workload: Workload, { root, options, configured }: Context): Taken {
  const evidence = configured('labels', 'the team has said which labels its monitors have');
  const said = evidence && { labels: textsOf(options.labels), evidence };
  return takenAs(kind, workload, said, root);
}

function serviceMonitor(
  service: Resource,
  workload: Workload,
  endpoints: readonly Endpoint[],
  context: Context,
): Fix {
  const taken = takenBy('ServiceMonitor', workload, context);
  const suffix = suffixLike('ServiceMonitor', context.root) ?? '';
  const { names, changes, doubts } = openedPorts(service, endpoints, workload);
  const told = toldBy(service, names, context.root);
  return {
    what: `ServiceMonitor ${service.name}${suffix} does`,
    changes: [
      ...changes,
      ...told.changes,
      {
        type: 'create',
        beside: service.key,
        manifest: manifestOf('ServiceMonitor', nameOf(service, { suffix }), taken, {
          selector: { matchLabels: told.labels },
          endpoints: endpoints.map((each, index) => called(names[index]!, each, 'ServiceMonitor', context)),
        }),
      },
    ],
    evidence: taken.evidence,
    doubts: [...taken.doubts, ...doubts, ...alsoTaken(service, told.labels, names, context.root)],
  };
}

function podMonitor(workload: Workload, endpoints: readonly Endpoint[], taken: Taken, context: Context): Fix {
  const { root } = context;
  const suffix = suffixLike('PodMonitor', root) ?? '';
  return {
    what: `PodMonitor ${workload.name}${suffix} does`,
    changes: [
      {
        type: 'create',
        beside: workload.key,
        manifest: manifestOf('PodMonitor', nameOf(workload, { suffix }), taken, {
          selector: { matchLabels: selectorOf(workload, ownKeys(workload, root)) },
          podMetricsEndpoints: endpoints.map(each => called(each.name!, each, 'PodMonitor', context)),
        }),
      },
    ],
    evidence: taken.evidence,
    doubts: taken.doubts,
  };
}

function manifestOf(
  kind: Kind,
  name: ReturnType<typeof nameOf>,
  { labels }: Taken,
  spec: JsonObject,
): JsonObject {
  return {
    ...OPERATOR,
    kind,
    metadata: { name, ...(Object.keys(labels).length > 0 && { labels }) },
    spec,
  };
}

/** An endpoint in the fields that the others say. */
function called(port: string, { path }: Endpoint, kind: Kind, { root, options }: Context): JsonObject {
  const others = sistersOf(kind, root).flatMap(({ spec }) =>
    isMap(spec) ? mapsIn((spec as JsonObject)[ENDPOINTS[kind]]) : [],
  );
  const intervals = new Set(others.map(({ interval }) => interval));
  const [usual] = intervals.size === 1 ? [...intervals] : [];
  const interval = options.interval ?? usual;
  const saysPath = others.length > 0 && others.every(each => each.path !== undefined);
  return {
    port,
    ...(path !== USUAL_PATH || saysPath ? { path } : {}),
    ...(typeof interval === 'string' ? { interval } : {}),
  };
}
