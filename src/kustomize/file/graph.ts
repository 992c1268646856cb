/** Which kustomizations a workspace holds, who refers to whom, and which are roots. */
import { memoized } from '../../text/memo.ts';
import { baseName, type Files, folderOf, joinPath } from '../files/files.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import { textOf } from '../tree/node.ts';
import {
  getText,
  itemsOf,
  KUSTOMIZATION_NAMES,
  type Kustomization,
  loadKustomization,
  looksRemote,
} from './kustomization.ts';
import { PATCH_FIELDS, patchEntries } from './patch-entries.ts';

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly field: 'resources' | 'bases' | 'components';
  readonly location: Location;
}

export interface GraphNode {
  readonly folder: string;
  /** Undefined when the file cannot be read: `failure` says why. */
  readonly kustomization: Kustomization | undefined;
  readonly failure: BuildFailure | OutOfScope | undefined;
  readonly uses: readonly GraphEdge[];
  readonly usedBy: readonly GraphEdge[];
  /** Files that its own fields name, relative to the workspace, whether they exist or not. */
  readonly files: readonly string[];
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Kustomizations that nobody refers to (components excluded), sorted. */
  readonly roots: readonly string[];
  /** Every file of the workspace. */
  readonly paths: readonly string[];
}

/** Files never change, and several steps of a run ask for the same graph: it is built once. */
const graphsOf = memoized((files: Files) => memoized((paths: readonly string[]) => readGraph(files, paths)));

/** @param paths every file of the workspace */
export function buildGraph(files: Files, paths: readonly string[]): Graph {
  return graphsOf(files)(paths);
}

function readGraph(files: Files, paths: readonly string[]): Graph {
  const folders = [...new Set(paths.filter(isKustomizationFile).map(folderOf))].sort();
  const edges: GraphEdge[] = [];
  const loaded = folders.map(folder => {
    const result = tryLoad(files, folder);
    const uses = 'node' in result ? edgesOf(files, result) : [];
    edges.push(...uses);
    return { folder, result, uses };
  });
  const usedBy = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const known = usedBy.get(edge.to);
    if (known === undefined) usedBy.set(edge.to, [edge]);
    else known.push(edge);
  }
  const nodes = new Map<string, GraphNode>();
  for (const { folder, result, uses } of loaded) {
    const ok = 'node' in result;
    nodes.set(folder, {
      folder,
      kustomization: ok ? result : undefined,
      failure: ok ? undefined : result,
      uses,
      usedBy: usedBy.get(folder) ?? [],
      files: ok ? filesOf(files, result) : [],
    });
  }
  const roots = folders.filter(f => !usedBy.has(f) && nodes.get(f)!.kustomization?.kind !== 'Component');
  return { nodes, roots, paths };
}

export function isKustomizationFile(path: string): boolean {
  return (KUSTOMIZATION_NAMES as readonly string[]).includes(baseName(path));
}

/** Every folder that a folder reaches, itself included. */
export function reachedFrom(graph: Graph, folder: string): Set<string> {
  return walk(folder, f => (graph.nodes.get(f)?.uses ?? []).map(edge => edge.to));
}

/** Every folder that reaches a folder, itself included. */
export function reachersOf(graph: Graph, folder: string): Set<string> {
  return walk(folder, f => (graph.nodes.get(f)?.usedBy ?? []).map(edge => edge.from));
}

function walk(start: string, next: (folder: string) => readonly string[]): Set<string> {
  const seen = new Set([start]);
  for (const folder of seen) for (const other of next(folder)) seen.add(other);
  return seen;
}

function tryLoad(files: Files, folder: string): Kustomization | BuildFailure | OutOfScope {
  try {
    return loadKustomization(files, folder);
  } catch (error) {
    if (error instanceof BuildFailure || error instanceof OutOfScope) return error;
    throw error;
  }
}

function edgesOf(files: Files, kustomization: Kustomization): GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (const field of ['resources', 'bases', 'components'] as const) {
    for (const item of itemsOf(kustomization, field)) {
      const to = joinPath(kustomization.folder, textOf(item.node) ?? '');
      if (to === undefined || !files.isFolder(to)) continue;
      edges.push({
        from: kustomization.folder,
        to,
        field,
        location: { file: kustomization.file, offset: item.node.origin.start },
      });
    }
  }
  return edges;
}

function filesOf(files: Files, kustomization: Kustomization): string[] {
  const named: string[] = [kustomization.file];
  const add = (path: string | undefined) => {
    const joined = path && !looksRemote(path) ? joinPath(kustomization.folder, path) : undefined;
    if (joined !== undefined && !files.isFolder(joined)) named.push(joined);
  };
  for (const patch of patchEntries(kustomization, PATCH_FIELDS)) {
    if (patch.type === 'file') add(patch.path);
  }
  for (const field of ['resources', 'configurations', 'crds', 'transformers', 'generators']) {
    for (const item of itemsOf(kustomization, field)) {
      const text = textOf(item.node);
      if (text !== undefined && !text.includes('\n')) add(text);
    }
  }
  for (const { node } of itemsOf(kustomization, 'replacements')) add(getText(node, 'path'));
  return named;
}
