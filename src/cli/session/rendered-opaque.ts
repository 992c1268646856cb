/**
 * What only the user's own kustomize can render, rendered by it when the user says so: charts with `--enable-helm`,
 * remote bases with `--allow-network`. Gathered before a plan is made, and handed to it as data.
 */

import { join } from 'node:path';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import {
  helmInputs,
  type RenderedInput,
  type RenderedOpaque,
  remoteInput,
} from '../../kustomize/build/opaque.ts';
import { buildGraph, type Graph, type GraphNode, reachedFrom } from '../../kustomize/file/graph.ts';
import { itemsOf, type Kustomization, looksRemote } from '../../kustomize/file/kustomization.ts';
import { folderOf, joinPath } from '../../kustomize/files/files.ts';
import type { Location } from '../../kustomize/files/problem.ts';
import { textOf, toJson } from '../../kustomize/tree/node.ts';
import { newLocator } from '../../plan/rendered/locator.ts';
import { canonical } from '../../plan/rendered/same-data.ts';
import { folderName, oneLine } from '../../report/words/words.ts';
import { inCopy, writeInCopy } from '../../witness/copy.ts';
import { buildFolder } from '../../witness/objects.ts';
import {
  type BuildOptions,
  buildText,
  findKustomize,
  type WitnessTool,
  withoutAddresses,
} from '../../witness/tool.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { findProgram, type ProcessEnvironment } from '../../workspace/programs.ts';
import type { Json } from '../../yaml/read/data.ts';
import type { WorkspaceFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { absentChart, chartFiles, chartsOnly, handsNamespaceOn, namespacesOf } from './charts.ts';
import { restrictorOf } from './load-restrictor.ts';

export interface RenderedInputs {
  /** By key of the input. */
  readonly rendered: RenderedOpaque;
  /** Files besides those of the workspace that a build reads: charts that git ignores. */
  readonly charts: readonly string[];
  /** Whole lines: what could not be rendered, and why. */
  readonly problems: readonly string[];
}

const NOTHING: RenderedInputs = { rendered: new Map(), charts: [], problems: [] };

/** Something to be rendered: a kustomization that holds nothing else, in a folder of the copy. */
interface Job {
  readonly key: string;
  readonly at: string;
  readonly what: string;
  readonly file: string;
  readonly content: Json;
}

/** @throws UsageError when a flag asks for kustomize and there is none */
export function renderOpaque(
  workspace: OpenWorkspace,
  flags: WorkspaceFlags,
  env: ProcessEnvironment,
): RenderedInputs {
  if (!flags.enableHelm && !flags.allowNetwork) return NOTHING;
  const tool = findKustomize(env);
  if (tool === undefined) {
    throw new UsageError(
      `${flags.enableHelm ? '--enable-helm' : '--allow-network'} needs a kustomize on PATH, which renders what kustomend does not`,
    );
  }
  const graph = buildGraph(workspace.files, workspace.paths);
  const roots = rootsIn(graph, workspace.selected);
  const problems: string[] = [];
  const jobs = jobsFor(roots, { tool, workspace, graph, flags, problems });
  if (jobs.length === 0) return { ...NOTHING, problems };
  if (jobs.some(({ key }) => key.startsWith('helm ')) && findProgram('helm', tool.env) === undefined)
    problems.push('no helm on PATH, which kustomize needs to render charts');
  const charts = flags.enableHelm ? chartFiles(workspace, graph) : [];
  return inCopy(workspace.root, [...workspace.paths, ...charts], tool.env, copy => {
    const options = { loadRestrictor: restrictorOf(flags, workspace), enableHelm: flags.enableHelm };
    const rendered = new Map<string, RenderedInput>();
    for (const job of jobs) {
      const text = runJob(tool, copy, job, workspace, options, problems);
      if (text !== null)
        rendered.set(job.key, {
          text,
          keepsNamespace: job.key.startsWith('helm ') && handsNamespaceOn(tool),
        });
    }
    for (const root of roots)
      dropUnlessEqual(tool, copy, root, { workspace, graph, options, rendered }, problems);
    return { rendered, charts, problems };
  });
}

function rootsIn(graph: Graph, selected: readonly string[]): readonly string[] {
  if (selected.length === 0) return graph.roots;
  return graph.roots.filter(root => {
    const reached = [...reachedFrom(graph, root)];
    return selected.some(path => reached.some(folder => folder === path || folder.startsWith(`${path}/`)));
  });
}

interface Gathering {
  readonly tool: WitnessTool;
  readonly workspace: OpenWorkspace;
  readonly graph: Graph;
  readonly flags: WorkspaceFlags;
  readonly problems: string[];
}

function jobsFor(roots: readonly string[], gathering: Gathering): Job[] {
  const jobs = new Map<string, Job>();
  for (const folder of new Set(roots.flatMap(root => [...reachedFrom(gathering.graph, root)]))) {
    const kustomization = gathering.graph.nodes.get(folder)?.kustomization;
    if (!kustomization) continue;
    const chart = gathering.flags.enableHelm ? chartJob(kustomization, gathering) : undefined;
    if (chart !== undefined) jobs.set(chart.key, chart);
    if (!gathering.flags.allowNetwork) continue;
    for (const { key, location, reason, path } of remotesOf(gathering.workspace, kustomization)) {
      if (jobs.has(key)) continue;
      const file = `.kustomend-remote-${jobs.size}/kustomization.yaml`;
      const at = placeOf(location, gathering.workspace);
      jobs.set(key, { key, at, what: reason, file, content: { resources: [path] } });
    }
  }
  return [...jobs.values()];
}

function chartJob(kustomization: Kustomization, gathering: Gathering): Job | undefined {
  const { tool, workspace, graph, flags, problems } = gathering;
  const [input] = helmInputs(kustomization);
  if (input === undefined) return undefined;
  const at = placeOf(input.location, workspace);
  const absent = flags.allowNetwork ? undefined : absentChart(workspace, kustomization);
  if (absent !== undefined) {
    problems.push(`${at}: chart ${absent} is not in the repository; --allow-network lets kustomize fetch it`);
    return undefined;
  }
  const namespaces = handsNamespaceOn(tool) ? [...namespacesOf(graph, kustomization.folder)] : [''];
  if (namespaces.length > 1) {
    const names = namespaces.map(name => name || 'none').join(', ');
    problems.push(`${at}: Helm chart: its namespace depends on who takes it in (${names})`);
    return undefined;
  }
  const content = chartsOnly(kustomization, namespaces[0] ?? '');
  return { key: input.key, at, what: input.reason, file: kustomization.file, content };
}

function placeOf({ file, offset = 0 }: Location, { files }: OpenWorkspace): string {
  return `${file}:${newLocator(files).line(file, offset)}`;
}

function remotesOf({ files }: Pick<OpenWorkspace, 'files'>, kustomization: Kustomization) {
  return ['resources', 'bases'].flatMap(field =>
    itemsOf(kustomization, field).flatMap(({ node }) => {
      const path = textOf(node) ?? '';
      const joined = joinPath(kustomization.folder, path);
      const isLocal = joined !== undefined && (files.isFolder(joined) || files.bytes(joined) !== undefined);
      return isLocal || !looksRemote(path) ? [] : [{ ...remoteInput(path, kustomization, node), path }];
    }),
  );
}

function runJob(
  tool: WitnessTool,
  copy: string,
  { file, content, at, what }: Job,
  { files }: OpenWorkspace,
  options: BuildOptions,
  problems: string[],
): string | null {
  writeInCopy(copy, file, `${JSON.stringify(content, printable)}\n`);
  try {
    return buildText(tool, join(copy, folderOf(file)), options);
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim();
    problems.push(
      `${at}: ${what}: kustomize cannot render it: ${oneLine(withoutAddresses(said.split('\n').at(-1) ?? ''))}`,
    );
    return null;
  } finally {
    const before = files.bytes(file);
    if (before !== undefined) writeInCopy(copy, file, before);
  }
}

function printable(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

interface Comparison {
  readonly workspace: OpenWorkspace;
  readonly graph: Graph;
  readonly options: BuildOptions;
  readonly rendered: Map<string, RenderedInput>;
}

/**
 * A remote base has a history that its render does not show (names before prefixes, hashes to come), and some charts
 * are different each time. Where the whole root does not come out as kustomize renders it, its inputs stay out of sight.
 */
function dropUnlessEqual(
  tool: WitnessTool,
  copy: string,
  root: string,
  { workspace, graph, options, rendered }: Comparison,
  problems: string[],
): void {
  const nodes = [...reachedFrom(graph, root)].flatMap(folder => graph.nodes.get(folder) ?? []);
  const keys = nodes.flatMap(node => keysOf(workspace, node)).filter(key => rendered.has(key));
  if (keys.length === 0) return;
  const { loadRestrictor } = options;
  const outcome = createEvaluator(workspace.files, { loadRestrictor, rendered }).evaluate(root);
  if (outcome.state === 'evaluated' && outcome.opaque.length > 0) return;
  const real = buildFolder(tool, join(copy, root), options);
  if ('error' in real) return;
  const ours =
    outcome.state === 'evaluated' ? outcome.resources.map(({ node }) => canonical(toJson(node))) : [];
  if (canonical(ours) === canonical(real.objects.map(canonical))) return;
  for (const key of keys) rendered.delete(key);
  problems.push(
    `${folderName(root)}: kustomize renders it in another way each time or than kustomend would: left alone`,
  );
}

function keysOf(workspace: OpenWorkspace, { kustomization }: GraphNode): string[] {
  if (!kustomization) return [];
  return [...helmInputs(kustomization), ...remotesOf(workspace, kustomization)].map(input => input.key);
}

/** Whether a build of a folder would open a connection that nobody has allowed. */
export function connects(workspace: OpenWorkspace, flags: WorkspaceFlags): (folder: string) => boolean {
  if (flags.allowNetwork) return () => false;
  const graph = buildGraph(workspace.files, workspace.paths);
  const own = new Map<string, boolean>();
  for (const [folder, { kustomization }] of graph.nodes) {
    if (kustomization) own.set(folder, namesRemote(workspace, kustomization, flags));
  }
  return folder => [...reachedFrom(graph, folder)].some(reached => own.get(reached));
}

function namesRemote(workspace: OpenWorkspace, kustomization: Kustomization, flags: WorkspaceFlags): boolean {
  const components = itemsOf(kustomization, 'components').some(({ node }) => looksRemote(textOf(node) ?? ''));
  if (components || remotesOf(workspace, kustomization).length > 0) return true;
  return flags.enableHelm === true && absentChart(workspace, kustomization) !== undefined;
}
