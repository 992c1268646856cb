/** Pods that implementations of the Gateway API run for a Gateway. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import type { Resource } from '../../../src/transform.ts';
import { mapsIn } from '../data.ts';

/** How an implementation runs them. */
export interface GatewayPods {
  /** The label of the pods that names their Gateway. */
  readonly label: string;
  /** The namespace that they run in, where that is not the one of their Gateway. */
  readonly namespace?: string;
  /** What is so of some of its releases or settings only. */
  readonly bound: string;
}

/** What implementations that make pods beside their Gateway have agreed on (GEP-1762). */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** By the controller that a GatewayClass names, else by the usual name of their class. */
const MAKERS: readonly (readonly [RegExp, GatewayPods])[] = [
  [/^(?:istio\.io\/gateway-controller|istio)$/, { label: GATEWAY_NAME, bound: 'as Istio makes them' }],
  [
    /^(?:gateway\.nginx\.org\/.*|nginx)$/,
    { label: GATEWAY_NAME, bound: 'as NGINX Gateway Fabric makes them from 2.0 on' },
  ],
  [
    /^gateway\.envoyproxy\.io\/|envoy|^eg$/,
    {
      label: 'gateway.envoyproxy.io/owning-gateway-name',
      namespace: 'envoy-gateway-system',
      bound: 'as Envoy Gateway makes them unless told another namespace',
    },
  ],
];

export function gatewayPods(controller: string): GatewayPods | undefined {
  return MAKERS.find(([pattern]) => pattern.test(controller))?.[1];
}

/** Classes whose gateways are no pods, or those of one controller for all. */
const NONE_BESIDE = /gke-l7|(?:^|[-./])alb(?:$|[-./])|vpc-lattice|azure|cilium|traefik|kong|haproxy/;

/** Whether a Gateway may have pods beside it that nobody renders. */
export function mayHavePodsBeside(gateway: Resource): boolean {
  if (gateway.kind !== 'Gateway' || apiGroupOf(gateway.apiVersion) !== 'gateway.networking.k8s.io')
    return false;
  const kind = String(gateway.get(['spec', 'gatewayClassName']));
  return (
    !NONE_BESIDE.test(kind) && gatewayPods(kind)?.namespace === undefined && attachedTo(gateway) === undefined
  );
}

/** The Service of a gateway of Istio that was there before, where the address is that. */
export function attachedTo(
  gateway: Resource,
): { readonly service: string; readonly namespace: string } | undefined {
  for (const { type, value } of mapsIn(gateway.get(['spec', 'addresses']))) {
    const [service = '', namespace] = String(value).split('.');
    if (type === 'Hostname' && namespace !== undefined) return { service, namespace };
  }
  return undefined;
}
