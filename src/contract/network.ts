/** Who talks to whom. */
import type { Evidence } from './evidence.ts';
import type { Resource, Workload } from './resource.ts';

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** Who opens a connection. Callers other than workloads stand outside of what is rendered, or may do so. */
export type Caller =
  | { readonly type: 'workload'; readonly workload: Workload }
  /** The controller of an Ingress, or of what stands in for one; of its class, where it names one. */
  | { readonly type: 'ingress'; readonly class: string | undefined; readonly object: Resource }
  /** The router of an OpenShift. */
  | { readonly type: 'router'; readonly object: Resource }
  | {
      readonly type: 'gateway';
      readonly name: string;
      readonly namespace: string | undefined;
      readonly object: Resource;
    }
  /** What scrapes metrics. */
  | { readonly type: 'monitoring'; readonly object: Resource }
  /** What scales by how much waits in a queue: KEDA asks the server for that itself. */
  | { readonly type: 'autoscaler'; readonly object: Resource }
  /** The API server: webhooks and aggregated APIs. Its address is none that labels select. */
  | { readonly type: 'control-plane'; readonly object: Resource }
  /** Whoever reaches a load balancer or a port of a node. */
  | { readonly type: 'outside'; readonly object: Resource };

/** A connection that the manifests speak of, as it arrives at the pods: at their own port, not at that of a Service. */
export interface Edge {
  readonly from: Caller;
  readonly to: Workload;
  /** A name where no container of the pods says which number it stands for. */
  readonly port: number | string;
  readonly protocol: Protocol;
  /** The place that speaks of it. */
  readonly evidence: Evidence;
  /**
   * The ConfigMap or Secret that speaks of it, where several workloads are given all that it holds: what is in it for one of
   * them reaches the others too.
   */
  readonly shared?: string | undefined;
  /** What speaks of a scrape that nothing asks for: the name of the port, or that metrics are served there. */
  readonly presumedBy?: 'name' | 'metrics';
}
