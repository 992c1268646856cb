/** The namespaces that a root owns (catalogue H2). */

import { isClusterScoped } from '../../src/kubernetes/kinds.ts';
import { podKindOf } from '../../src/kubernetes/pod-templates.ts';
import type { Evidence, Resource, Root, Workload } from '../../src/transform.ts';

/** Custom resources that are known to make no pods: `group` or `Kind.group`. */
const WITHOUT_PODS = new Set([
  'cert-manager.io',
  'external-secrets.io',
  'keda.sh',
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'traefik.io',
  'traefik.containo.us',
  'PodMonitor.monitoring.coreos.com',
  'Probe.monitoring.coreos.com',
  'PrometheusRule.monitoring.coreos.com',
  'AppProject.argoproj.io',
  'SealedSecret.bitnami.com',
  'ServiceMonitor.monitoring.coreos.com',
]);

/** Namespaces of the cluster itself: nobody else bounds what runs there. */
const OF_THE_CLUSTER = /^kube-(?:system|public|node-lease)$/;

export interface OwnedNamespace {
  readonly name: string;
  /** The Namespace object, when the root renders it. */
  readonly object: Resource | undefined;
  readonly workloads: readonly Workload[];
}

/** Namespaces that the root declares, and the one that all its objects are in. */
export function ownedNamespaces(root: Root): readonly OwnedNamespace[] {
  const declared = root.find('Namespace', each => each.apiVersion === 'v1');
  const names = new Set([
    ...declared.map(each => each.name),
    ...(root.namespace === undefined ? [] : [root.namespace]),
  ]);
  return [...names]
    .filter(name => !OF_THE_CLUSTER.test(name))
    .map(name => ({
      name,
      object: declared.find(each => each.name === name),
      workloads: root.workloads.filter(each => isIn(each, name, root)),
    }));
}

/**
 * Why pods may run in the namespace that the root does not render. That everything fits is then not known, and what
 * holds for the rendered pods is no evidence for them (catalogue H2: "everything effective fits").
 */
export function unseenPods(namespace: OwnedNamespace, root: Root): string[] {
  if (namespace.object === undefined) {
    return ['the overlay does not declare the namespace: what else runs in it is not known'];
  }
  const mesh = injection(namespace);
  if (mesh !== undefined) {
    return [
      `${mesh} puts containers into its pods that are not rendered, and may fit neither quota nor bounds`,
    ];
  }
  const scaler = root
    .find('VerticalPodAutoscaler', each => isIn(each, namespace.name, root))
    .find(changesRequests);
  if (scaler !== undefined) return [`VerticalPodAutoscaler ${scaler.name} changes what its pods request`];
  const maker = root.resources.find(each => isIn(each, namespace.name, root) && mayMakePods(each));
  if (maker !== undefined) return [`${maker.kind} ${maker.name} may make pods that nobody has rendered`];
  return namespace.workloads.length > 0 ? [] : ['the pods that will run in it are not rendered here'];
}

const INJECTED: Readonly<Record<string, RegExp>> = {
  'istio-injection': /^enabled$/,
  'istio.io/rev': /./,
  'sidecar.istio.io/inject': /^true$/,
  'linkerd.io/inject': /^(?:enabled|ingress)$/,
  'consul.hashicorp.com/connect-inject': /^true$/,
  'vault.hashicorp.com/agent-inject': /^true$/,
  'kuma.io/sidecar-injection': /^(?:true|enabled)$/,
  'dapr.io/enabled': /^true$/,
};

/** The mark by which a mesh or an agent adds its container to the pods of a namespace, or to one of them. */
function injection({ object, workloads }: OwnedNamespace): string | undefined {
  const marks = [
    object?.labels,
    object?.annotations,
    ...workloads.flatMap(({ podLabels, podAnnotations }) => [podLabels, podAnnotations]),
  ];
  return Object.keys(INJECTED).find(key => marks.some(each => INJECTED[key]!.test(each?.[key] ?? '')));
}

function changesRequests(scaler: Resource): boolean {
  return scaler.get(['spec', 'updatePolicy', 'updateMode']) !== 'Off';
}

/**
 * Groups of Kubernetes have no dot or end with `k8s.io`; anything else is a custom resource. Where the pods of one are
 * rendered as they will be, it makes no others.
 */
export function mayMakePods({ apiVersion, kind }: Resource): boolean {
  const known = podKindOf(kind, apiVersion);
  if (known !== undefined) return known.isCompleted === true;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  if (!group.includes('.') || group.endsWith('.k8s.io')) return false;
  return !WITHOUT_PODS.has(group) && !WITHOUT_PODS.has(`${kind}.${group}`);
}

/** What its manifests say of a namespace that the root declares; of another nobody can say anything. */
export function evidenceFor({ object }: OwnedNamespace, says: string): Evidence[] {
  return object === undefined ? [] : [{ kind: 'manifest', at: object.where([]), says }];
}

/** What stands at a finding about a namespace: its object, else the root. */
export function placeOf(
  namespace: OwnedNamespace,
  root: Root,
): { readonly on: string; readonly path: readonly [] } {
  return { on: namespace.object?.key ?? root.path, path: [] };
}

/** Objects of a kind in a namespace. */
export function objectsIn(namespace: OwnedNamespace, kind: string, root: Root): readonly Resource[] {
  return root.find(kind, each => isIn(each, namespace.name, root));
}

/** Objects without a namespace belong to the only one that the root declares: whoever applies it says so. */
function isIn(resource: Resource, name: string, root: Root): boolean {
  if (isClusterScoped(resource.kind, resource.apiVersion) === true) return false;
  return (resource.namespace ?? root.namespace) === name;
}
