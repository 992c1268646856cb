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

/** Whether a proxy of a mesh stands in front of the pods of a workload: what they say, else what their namespace says. */
export function isInMesh(workload: Workload, { platform }: Root): boolean {
  const own = answerOf([workload.podLabels, workload.podAnnotations]);
  if (own !== undefined) return own;
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  return namespace !== undefined && answerOf([namespace.labels, namespace.annotations]) === true;
}

function answerOf(marks: readonly Marks[]): boolean | undefined {
  for (const [key, isOn] of Object.entries(MESHES)) {
    const value = marks.find(each => each[key] !== undefined)?.[key];
    if (value !== undefined) return isOn.test(value);
  }
  return undefined;
}
