/** Who a rule lets in, and how that is said. */

import type { Change, Doubt, Evidence, Workload } from '../../../src/transform.ts';
import { enumerated } from '../../shared/prose.ts';

/** Who a rule lets in. */
export type Peer =
  | { readonly type: 'workload'; readonly workload: Workload }
  /** Pods that nobody here renders, in a namespace or, without one, in any. */
  | {
      readonly type: 'pods';
      readonly labels: Labels;
      readonly namespace?: string | undefined;
    }
  /** Pods that nobody here renders, in the namespace of the policy. */
  | { readonly type: 'beside'; readonly labels: Labels }
  /** All pods of namespaces with these labels, those on the network of their nodes too. */
  | { readonly type: 'namespaces'; readonly labels: Labels }
  /** What stands outside of the cluster, and calls from addresses that are known. */
  | { readonly type: 'addresses'; readonly cidr: string }
  /** Whoever reaches the port: the address is none that labels select. */
  | { readonly type: 'anybody' };

export type Labels = Readonly<Record<string, string>>;

export interface Known {
  readonly peer: Peer;
  /** How it is called in a sentence. */
  readonly name: string;
  readonly doubt?: Doubt;
  /** What its pods get along with the rule, and are known by. */
  readonly changes?: readonly Change[];
  /** What shows that it is this one. */
  readonly evidence?: Evidence;
}

/** The address of such a caller is none that labels select: the port has to be open. */
export function open(name: string, why: string): Known {
  return { peer: { type: 'anybody' }, name, doubt: `${why}, so that port stays open to everybody` };
}

/** Pods of a namespace, for a policy of that or of another one. */
export function podsIn(namespace: string | undefined, home: string | undefined, labels: Labels): Peer {
  return namespace === home ? { type: 'beside', labels } : { type: 'pods', labels, namespace };
}

export function saidLabels(labels: Labels): string {
  return enumerated(Object.entries(labels).map(([key, value]) => `${key}: ${value}`));
}
