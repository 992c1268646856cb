/** Roots that GitOps controllers name: `spec.path` of a Flux Kustomization, `source.path` of an Argo CD Application. */

import type { Graph } from '../../kustomize/file/graph.ts';
import { type Files, joinPath } from '../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import { YamlProblem } from '../../yaml/read/read.ts';

const FLUX = /apiVersion:\s*["']?kustomize\.toolkit\.fluxcd\.io\//;
const ARGO = /apiVersion:\s*["']?argoproj\.io\/v1alpha1/;
const ARGO_KIND = /kind:\s*["']?(?:Application|ApplicationSet)\b/;

/** Folders with a kustomization that some manifest of the workspace names. */
export function parseAllRoots(files: Files, paths: readonly string[], graph: Graph): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    if (!/\.ya?ml$/.test(path)) continue;
    const text = files.read(path) ?? '';
    const flux = FLUX.test(text);
    if (!flux && !(ARGO.test(text) && ARGO_KIND.test(text))) continue;
    for (const named of namedIn(text, path)) {
      const folder = joinPath('', named);
      if (folder !== undefined && graph.nodes.get(folder)?.kustomization?.kind === 'Kustomization')
        found.add(folder);
    }
  }
  return [...found];
}

export function hasArgoApplications(files: Files, paths: readonly string[]): boolean {
  return paths.some(path => {
    if (!/\.ya?ml$/.test(path)) return false;
    const text = files.read(path) ?? '';
    return ARGO.test(text) && ARGO_KIND.test(text);
  });
}

export function hasFluxKustomizations(files: Files, paths: readonly string[]): boolean {
  return paths.some(path => /\.ya?ml$/.test(path) && FLUX.test(files.read(path) ?? ''));
}

function namedIn(text: string, file: string): string[] {
  const named: string[] = [];
  try {
    for (const { node } of parseText(text, 'resource', doc => ({ type: 'source', file, doc }))) {
      const apiVersion = textOf(entry(node, 'apiVersion')) ?? '';
      if (apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) addText(named, at(node, 'spec', 'path'));
      if (!apiVersion.startsWith('argoproj.io/')) continue;
      for (const spec of [at(node, 'spec'), at(node, 'spec', 'template', 'spec')]) {
        addText(named, at(spec, 'source', 'path'));
        const sources = at(spec, 'sources');
        for (const source of sources?.kind === 'list' ? sources.items : [])
          addText(named, entry(source, 'path'));
      }
    }
  } catch (error) {
    // A manifest that cannot be read names no root; its own root reports it.
    if (!(error instanceof YamlProblem)) throw error;
  }
  return named;
}

function addText(list: string[], node: Node | undefined): void {
  const text = textOf(node);
  if (text !== undefined && !text.includes('{{')) list.push(text);
}
