/** Fields that Argo CD is told to leave as they are in the cluster. */

import type { Files } from '../../../kustomize/files/files.ts';

/** A pointer, or a path of jq: `/spec/replicas`, `.spec.replicas`. */
const REPLICAS = /[/.]spec[/.]replicas\b/;

/** Whether an Application, or a set of them, ignores how many replicas there are. */
export function leavesReplicas(files: Files, paths: readonly string[]): boolean {
  return paths
    .filter(path => /\.ya?ml$/.test(path))
    .map(path => files.read(path) ?? '')
    .some(text => text.includes('ignoreDifferences') && REPLICAS.test(text));
}
