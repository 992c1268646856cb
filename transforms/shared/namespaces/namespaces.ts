/** The namespaces that a root owns, and what is known of what runs in them (catalogue H2). */

import { podKindOf } from '../../../src/kubernetes/pod-templates.ts';
import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { mayHavePodsBeside } from '../clusters/gateways.ts';
import { injection } from '../clusters/injection.ts';
import { enumerated, type Question } from '../prose.ts';
import { remembered } from '../remembered.ts';
import { podMaker } from './pod-makers.ts';
import { sendsToUnrendered } from './unrendered.ts';
import { isWithoutPods } from './without-pods.ts';

/** Namespaces of the cluster itself, and the one that nobody has chosen: nobody else bounds what runs there. */
const OF_THE_CLUSTER = /^(?:default|kube-(?:system|public|node-lease))$/;

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is no name is a placeholder that somebody replaces, perhaps not in the name of a new object. */
export function isPlaceholder(namespace: string, root: Root): boolean {
  return !DNS_LABEL.test(namespace) || root.platform.isFilledIn(namespace);
}

/** What runs in a namespace, whichever roots render it. */
export interface PodsOfNamespace {
  /** Undefined: what says nowhere which namespace it is in. */
  readonly name: string | undefined;
  readonly workloads: readonly Workload[];
}

export interface OwnedNamespace extends PodsOfNamespace {
  readonly name: string;
  /** The Namespace object, when the root renders it. */
  readonly object: Resource | undefined;
  /** Other roots with the same claim on it, as folders: the root itself is the first of them. */
  readonly claimants: readonly string[];
}

/**
 * Namespaces whose quota and limits are this root's business, of those that it declares and the one that all its objects
 * are in. One whose pods no manifest of the repository brings is nobody's: what it refuses would be somebody else's pods.
 */
export function ownedNamespaces(root: Root): readonly OwnedNamespace[] {
  const declared = root.find('Namespace', each => each.apiVersion === 'v1');
  const names = new Set([
    ...declared.map(each => each.name),
    ...(root.namespace === undefined ? [] : [root.namespace]),
  ]);
  return [...names].flatMap(name => {
    if (OF_THE_CLUSTER.test(name) || isPlaceholder(name, root)) return [];
    const owner = root.platform.ownerOf(name);
    const workloads = root.platform.workloadsIn(name);
    // One of several with the same claim asks for all of them.
    if ((owner.root ?? owner.claimants[0]) !== root.path || workloads.length === 0) return [];
    const object = declared.find(each => each.name === name);
    return [{ name, object, workloads, claimants: owner.claimants }];
  });
}

/**
 * Why pods may run in the namespace otherwise than the root renders them. That everything fits is then not known, and what
 * holds for the rendered pods is no evidence for them (catalogue H2: "everything effective fits").
 */
export function unseenPods(namespace: OwnedNamespace, root: Root): string[] {
  const maker = makerOfPods(namespace, root);
  const others = maker === undefined ? sendsToUnrendered(namespace, root) : `${maker} may make pods there`;
  return [
    ...(others === undefined ? [] : [others]),
    ...startedByHand(namespace, root),
    ...unseenIn(namespace, root),
  ];
}

