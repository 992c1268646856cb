/**
 * Ports at which a mesh hands over what pods send each other. The network sees the port of the tunnel and not the one that the
 * caller asked for (Linkerd: `common-errors/network-policy`; Istio: `ambient/usage/networkpolicy`). A sidecar of Istio
 * stays on the port that was asked for.
 */

import type { Doubt, Edge, Resource, Root, Workload } from '../../../src/transform.ts';
import { meshOf } from '../../shared/clusters/injection.ts';
import { remembered } from '../../shared/remembered.ts';
import type { Peer } from './peers.ts';

/** A connection, and who is at its other end. */
export interface Call {
  /** Without a caller where that is nothing that is rendered. */
  readonly edge: Pick<Edge, 'to' | 'port' | 'protocol'> & Partial<Pick<Edge, 'from'>>;
  readonly peer: Peer;
  /** The waypoint that hands it over in its own name. */
  readonly waypoint?: string;
}

interface Tunnel {
  readonly port: number;
  readonly doubts: readonly Doubt[];
  /** What forwards connections to Services in its own name, where something does. */
  readonly waypoints: readonly Waypoint[];
}

interface Waypoint {
  readonly name: string;
  /** What names it. */
  readonly object: Resource;
}

const LINKERD_PORT = 4143;
const LINKERD_PORT_SAID = 'config.linkerd.io/inbound-port';
const HBONE = 15008;
const MODE = 'istio.io/dataplane-mode';
const WAYPOINT = 'istio.io/use-waypoint';
const SAYS_AMBIENT = /istio\.io\/dataplane-mode["']?\s*[:=]\s*["']?ambient\b/;

/** Calls as they arrive through a mesh, beside those that arrive as they were sent: who stands outside of it sends those. */
export function withTunnels(calls: readonly Call[], root: Root): readonly Call[] {
  const tunnelled = calls.flatMap(({ edge, peer }) =>
    peer.type === 'workload' || peer.type === 'pods' || peer.type === 'beside'
      ? tunnelsOf(edge, root).map(each => ({ edge: each, peer }))
      : [],
  );
  const targets = new Set(tunnelled.map(({ edge }) => edge.to));
  const forwarded = [...targets].flatMap(to =>
    tunnelsTo(to, root).flatMap(({ port, waypoints }) =>
      waypoints.map(({ name, object }): Call => {
        const from = { type: 'gateway', name, namespace: undefined, object } as const;
        const labels = { 'gateway.networking.k8s.io/gateway-name': name };
        return {
          edge: { from, to, port, protocol: 'TCP' },
          peer: { type: 'beside', labels },
          waypoint: name,
        };
      }),
    ),
  );
  return [...calls, ...tunnelled, ...forwarded];
}

/** A connection as it arrives through the meshes that its target is in. */
export function tunnelsOf<T extends Call['edge']>(edge: T, root: Root): readonly T[] {
  return tunnelsTo(edge.to, root).map(({ port }) => ({ ...edge, port, protocol: 'TCP' }));
}

/** What meshes make of policies for some workloads. */
export function tunnelDoubts(workloads: readonly Workload[], root: Root): readonly Doubt[] {
  return [...new Set(workloads.flatMap(each => tunnelsTo(each, root).flatMap(({ doubts }) => doubts)))];
}

/**
 * Here and in the other environments: one policy may be for all of them, and where nothing listens an open port lets
 * nobody in.
 */
function tunnelsTo(workload: Workload, root: Root): readonly Tunnel[] {
  return known(root)(workload);
}

const known = remembered((root: Root) =>
  remembered((workload: Workload): readonly Tunnel[] => {
    const places = [{ workload, root }, ...root.sistersOf(workload)];
    const found = places.flatMap(each => tunnelTo(each.workload, each.root) ?? []);
    const ports = [...new Set(found.map(({ port }) => port))];
    return ports.map(port => {
      const same = found.filter(each => each.port === port);
      const waypoints = new Map(same.flatMap(each => each.waypoints.map(one => [one.name, one] as const)));
      return { port, doubts: same[0]!.doubts, waypoints: [...waypoints.values()] };
    });
  }),
);

function tunnelTo(workload: Workload, root: Root): Tunnel | undefined {
  // On the network of its node no mesh takes a pod in.
  if (workload.pod.hostNetwork === true) return undefined;
  if (meshOf(workload, root)?.mesh === 'linkerd') {
    const port = Number(markOf(LINKERD_PORT_SAID, workload, root) ?? LINKERD_PORT);
    return {
      port,
      doubts: [arrives('Linkerd', port), 'what scrapes the proxies of Linkerd (port 4191) is cut off'],
      waypoints: [],
    };
  }
  const says = ambient(workload, root);
  return says === undefined
    ? undefined
    : { port: HBONE, doubts: [`${arrives('Istio', HBONE)}${says}`], waypoints: waypointsFor(workload, root) };
}

function arrives(mesh: string, port: number): string {
  return `what pods in the mesh of ${mesh} send each other arrives at port ${port}: who may call one port may call all`;
}

/** Why the pods are taken to be in an ambient mesh, as the end of a sentence: empty where a label says it. */
function ambient(workload: Workload, root: Root): string | undefined {
  const mode = markOf(MODE, workload, root);
  if (mode !== undefined) return mode === 'ambient' ? '' : undefined;
  const file = root.kustomizations.find(({ comments }) => SAYS_AMBIENT.test(comments.join('\n')));
  if (file !== undefined) return ` (by the comment of ${file.file} its pods are in one)`;
  const [waypoint] = gateways(workload, root);
  return waypoint && ` (there is one where waypoint ${waypoint.name} is)`;
}

function gateways(workload: Workload, { platform }: Root): readonly Resource[] {
  return platform
    .find('Gateway', platform.namespaceOf(workload))
    .filter(each => each.get(['spec', 'gatewayClassName']) === 'istio-waypoint');
}

function waypointsFor(workload: Workload, root: Root): readonly Waypoint[] {
  const { platform } = root;
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  const users = [...root.servicesFor(workload), ...(namespace === undefined ? [] : [namespace])];
  const named = users.flatMap(object => {
    const name = object.labels[WAYPOINT];
    return name === undefined || name === 'none' ? [] : [{ name, object }];
  });
  return [...gateways(workload, root).map(object => ({ name: object.name, object })), ...named];
}

/** What the pods say, else their namespace: as a label or as an annotation. */
function markOf(key: string, workload: Workload, { platform }: Root): string | undefined {
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  return [workload.podLabels, workload.podAnnotations, namespace?.labels, namespace?.annotations]
    .map(each => each?.[key])
    .find(each => each !== undefined);
}
