/** What a platform has besides its programs, and how it is seen that it has it. */

import type { Root } from '../../src/transform.ts';
import {
  asksForNodes,
  holdsData,
  isBilled,
  isOfEngine,
  isOfMesh,
  offersMetrics,
  type Sign,
  sendsTraces,
} from './signs.ts';

export interface Component {
  /** By which the configuration calls it. */
  readonly id: string;
  readonly name: string;
  /** What it is for: the end of `nothing here installs X, which`. */
  readonly use: string;
  /** What in a root would use it. */
  wantedBy(root: Root): Sign | undefined;
  /** Words by which it, or another of its kind, is installed or spoken of. */
  readonly words: RegExp;
}

export const COMPONENTS: readonly Component[] = [
  {
    id: 'prometheus',
    name: 'Prometheus',
    use: 'would read the metrics that programs here offer, and warn by them',
    wantedBy: offersMetrics,
    words:
      /\bprom(?:etheus)?\/prometheus\b|kube-prometheus|prometheus-(?:stack|operator|server|community|k8s)|^kind: (?:Prometheus|PrometheusAgent|PodMonitoring|VMAgent|VMCluster|VMSingle)\b|victoria-?metrics|datadog|dynatrace|new-?relic|grafana-agent|grafana\/(?:agent|alloy)|amazon-cloudwatch|ama-metrics|managed prometheus|opentelemetry-collector|\bthanos\b|\bmimir\b/im,
  },
  {
    id: 'backup',
    name: 'a backup tool',
    use: 'would copy the data of stores here elsewhere',
    wantedBy: holdsData,
    words:
      /\bvelero\b|\bk8up\b|\bkasten\b|\bvolsync\b|\brestic\b|\bborg(?:backup|matic)?\b|\bbarman\b|pgbackrest|\bwal-g\b|\btrilio\b|\bkanister\b|pg_dump|mongodump|mysqldump|^kind: \w*(?:Backup|Snapshot)\w*/im,
  },
  {
    id: 'cluster-autoscaler',
    name: 'an autoscaler of nodes',
    use: 'would add nodes for the pods that autoscalers here ask for',
    wantedBy: asksForNodes,
    words:
      /cluster-?autoscaler|karpenter|autopilot|MachineAutoscaler|enable_auto_?scaling|autoscaling_(?:policy|limits)|(?:max|maximum)_node_count|(?<![a-z])min(?:imum)?_?size\b[^\n]*(?:\n[^\n]*){0,3}?(?<![a-z])max(?:imum)?_?size\b|(?<![a-z])max(?:imum)?_?size\b[^\n]*(?:\n[^\n]*){0,3}?(?<![a-z])min(?:imum)?_?size\b/im,
  },
  {
    id: 'tracing',
    name: 'a store of traces',
    use: 'would take the traces that programs here send',
    wantedBy: sendsTraces,
    words:
      /jaegertracing\/|grafana\/tempo|openzipkin\/|opentelemetry-(?:collector|operator)|^kind: (?:Jaeger|OpenTelemetryCollector|TempoStack|TempoMonolithic)\b|signoz|honeycomb|datadog|new-?relic|dynatrace|lightstep|elastic-?apm|aws-xray/im,
  },
  {
    id: 'mesh',
    name: 'a service mesh',
    use: 'would do what objects and labels here ask of it',
    wantedBy: isOfMesh,
    words:
      /istio\/(?:pilot|proxyv2)|\bistiod\b|istioctl|istio-(?:base|release|operator|system)|linkerd-(?:control-plane|crds)|linkerd\s+install|^kind: (?:IstioOperator|Istio|ServiceMeshControlPlane)\b|\bkuma-cp\b|consul-(?:connect|helm)|asmcli|azure-service-mesh/im,
  },
  {
    id: 'policy-engine',
    name: 'a policy engine',
    use: 'would hold the policies that stand here',
    wantedBy: isOfEngine,
    words:
      /kyverno\/kyverno|kyverno\.github\.io|openpolicyagent\/gatekeeper|gatekeeper-(?:system|controller)|kubewarden-(?:controller|crds)|chart: (?:kyverno|gatekeeper)/im,
  },
  {
    id: 'cost-report',
    name: 'a cost report',
    use: 'would split the bill by the labels that objects here have for it',
    wantedBy: isBilled,
    words:
      /opencost|kubecost|cloudability|cloudhealth|\bvantage-?(?:sh|kubernetes)\b|cost-?analyzer|\bcast\.?ai\b/im,
  },
];
