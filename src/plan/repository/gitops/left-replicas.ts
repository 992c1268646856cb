/** Replicas that Argo CD is told to leave as they are in the cluster. */

import type { Files } from '../../../kustomize/files/files.ts';
import { entry, type Node, toJson } from '../../../kustomize/tree/node.ts';
import type { ResetsReplicas } from '../../../transform.ts';
import { textsAt } from '../manifests/documents.ts';

/** A pointer, a path of jq, or all that the autoscaler has set: `/spec/replicas`, `.spec.replicas`. */
const REPLICAS = /[/.]spec[/.]replicas\b|\bmanagedFieldsManagers\b.*?\bkube-controller-manager\b/s;
const APPLICATION = /kind:\s*["']?Application(?:Set)?\b/;
/** Without it Argo CD ignores a difference where it compares, and writes the field all the same where it syncs. */
const RESPECTED = 'RespectIgnoreDifferences=true';

/** How far it goes: the comparison alone, or the sync too. */
export type LeftReplicas = 'compared' | 'synced';

/** What files say of replicas, whichever Applications they are about. */
export interface ReplicasSaid {
  /** Some file: an Application, a set of them, the settings of Argo CD. */
  readonly leavesReplicas: LeftReplicas | undefined;
  /** The settings of Argo CD, or what makes its Applications, say it of all. */
  readonly leavesAllReplicas: LeftReplicas | undefined;
}

/** What files say of replicas. */
export function replicasSaid(files: Files, paths: readonly string[]): ReplicasSaid {
  const texts = paths
    .filter(path => /\.ya?ml$/.test(path))
    .map(path => files.read(path) ?? '')
    .filter(text => text.includes('ignoreDifferences') && REPLICAS.test(text));
  return {
    leavesReplicas: furthest(texts),
    leavesAllReplicas: furthest(texts.filter(text => !APPLICATION.test(text))),
  };
}

function furthest(texts: readonly string[]): LeftReplicas | undefined {
  if (texts.length === 0) return undefined;
  return texts.some(text => text.includes(RESPECTED)) ? 'synced' : 'compared';
}

/** What one Application says itself. */
export interface ReplicasOfApplication {
  readonly ignoresReplicas: boolean;
  readonly respectsIgnored: boolean;
}

export function replicasOf(spec: Node | undefined): ReplicasOfApplication {
  const ignored = entry(spec, 'ignoreDifferences');
  return {
    ignoresReplicas: ignored !== undefined && REPLICAS.test(JSON.stringify(toJson(ignored))),
    respectsIgnored: textsAt(spec, 'syncPolicy', 'syncOptions').includes(RESPECTED),
  };
}

interface Applying extends Partial<ReplicasOfApplication> {
  readonly tool: 'argocd' | 'flux';
}

/**
 * Who writes replicas again whenever it applies a root; undefined where all that do leave them. What some Application says holds
 * where it is not known which one applies the root.
 */
export function resetsReplicas(
  { leavesReplicas, leavesAllReplicas }: ReplicasSaid,
  deployments: readonly Applying[],
): ResetsReplicas | undefined {
  const applications = deployments.filter(({ tool }) => tool === 'argocd');
  if (applications.length === 0 && leavesReplicas !== undefined)
    return leavesReplicas === 'synced' ? undefined : { by: 'Argo CD', isIgnored: true };
  if (applications.length === 0) return { by: deployments.length > 0 ? 'Flux' : undefined, isIgnored: false };
  const left = applications.map(each => leftBy(each, leavesAllReplicas)).filter(each => each !== 'synced');
  return left.length === 0
    ? undefined
    : { by: 'Argo CD', isIgnored: left.every(each => each === 'compared') };
}

function leftBy(
  { ignoresReplicas, respectsIgnored }: Applying,
  all: LeftReplicas | undefined,
): LeftReplicas | undefined {
  if (!ignoresReplicas && all === undefined) return undefined;
  return respectsIgnored || all === 'synced' ? 'synced' : 'compared';
}