/** A dump or a test of load is a pod like all others. */
function startedByHand({ name }: OwnedNamespace, { platform }: Root): string[] {
  const [job, ...others] = platform.jobsBeside(name);
  if (job === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [`${job.kind} ${job.name} (${job.at})${more} in no kustomization runs there too`];
}

function unseenIn(namespace: OwnedNamespace, root: Root): string[] {
  if (namespace.object === undefined) {
    return ['the overlay does not declare the namespace: what else runs in it is not known'];
  }
  const mesh = injection(namespace.object, namespace.workloads);
  if (mesh !== undefined) {
    return [
      `${mesh} puts containers into its pods that are not rendered, and may fit neither quota nor bounds`,
    ];
  }
  const scaler = root.platform.find('VerticalPodAutoscaler', namespace.name).find(changesRequests);
  return scaler === undefined ? [] : [`VerticalPodAutoscaler ${scaler.name} changes what its pods request`];
}

/**
 * What makes pods in the namespace that nobody has rendered: an operator's resource, a release, or a workload whose account may.
 * They take quota and defaults like all others, and what they state is not known.
 *
 * @param isMeant whether the pods of a custom resource count
 */
export function makerOfPods(
  { name, workloads }: Pick<OwnedNamespace, 'name' | 'workloads'>,
  root: Root,
  isMeant: (maker: Resource) => boolean = () => true,
): string | undefined {
  const makers = makersOfPods(root.platform.resourcesIn(name)).filter(
    each => isMeant(each) && !isRendered(each, workloads, root),
  );
  const maker = makers[0] ?? podMaker(workloads, name, root);
  return maker && `${maker.kind} ${maker.name}`;
}

/** A Kustomization of Flux that applies what a root renders makes no pods but those. */
function isRendered(maker: Resource, workloads: readonly Workload[], { platform }: Root): boolean {
  if (!maker.apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) return false;
  const path = maker.get(['spec', 'path']);
  if (typeof path !== 'string') return false;
  const folder = path.replaceAll(/^(?:\.?\/)+|\/+$/g, '');
  return workloads.some(each => platform.rootOf(each) === folder);
}

function changesRequests(scaler: Resource): boolean {
  return scaler.get(['spec', 'updatePolicy', 'updateMode']) !== 'Off';
}

/**
 * Groups of Kubernetes have no dot or end with `k8s.io`; anything else is a custom resource. Where the pods of one are
 * rendered as they will be, it makes no others.
 */
function mayMakePods(resource: Resource): boolean {
  const { apiVersion, kind } = resource;
  if (mayHavePodsBeside(resource)) return true;
  const known = podKindOf(kind, apiVersion);
  if (known !== undefined) return known.isCompleted === true;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  if (!group.includes('.') || group.endsWith('.k8s.io')) return false;
  return !isWithoutPods(group, { kind });
}

/** Whether something may make pods in a namespace that nobody has rendered: what stands in it, or a release meant for it. */
export function mayHoldUnseenPods(namespace: string | undefined, { platform, resources }: Root): boolean {
  const isMeant = (each: Resource) => each.get(['spec', 'targetNamespace']) === namespace;
  return (
    makersOfPods(platform.resourcesIn(namespace)).length > 0 ||
    (namespace !== undefined && makersOfPods(resources).some(isMeant))
  );
}

/**
 * What makes pods in a namespace in another environment: what selects pods that this one does not have stands in the base
 * for those.
 */
export function makerElsewhere(namespace: string | undefined, { platform }: Root): Resource | undefined {
  return makersOfPods(platform.resourcesElsewhereIn(namespace))[0];
}

/** Asked for every selector, of the same objects. */
const makersOfPods = remembered((resources: readonly Resource[]) => resources.filter(mayMakePods));

/**
 * Several roots have the same claim: two quotas would both hold, and of two LimitRanges it is open whose defaults do.
 *
 * @param isSaid whether the configuration says bounds: nobody else waits for an answer
 */
export function whoOwns(
  { name, claimants }: OwnedNamespace,
  { environment }: Root,
  isSaid: boolean,
): Question {
  const answer = `namespaces: {${name}: {owner: ?}}`;
  // On the machine of a developer nobody else runs short.
  if (!isSaid || environment.tier === 'development')
    return { known: `${enumerated(claimants)} have the same claim. Where one owns it: ${answer}` };
  return {
    blocked: `which of ${enumerated(claimants)} owns the namespace? ${answer}`,
    asks: [{ type: 'namespace', namespace: name, claimants }],
  };
}

/** What stands at a finding about a namespace: its object, else the root. */
export function placeOf(
  namespace: OwnedNamespace,
  root: Root,
): { readonly on: string; readonly path: readonly [] } {
  return { on: namespace.object?.key ?? root.path, path: [] };
}
