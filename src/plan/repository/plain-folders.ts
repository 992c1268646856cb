/**
 * Plain folders as roots (architecture.md, Roots): a folder of manifests without a kustomization is rendered as
 * `kubectl apply -R` would apply it. In memory it gets a kustomization that lists its files, so that everything else
 * works as for any root; no patch can be written into it, and it is never written to disk.
 */
import { environmentOf } from '../../config/environments.ts';
import { matchesGlob } from '../../config/glob.ts';
import type { Config } from '../../config/schema.ts';
import { generatorFiles } from '../../kustomize/file/generator-inputs.ts';
import { buildGraph, type Graph, isKustomizationFile } from '../../kustomize/file/graph.ts';
import { getText, getTexts, itemsOf, type Kustomization } from '../../kustomize/file/kustomization.ts';
import { manifestCandidates, readManifest } from '../../kustomize/file/manifests.ts';
import {
  type Files,
  folderOf,
  isWithin,
  joinPath,
  relativePath,
  withChanges,
} from '../../kustomize/files/files.ts';
import { type ParseCache, parsedFilesOf } from '../../kustomize/tree/parse.ts';
import { literal } from '../../text/literal.ts';
import type { Notice, Plan } from '../model/result.ts';
import { newLocator } from '../rendered/locator.ts';
import { readGitOps } from './gitops/gitops.ts';

/** Why nothing but a new file goes into a plain folder; ends a sentence that begins with a path. */
export const NO_KUSTOMIZATION = 'is not there, so nothing can be patched in its folder';

/** What the choice is made from. */
export interface PlainInput {
  readonly files: Files;
  readonly paths: readonly string[];
  readonly config: { readonly config: Config };
  /** What the user named, relative to the top. */
  readonly selected: readonly string[];
}

/** The workspace with a kustomization for each plain root. */
export interface PlainRoots {
  readonly files: Files;
  readonly paths: readonly string[];
  /** Kustomizations that are in memory only, and the first manifest of each. */
  readonly virtual: ReadonlyMap<string, string>;
  readonly notices: readonly Notice[];
}

/** Chooses the plain folders that are roots; most workspaces have none. */
export function plainRoots(input: PlainInput): PlainRoots {
  const { files, paths } = input;
  const graph = buildGraph(files, paths);
  const read = filesRead(graph);
  const unreached = manifestCandidates(files, paths, path => read.has(path));
  const chosen = chooseFolders(input, graph, unreached);
  const context: Context = { files, parsed: parsedFilesOf(files), config: input.config.config, notices: [] };
  const roots = new Map<string, readonly string[]>();
  for (const folder of chosen) {
    const below = unreached.filter(file => isWithin(folder, file));
    for (const [root, list] of splitFolder(folder, below, context)) roots.set(root, list);
  }
  const kustomizations = new Map(paths.filter(isKustomizationFile).map(path => [folderOf(path), path]));
  const left = unreached.filter(
    file =>
      !chosen.some(folder => isWithin(folder, file)) &&
      !OF_OTHERS.test(files.read(file) ?? '') &&
      !TO_BE_COPIED.test(file) &&
      !isNamedAbove(file, files, kustomizations),
  );
  const texts = new Map([...roots].map(([folder, list]) => [virtualFile(folder), listing(folder, list)]));
  const all = texts.size === 0 ? files : withChanges(files, texts);
  parsedFilesOf(all, files);
  return {
    files: all,
    paths: texts.size === 0 ? paths : [...paths, ...texts.keys()].sort(),
    virtual: new Map([...roots].map(([folder, [first = '']]) => [virtualFile(folder), first])),
    notices: [...context.notices, ...noticeOf(left)],
  };
}

/**
 * What tells a GitOps controller what to build stands beside the kustomizations, and is applied by the controller; what makes a
 * cluster, or one of its programs, is read by a tool.
 */
