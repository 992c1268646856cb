/** The disruption budgets that a repository has already: new ones are written like them, and where they are. */

import { type Graph, reachersOf } from '../../../kustomize/file/graph.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { at, textOf } from '../../../kustomize/tree/node.ts';
import type { Environment, WrittenBudget } from '../../../transform.ts';
import { documentsIn, kindOf, nameOf } from '../manifests/documents.ts';

const KIND = /^kind:\s*["']?PodDisruptionBudget\b/m;

/** Those that a kustomization reads, as their manifests write them, in the order of their files. */
export function readBudgets(
  files: Files,
  paths: readonly string[],
  graph: Graph,
  choices: readonly { readonly folder: string; readonly environment: Environment }[],
): WrittenBudget[] {
  const found = new Set(paths.filter(path => /\.ya?ml$/.test(path) && KIND.test(files.read(path) ?? '')));
  if (found.size === 0) return [];
  const tierOf = new Map(choices.map(({ folder, environment }) => [folder, environment.tier]));
  const tiers = new Map<string, Set<WrittenBudget['tiers'][number]>>();
  for (const { folder, files: own } of graph.nodes.values()) {
    const listed = own.filter(file => found.has(file));
    if (listed.length === 0) continue;
    const reached = [...reachersOf(graph, folder)].flatMap(each => tierOf.get(each) ?? []);
    for (const file of listed) tiers.set(file, new Set([...(tiers.get(file) ?? []), ...reached]));
  }
  return [...tiers].flatMap(([file, all]) =>
    documentsIn(files, file)
      .filter(document => kindOf(document) === 'PodDisruptionBudget')
      .map(document => {
        const labels = at(document, 'metadata', 'labels');
        const keys = labels?.kind === 'map' ? [...labels.entries.keys()] : [];
        return {
          name: nameOf(document),
          labels: keys.map(String),
          hasPolicy: at(document, 'spec', 'unhealthyPodEvictionPolicy') !== undefined,
          minAvailable: textOf(at(document, 'spec', 'minAvailable')),
          tiers: [...all],
        };
      }),
  );
}
