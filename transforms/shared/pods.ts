/** What several transforms ask of a pod. */

import type { PodKind } from '../../src/kubernetes/pod-kinds.ts';
import { DELETED_FIRST, hasImmutablePods, podKindOf } from '../../src/kubernetes/pod-templates.ts';
import type { LabelSelector } from '../../src/kubernetes/selectors.ts';
import type { Container, Doubt, ImageField, Json, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from './data.ts';
import { remembered } from './remembered.ts';

/** What is known of the workload's kind: only kinds of the table are workloads. */
export function podKind({ kind, apiVersion }: Workload): PodKind {
  return podKindOf(kind, apiVersion)!;
}

/** By which labels the workload selects its pods; undefined where its controller makes a selector. */
export function podSelector(workload: Workload): LabelSelector | undefined {
  const selector = workload.get(['spec', 'selector']);
  if (!isMap(selector)) return undefined;
  return (podKind(workload).selector === 'map' ? { matchLabels: selector } : selector) as LabelSelector;
}

/** The labels by which the pods of a workload are told from others. */
export function labelsOf(workload: Workload): Readonly<Record<string, string>> {
  return podSelector(workload)?.matchLabels ?? workload.podLabels;
}

/** The resource as a workload: the resources of a root that have one pod template are workloads. */
export function asWorkload(resource: Resource): Workload | undefined {
  return 'podPath' in resource ? (resource as Workload) : undefined;
}

/** Windows pods take no Linux security fields; the API server refuses some of them (catalogue C4). */
export function isWindows({ pod }: Pick<Workload, 'pod'>): boolean {
  const os = isMap(pod.os) ? pod.os.name : undefined;
  const nodes = isMap(pod.nodeSelector) ? pod.nodeSelector['kubernetes.io/os'] : undefined;
  return os === 'windows' || (os === undefined && nodes === 'windows');
}

/** Architectures that the pods' nodes must have, by the node selector; empty where any will do. */
export function architecturesOf({ pod }: Workload): readonly string[] {
  const wanted = isMap(pod.nodeSelector) ? pod.nodeSelector['kubernetes.io/arch'] : undefined;
  return typeof wanted === 'string' ? [wanted] : [];
}

/** False for what is switched off: a suspended CronJob or Job, and replicas of 0 that no autoscaler raises. */
export function runsToday(workload: Workload, root: Root): boolean {
  if (workload.get(['spec', 'suspend']) === true) return false;
  return workload.replicas !== 0 || root.autoscalerFor(workload) !== undefined;
}

/**
 * Why a changed pod template cannot be applied over the existing object, where it cannot: Pods and Jobs, and what is run
 * once, are immutable there ("never break an apply").
 */
export function immutableTemplate(workload: Workload): readonly Doubt[] {
  const { kind } = workload;
  if (
    podKind(workload).scaled === 'requests' &&
    typeof workload.get([...workload.podMetadataPath, 'name']) === 'string'
  ) {
    return ['its template names the revision: Knative refuses another template of that name'];
  }
  if (!hasImmutablePods(workload)) return [];
  return [`the pod template of a ${kind} is immutable: ${DELETED_FIRST}`];
}

/** The volume of a pod behind a name; claim templates count as claims. */
export function volumeKind(workload: Workload, name: Json | undefined): string | undefined {
  const volume = mapsIn(workload.pod.volumes).find(each => each.name === name);
  if (volume !== undefined) return Object.keys(volume).find(key => key !== 'name');
  return claimTemplates(workload).includes(String(name)) ? 'persistentVolumeClaim' : undefined;
}

/** Names of the volumes that claim templates bring. */
export function claimTemplates(workload: Workload): readonly string[] {
  // Templates of a workflow have them from its spec.
  const lists = [workload.get(['spec', 'volumeClaimTemplates']), workload.pod.volumeClaimTemplates];
  return lists
    .flatMap(mapsIn)
    .map(template => (isMap(template.metadata) ? String(template.metadata.name) : ''));
}

export interface Mount {
  /** Of the volume. */
  readonly name: string;
  readonly path: string;
  readonly volume: string | undefined;
  readonly readOnly: boolean;
}

/** The mounts of a container, paths without a trailing slash. */
export function mountsOf(container: Container): readonly Mount[] {
  return mapsIn(container.get(['volumeMounts'])).map(mount => ({
    name: String(mount.name),
    path: normalPath(String(mount.mountPath)),
    volume: volumeKind(container.workload, mount.name),
    readOnly: mount.readOnly === true,
  }));
}

/** `/tmp` of `/tmp/`. */
export function normalPath(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** A declared port that only root, or a capability, may bind by default. */
export function lowPort(container: Container): string | undefined {
  const low = mapsIn(container.get(['ports'])).find(({ containerPort }) => Number(containerPort) < 1024);
  return low === undefined ? undefined : String(low.containerPort);
}

/** `command`, `args` and the commands of its hooks in one text, to look for words in. */
export const commandLine = remembered((container: Container): string => {
  const hooks = ['postStart', 'preStop'].flatMap(hook =>
    stringsIn(container.get(['lifecycle', hook, 'exec', 'command'])),
  );
  return [
    ...stringsIn(container.get(['command'])),
    ...stringsIn(container.get(['args'])),
    ...(hooks.length > 0 ? ['\n', ...hooks] : []),
  ].join(' ');
});

/** A field of the container's security context, else the pod's. */
export function effectiveSecurity(container: Container, field: string): Json | undefined {
  const own = container.get(['securityContext', field]);
  if (own !== undefined && own !== null) return own;
  const inherited = container.workload.pod.securityContext;
  return isMap(inherited) ? (inherited[field] ?? undefined) : undefined;
}

export function isPrivileged(container: Container): boolean {
  return container.get(['securityContext', 'privileged']) === true;
}

/**
 * True for agents of the node: known ones, DaemonSets that look into the node, and what kube-system runs in the
 * node's network (catalogue C4, images-kb rule 7). They need root or capabilities for their work.
 */
export function isHostAgent(container: Container): boolean {
  if (container.facts.hostAccess) return true;
  const { workload } = container;
  const { namespace, pod } = workload;
  const sharesHost = pod.hostNetwork === true || pod.hostPID === true;
  if (namespace === 'kube-system' && sharesHost) return true;
  const mountsHost = mountsOf(container).some(mount => mount.volume === 'hostPath');
  return podKind(workload).scaled === 'nodes' && (sharesHost || mountsHost);
}

/** An agent of the node that is taken as its makers give it out: the repository does not build it. */
export function isProductOfNode(container: Container): boolean {
  const isAgent =
    isHostAgent(container) || (isPrivileged(container) && podKind(container.workload).scaled === 'nodes');
  return isAgent && container.facts.dockerfile === undefined;
}

const ROLE_WORDS: Readonly<Record<Container['role'], string>> = {
  main: 'container',
  init: 'init container',
  sidecar: 'sidecar',
  ephemeral: 'ephemeral container',
};

/** `init container wait of Deployment web` */
export function describeContainer({ name, role, workload }: Container): string {
  return `${ROLE_WORDS[role]} ${name} of ${describeWorkload(workload)}`;
}

/** `init container wait of Deployment web`, `spec.image of Database main` */
export function describeImage({ container, resource, path }: ImageField): string {
  if (container !== undefined) return describeContainer(container);
  const steps = path.map(step => (typeof step === 'string' ? step : step.name));
  return `${steps.join('.')} of ${resource.kind} ${resource.name}`;
}

/** `Deployment web`, and `build of WorkflowTemplate web` where the object has several pods. */
export function describeWorkload({ kind, name, podPath }: Workload): string {
  const elements = podPath.flatMap(step => (typeof step === 'string' ? [] : Object.values(step)));
  return [...elements, `${kind} ${name}`].join(' of ');
}
