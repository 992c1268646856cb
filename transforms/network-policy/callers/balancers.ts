/** Load balancers of clouds, and networks that forward by themselves: none of them is a pod (catalogue C3). */

import type { Evidence } from '../../../src/transform.ts';
import { type Known, open } from './peers.ts';

/**
 * From where Google's front ends call and ask whether pods live (`load-balancing/docs/firewall-rules`). Balancers that are an Envoy,
 * which the regional and the internal ones are, call from a subnet that whoever made the network has chosen.
 */
const OF_GOOGLE = ['35.191.0.0/16', '130.211.0.0/22'];
const FRONT_ENDS = /^(?:gce|gke-l7-(?:global-external-managed|gxlb)(?:-mc)?)$/;

/** Others by their class, and where their requests come from. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^gce-internal$|^gke-l7-/, 'the proxy-only subnet of its VPC, whose range stands nowhere here'],
  [/azure|application-gateway|appgw/, 'a subnet of its own, whose range stands nowhere here'],
  [/(?:^|[-./])alb(?:$|[-./])|vpc-lattice/, 'addresses of its VPC, which stand nowhere here'],
];

const NO_PODS = /alb|gce|gke|azure|application-gateway|cilium|tailscale|cloudflare/;

/**
 * @param kind its class, or what stands behind that
 * @param name how it is called in a sentence
 * @param shown what shows that it is one of this class
 */
export function balancer(kind: string, name: string, shown: Evidence): readonly Known[] | undefined {
  if (FRONT_ENDS.test(kind)) {
    const says = `${shown.says}: front ends of Google call from ${OF_GOOGLE.join(' and ')}`;
    return OF_GOOGLE.map(cidr => ({ peer: { type: 'addresses', cidr }, name, evidence: { ...shown, says } }));
  }
  const from = ELSEWHERE.find(([pattern]) => pattern.test(kind))?.[1];
  if (from !== undefined) return [open(name, `${name} of class ${kind} calls from ${from}`)];
  return NO_PODS.test(kind) ? [open(name, `what class ${kind} stands for is no pod`)] : undefined;
}