const OF_OTHERS =
  /^apiVersion:\s*["']?(?:[a-z.]+\.toolkit\.fluxcd\.io|argoproj\.io|kind\.x-k8s\.io|k3d\.io|k0s\.k0sproject\.io|eksctl\.io|kubeadm\.k8s\.io|[a-z]+\.config\.k8s\.io|audit\.k8s\.io)\//m;

/** Nobody applies it before its placeholders are filled in. */
const TO_BE_COPIED = /(?:^|\/)(?:templates?|skeletons?|boilerplates?)\//;

/** Whether the nearest kustomization says its name: as a comment it is left out on purpose, and where nothing builds that is said. */
function isNamedAbove(file: string, files: Files, kustomizations: ReadonlyMap<string, string>): boolean {
  const folder = foldersAbove(file).find(each => kustomizations.has(each));
  if (folder === undefined) return false;
  const text = files.read(kustomizations.get(folder)!) ?? '';
  return new RegExp(`(?<![\\w./-])(?:\\./)?${literal(relativePath(folder, file))}(?![\\w.-])`).test(text);
}

/** A name without extension: nobody's habits are read from it. */
function virtualFile(folder: string): string {
  return folder === '' ? 'Kustomization' : `${folder}/Kustomization`;
}

function listing(folder: string, list: readonly string[]): string {
  return `${JSON.stringify({ resources: list.map(file => relativePath(folder, file)) })}\n`;
}

function noticeOf([first, ...rest]: readonly string[]): Notice[] {
  if (first === undefined) return [];
  const what =
    rest.length === 0 ? `the manifest ${first} is` : `${rest.length + 1} manifests, such as ${first}, are`;
  return [
    {
      message: `${what} in no kustomization: name the folder to look there, or list it under roots: in kustomend.yaml`,
    },
  ];
}

/** Everything that a kustomization reads, whether as resource, patch or data. */
function filesRead(graph: Graph): ReadonlySet<string> {
  const read = new Set<string>();
  for (const node of graph.nodes.values()) {
    for (const file of node.files) read.add(file);
    for (const file of node.kustomization ? dataFiles(node.kustomization) : []) read.add(file);
  }
  return read;
}

function dataFiles(kustomization: Kustomization): string[] {
  const charts = itemsOf(kustomization, 'helmCharts').flatMap(({ node }) => [
    getText(node, 'valuesFile'),
    ...getTexts(node, 'additionalValuesFiles'),
  ]);
  const values = charts
    .filter(path => path !== '')
    .flatMap(path => joinPath(kustomization.folder, path) ?? []);
  return [...generatorFiles(kustomization), ...values];
}

/** Named folders, those that controllers build, and where there is no kustomization at all the topmost folders that hold manifests. */
function chooseFolders(input: PlainInput, graph: Graph, unreached: readonly string[]): string[] {
  const holders = [...new Set(unreached.map(folderOf))].sort();
  const configured = holders.filter(folder =>
    input.config.config.roots?.some(glob => matchesGlob(glob, folder)),
  );
  const above = new Set(unreached.flatMap(foldersAbove));
  const named = input.selected.filter(path => above.has(path));
  const wanted = graph.nodes.size === 0 && configured.length === 0 ? holders : configured;
  const deployed = deployedFolders(input, graph, holders);
  // A folder inside of one that is a root anyway selects it.
  return topmost([...wanted, ...named, ...deployed]).filter(folder => !isDescribed(folder, graph, unreached));
}

/**
 * Folders without a kustomization that a controller applies as they are. Argo CD leaves out what lies deeper, unless it is told
 * otherwise: only a folder with nothing below it is the same either way.
 */
function deployedFolders({ files, paths }: PlainInput, graph: Graph, holders: readonly string[]): string[] {
  if (holders.length === 0) return [];
  const { deployments } = readGitOps(files, paths, [...graph.nodes.keys()]);
  return deployments.flatMap(({ tool, folders }) =>
    folders.filter(
      folder =>
        holders.includes(folder) &&
        !['Chart.yaml', 'Chart.yml'].some(name => files.read(`${folder}/${name}`) !== undefined) &&
        (tool === 'flux' || !holders.some(holder => holder !== folder && isWithin(folder, holder))),
    ),
  );
}

function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === '') return folders;
  }
}

function topmost(folders: readonly string[]): string[] {
  const sorted = [...new Set(folders)].sort();
  return sorted.filter(folder => !sorted.some(other => other !== folder && isWithin(other, folder)));
}

/** A kustomization stands in or below it, or takes some of its files: they are what the folder is about. */
function isDescribed(folder: string, graph: Graph, unreached: readonly string[]): boolean {
  const plain = new Set(unreached);
  for (const node of graph.nodes.values()) {
    if (isWithin(folder, node.folder)) return true;
    if (node.uses.some(edge => isWithin(folder, edge.to))) return true;
    if (node.files.some(file => isWithin(folder, file) && !plain.has(file))) return true;
  }
  return false;
}

interface Context {
  readonly files: Files;
  readonly parsed: ParseCache;
  readonly config: Config;
  readonly notices: Notice[];
}

/**
 * A folder with everything below it; a folder named for an environment is a root of its own, and where the same
 * object stands in two folders each is.
 */
function splitFolder(
  folder: string,
  files: readonly string[],
  context: Context,
): Map<string, readonly string[]> {
  const homes = new Map<string, Map<string, readonly string[]>>();
  for (const file of files) {
    const ids = readFor(file, context);
    if (ids === null) continue;
    const home = homeOf(folder, file, context.config);
    homes.set(home, (homes.get(home) ?? new Map()).set(file, ids));
  }
  return new Map([...homes].flatMap(([home, ids]) => split(home, ids, context)));
}

