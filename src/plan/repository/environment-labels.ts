/** Labels by which manifests say for which environment they are. */

import { tierOfName } from '../../config/environments.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import type { Deployment } from './gitops/gitops.ts';
import { documentsIn, groupOf, itemsAt, kindOf } from './manifests/documents.ts';

/** `environment: dev`, with or without a prefix. */
export function environmentLabel(labels: Node | undefined): string | undefined {
  if (labels?.kind !== 'map') return undefined;
  for (const [key, value] of labels.entries) {
    if (!/^(?:[^/]+\/)?(?:environment|env|stage|tier)$/i.test(key)) continue;
    const text = textOf(value);
    if (text !== undefined && tierOfName(text) !== undefined) return text;
  }
  return undefined;
}

/** Variables that Flux puts into what it builds for an environment. */
const VARIABLES = /^(?:cluster_?)?(?:env|environment|stage)$/i;

/**
 * What an object of Argo CD or Flux says of the environment that it deploys to: its label, else the end of its namespace
 * (`shop-prod`), else a variable. A label `environment` that no tier goes by is a name all the same.
 */
export function deployedEnvironment({ labels, namespace = '', variables }: Deployment): string | undefined {
  const said = environmentLabel(labels);
  if (said !== undefined) return said;
  const end = namespace.slice(namespace.lastIndexOf('-') + 1);
  if (tierOfName(end) !== undefined) return end;
  const values = [...(variables ?? [])].flatMap(([name, { value }]) => (VARIABLES.test(name) ? [value] : []));
  return values.find(value => tierOfName(value) !== undefined) ?? nameLabel(labels);
}

function nameLabel(labels: Node | undefined): string | undefined {
  if (labels?.kind !== 'map') return undefined;
  const [, value] = [...labels.entries].find(([key]) => /^(?:[^/]+\/)?environment$/.test(key)) ?? [];
  const text = textOf(value);
  return text !== undefined && /^[\w-]+$/.test(text) ? text : undefined;
}

/**
 * What the Namespaces in the files of a kustomization say, and the labels that it gives to all that it renders. What stands
 * in its bases is for others too.
 */
export function labelledEnvironments(folder: string, graph: Graph, files: Files): string[] {
  const node = graph.nodes.get(folder);
  if (node?.kustomization === undefined) return [];
  const { node: written } = node.kustomization;
  const namespaces = node.files
    .filter(file => /\.ya?ml$/.test(file) && /kind:\s*["']?Namespace\b/.test(files.read(file) ?? ''))
    .flatMap(file => documentsIn(files, file))
    .filter(document => kindOf(document) === 'Namespace' && groupOf(document) === '');
  const labels = [
    entry(written, 'commonLabels'),
    ...itemsAt(written, 'labels').map(item => entry(item, 'pairs')),
    ...namespaces.map(document => at(document, 'metadata', 'labels')),
  ];
  return labels.flatMap(each => environmentLabel(each) ?? []);
}
