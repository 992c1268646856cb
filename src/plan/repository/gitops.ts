/** What GitOps controllers are told: the Kustomizations of Flux, the Applications of Argo CD. */

import { type Files, joinPath } from '../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';

const FLUX = /apiVersion:\s*["']?kustomize\.toolkit\.fluxcd\.io\//;
const ARGO = /apiVersion:\s*["']?argoproj\.io\/v1alpha1/;
const ARGO_KIND = /kind:\s*["']?(?:Application|ApplicationSet)\b/;

/** What Argo CD builds for an Application, or for those that an ApplicationSet makes. */
export interface ArgoApplication {
  readonly name: string;
  readonly annotations: Node | undefined;
  /** Templates of paths lead nowhere. */
  readonly folders: readonly string[];
}

export interface GitOps {
  readonly hasFluxKustomizations: boolean;
  readonly hasArgoApplications: boolean;
  readonly applications: readonly ArgoApplication[];
  /** Every folder that a controller is told to build. */
  readonly folders: readonly string[];
}

export function readGitOps(files: Files, paths: readonly string[]): GitOps {
  const manifests = paths.filter(path => /\.ya?ml$/.test(path));
  const matching = (...patterns: readonly RegExp[]) =>
    manifests.filter(path => {
      const text = files.read(path) ?? '';
      return patterns.every(pattern => pattern.test(text));
    });
  const flux = matching(FLUX);
  const argo = matching(ARGO, ARGO_KIND);
  const applications = argo.flatMap(path => documentsIn(files, path)).flatMap(applicationsIn);
  const kustomizations = flux.flatMap(path => documentsIn(files, path)).flatMap(fluxFolder);
  return {
    hasFluxKustomizations: flux.length > 0,
    hasArgoApplications: argo.length > 0,
    applications,
    folders: [...kustomizations, ...applications.flatMap(({ folders }) => folders)],
  };
}

function fluxFolder(document: Node): string[] {
  const isFlux = apiVersionOf(document).startsWith('kustomize.toolkit.fluxcd.io/');
  return isFlux ? folderAt(at(document, 'spec', 'path')) : [];
}

/** Those with a path: others take charts. */
function applicationsIn(document: Node): ArgoApplication[] {
  if (!apiVersionOf(document).startsWith('argoproj.io/')) return [];
  return [document, at(document, 'spec', 'template')].flatMap(node => {
    const spec = at(node, 'spec');
    const sources = [entry(spec, 'source'), ...itemsAt(spec, 'sources')];
    const folders = sources.flatMap(source => folderAt(entry(source, 'path')));
    const name = textOf(at(node, 'metadata', 'name')) ?? '';
    return folders.length === 0 ? [] : [{ name, annotations: at(node, 'metadata', 'annotations'), folders }];
  });
}

function folderAt(node: Node | undefined): string[] {
  const path = textOf(node);
  const folder = path === undefined || path.includes('{{') ? undefined : joinPath('', path);
  return folder === undefined ? [] : [folder];
}

/** The documents of a manifest. One that cannot be read says nothing; its own root reports it. */
export function documentsIn(files: Files, file: string): Node[] {
  try {
    const documents = parseText(files.read(file) ?? '', 'resource', doc => ({ type: 'source', file, doc }));
    return documents.map(({ node }) => node);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    return [];
  }
}

export function apiVersionOf(document: Node): string {
  return textOf(entry(document, 'apiVersion')) ?? '';
}

export function itemsAt(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  const list = at(node, ...path);
  return list?.kind === 'list' ? list.items : [];
}
