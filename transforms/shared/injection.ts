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
