/** Marks by which a mesh or an agent adds its container to pods. */

import type { Resource, Root, Workload } from '../../src/transform.ts';

type Marks = Readonly<Record<string, string>>;

/** Meshes put a proxy in front of the program, agents a container beside it. */
const MESHES: Readonly<Record<string, RegExp>> = {
  'istio-injection': /^enabled$/,
  'istio.io/rev': /./,
  'sidecar.istio.io/inject': /^true$/,
  'linkerd.io/inject': /^(?:enabled|ingress)$/,
  'consul.hashicorp.com/connect-inject': /^true$/,
  'kuma.io/sidecar-injection': /^(?:true|enabled)$/,
};
const AGENTS: Readonly<Record<string, RegExp>> = {
  'vault.hashicorp.com/agent-inject': /^true$/,
  'dapr.io/enabled': /^true$/,
};
const ALL = { ...MESHES, ...AGENTS };

/** The mark by which something is added to the pods of a namespace, or to one of them. */
export function injection(object: Resource | undefined, workloads: readonly Workload[]): string | undefined {
  const marks = [
    object?.labels,
    object?.annotations,
    ...workloads.flatMap(({ podLabels, podAnnotations }) => [podLabels, podAnnotations]),
  ];
  return Object.keys(ALL).find(key => marks.some(each => ALL[key]!.test(each?.[key] ?? '')));
}

/** What sets the network of pods up in place of an init container, where a mesh runs it on the nodes. */
const NETWORK_PLUGINS: Readonly<Record<string, string>> = {
  'istio-injection': 'istio-cni-node',
  'istio.io/rev': 'istio-cni-node',
  'sidecar.istio.io/inject': 'istio-cni-node',
  'linkerd.io/inject': 'linkerd-cni',
  'consul.hashicorp.com/connect-inject': 'consul-cni',
  'kuma.io/sidecar-injection': 'kuma-cni-node',
};

/**
 * The mark by which a mesh puts an init container into pods that has to have NET_ADMIN; undefined where nothing does, or the
 * repository renders the plugin that takes its place.
 */
export function networkInit(
  workloads: readonly Workload[],
  root: Root,
): { readonly mark: string; readonly plugin: string } | undefined {
  const marks = workloads.flatMap(each => meshOf(each, root) ?? []);
  const mark = marks.find(each => !root.rendersAnywhere('DaemonSet', NETWORK_PLUGINS[each]!));
  return mark === undefined ? undefined : { mark, plugin: NETWORK_PLUGINS[mark]! };
}

/** Whether a proxy of a mesh stands in front of the pods of a workload. */
export function isInMesh(workload: Workload, root: Root): boolean {
  return meshOf(workload, root) !== undefined;
}

/** The mark by which a mesh puts a proxy in front of the pods of a workload: what they say, else what their namespace says. */
export function meshOf(workload: Workload, { platform }: Root): string | undefined {
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  const answer =
    answerOf([workload.podLabels, workload.podAnnotations]) ??
    (namespace && answerOf([namespace.labels, namespace.annotations]));
  return answer?.isOn === true ? answer.mark : undefined;
}

function answerOf(marks: readonly Marks[]): { readonly mark: string; readonly isOn: boolean } | undefined {
  for (const [mark, isOn] of Object.entries(MESHES)) {
    const value = marks.find(each => each[mark] !== undefined)?.[mark];
    if (value !== undefined) return { mark, isOn: isOn.test(value) };
  }
  return undefined;
}