/** The identities in a file, or null when it is left out. */
function readFor(file: string, { files, parsed, notices }: Context): readonly string[] | null {
  const manifest = readManifest(files, parsed, file);
  if (manifest.state === 'manifest') return manifest.ids;
  if (manifest.state === 'template') notices.push({ message: 'a template ({{ }}) is left alone', at: file });
  if (manifest.state === 'unreadable') {
    const { offset } = manifest.failure.location;
    const at = offset === undefined ? file : `${file}:${newLocator(files).line(file, offset)}`;
    notices.push({ message: `left alone: ${manifest.failure.message}`, at });
  }
  return null;
}

/** The nearest folder above a file that an environment is named by, else the folder that the root begins with. */
function homeOf(root: string, file: string, config: Config): string {
  const { name } = environmentOf(root, config);
  for (let folder = folderOf(file); folder !== root; folder = folderOf(folder)) {
    const here = environmentOf(folder, config).name;
    if (here === name) return root;
    if (here !== environmentOf(folderOf(folder), config).name) return folder;
  }
  return root;
}

type Ids = ReadonlyMap<string, readonly string[]>;

function split(folder: string, ids: Ids, context: Context): [string, readonly string[]][] {
  const own = withoutDuplicates([...ids].filter(([file]) => folderOf(file) === folder));
  for (const { file, other } of own.doubled)
    context.notices.push({ message: `left alone: it describes an object of ${other} anew`, at: file });
  const children = new Map<string, Map<string, readonly string[]>>();
  for (const [file, list] of ids) {
    if (folderOf(file) === folder) continue;
    const child = childOf(folder, file);
    children.set(child, (children.get(child) ?? new Map()).set(file, list));
  }
  const below = [...children.values()].flatMap(child => [...child]);
  const all = withoutDuplicates([...own.kept, ...below]);
  if (all.doubled.length === 0) return all.kept.length === 0 ? [] : [[folder, filesOf(all.kept)]];
  const here: [string, readonly string[]][] = own.kept.length === 0 ? [] : [[folder, filesOf(own.kept)]];
  return [...here, ...[...children].flatMap(([child, list]) => split(child, list, context))];
}

function filesOf(entries: readonly (readonly [string, readonly string[]])[]): string[] {
  return entries.map(([file]) => file).sort();
}

/** `kubectl apply` would let the last one win; which is meant nobody can tell, so the first stays. */
function withoutDuplicates(entries: readonly (readonly [string, readonly string[]])[]): {
  readonly kept: readonly (readonly [string, readonly string[]])[];
  readonly doubled: readonly { readonly file: string; readonly other: string }[];
} {
  const owners = new Map<string, string>();
  const doubled: { file: string; other: string }[] = [];
  const kept = entries.filter(([file, ids]) => {
    const taken = ids.find((id, i) => owners.has(id) || ids.indexOf(id) !== i);
    if (taken === undefined) for (const id of ids) owners.set(id, file);
    else doubled.push({ file, other: owners.get(taken) ?? 'itself' });
    return taken === undefined;
  });
  return { kept, doubled };
}

function childOf(folder: string, file: string): string {
  const start = folder === '' ? 0 : folder.length + 1;
  return file.slice(0, file.indexOf('/', start));
}

/** A plan as its reader sees it: kustomizations that are in memory only are no changes, and no place to look. */
export function hideVirtual(plan: Plan, plain: PlainRoots): Plan {
  const { virtual, notices } = plain;
  if (virtual.size === 0) return { ...plan, notices: [...plan.notices, ...notices] };
  const changed = new Map(plan.changes.map(change => [change.path, change.after]));
  const seen = (at: string) => virtual.get(at) ?? at;
  return {
    ...plan,
    fixes: plan.fixes.map(fix => ({ ...fix, subject: { ...fix.subject, at: seen(fix.subject.at) } })),
    changes: plan.changes.filter(change => !virtual.has(change.path)),
    virtual: virtualFiles(plain).map(({ path, before }) => ({
      path,
      before,
      after: changed.get(path) ?? before,
    })),
    notices: [...plan.notices, ...notices],
    roots: plan.roots.map(root => (root.at === undefined ? root : { ...root, at: seen(root.at) })),
  };
}

/** Kustomizations that are in memory only, with their texts. */
export function virtualFiles({ files, virtual }: PlainRoots): { path: string; before: string }[] {
  return [...virtual.keys()].map(path => ({ path, before: files.read(path) ?? '' }));
}
