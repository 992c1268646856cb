/** Marks by which a mesh or an agent adds its container to pods. */

import { MESH_KEYS, OTHER_MESH_KEYS } from '../../../src/kubernetes/mesh.ts';
import type { Resource, Root, Workload } from '../../../src/transform.ts';

type Marks = Readonly<Record<string, string>>;

/** Meshes put a proxy in front of the program, but for one that has it on the node; agents a container beside it. */
const MESHES = [...MESH_KEYS.filter(({ mesh }) => mesh !== 'ambient'), ...OTHER_MESH_KEYS];
const AGENTS = [
  { key: 'vault.hashicorp.com/agent-inject', isOn: /^true$/ },
  { key: 'dapr.io/enabled', isOn: /^true$/ },
];

/** The mark by which something is added to the pods of a namespace, or to one of them. */
export function injection(object: Resource | undefined, workloads: readonly Workload[]): string | undefined {
  const marks = [
    object?.labels,
    object?.annotations,
    ...workloads.flatMap(({ podLabels, podAnnotations }) => [podLabels, podAnnotations]),
  ];
  return [...MESHES, ...AGENTS].find(({ key, isOn }) => marks.some(each => isOn.test(each?.[key] ?? '')))
    ?.key;
}

/** What sets the network of pods up in place of an init container, where a mesh runs it on the nodes. */
const NETWORK_PLUGINS: Readonly<Record<(typeof MESHES)[number]['mesh'], string | undefined>> = {
  istio: 'istio-cni-node',
  ambient: undefined,
  linkerd: 'linkerd-cni',
  consul: 'consul-cni',
  kuma: 'kuma-cni-node',
};

/**
 * The mark by which a mesh puts an init container into pods that has to have NET_ADMIN; undefined where nothing does, or the
 * repository renders the plugin that takes its place.
 */
export function networkInit(
  workloads: readonly Workload[],
  root: Root,
): { readonly mark: string; readonly plugin: string } | undefined {
  for (const { mesh, key } of workloads.flatMap(each => meshOf(each, root) ?? [])) {
    const plugin = NETWORK_PLUGINS[mesh];
    if (plugin !== undefined && !root.rendersAnywhere('DaemonSet', plugin)) return { mark: key, plugin };
  }
  return undefined;
}

/** Whether a proxy of a mesh stands in front of the pods of a workload. */
export function isInMesh(workload: Workload, root: Root): boolean {
  return meshOf(workload, root) !== undefined;
}

/** The mesh that puts a proxy in front of the pods of a workload, by what they say, else by what their namespace says. */
export function meshOf(workload: Workload, { platform }: Root): (typeof MESHES)[number] | undefined {
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  const answer =
    answerOf([workload.podLabels, workload.podAnnotations]) ??
    (namespace && answerOf([namespace.labels, namespace.annotations]));
  return answer?.isOn === true ? answer.mesh : undefined;
}

function answerOf(marks: readonly Marks[]) {
  for (const mesh of MESHES) {
    const value = marks.find(each => each[mesh.key] !== undefined)?.[mesh.key];
    if (value !== undefined) return { mesh, isOn: mesh.isOn.test(value) };
  }
  return undefined;
}
