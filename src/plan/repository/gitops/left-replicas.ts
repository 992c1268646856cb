/** Fields that Argo CD is told to leave as they are in the cluster. */

import type { Files } from '../../../kustomize/files/files.ts';
import { entry, type Node, toJson } from '../../../kustomize/tree/node.ts';

/** A pointer, or a path of jq: `/spec/replicas`, `.spec.replicas`. */
const REPLICAS = /[/.]spec[/.]replicas\b/;
const APPLICATION = /kind:\s*["']?Application(?:Set)?\b/;

/** Whether some file says to ignore how many replicas there are: an Application, a set of them, the settings of Argo CD. */
export function leavesReplicas(files: Files, paths: readonly string[]): boolean {
  return textsThatLeave(files, paths).length > 0;
}

/** Whether the settings of Argo CD, or what makes its Applications, say it of all. */
export function leavesAllReplicas(files: Files, paths: readonly string[]): boolean {
  return textsThatLeave(files, paths).some(text => !APPLICATION.test(text));
}

/** Whether one Application says it itself. */
export function ignoresReplicas(spec: Node | undefined): boolean {
  const ignored = entry(spec, 'ignoreDifferences');
  return ignored !== undefined && REPLICAS.test(JSON.stringify(toJson(ignored)));
}

/** What some Application says holds where it is not known which one applies a root. */
export function areLeft(
  said: { readonly leavesReplicas: boolean; readonly leavesAllReplicas: boolean },
  deployments: readonly { readonly tool: string; readonly leavesReplicas?: boolean }[],
): boolean {
  const applications = deployments.filter(({ tool }) => tool === 'argocd');
  return said.leavesAllReplicas || (said.leavesReplicas && applications.every(each => each.leavesReplicas));
}

function textsThatLeave(files: Files, paths: readonly string[]): string[] {
  return paths
    .filter(path => /\.ya?ml$/.test(path))
    .map(path => files.read(path) ?? '')
    .filter(text => text.includes('ignoreDifferences') && REPLICAS.test(text));
}
