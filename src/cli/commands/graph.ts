/** `kustomend graph [path]`: who uses what. */
import { type Command, Option } from 'commander';
import { buildGraph, type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import { isWithin } from '../../kustomize/files/files.ts';
import { plainRoots } from '../../plan/repository/plain-folders.ts';
import { viewsOf } from '../../plan/views.ts';
import { type Network, networksOf } from '../../report/graph/connections.ts';
import { graphMermaid, graphText } from '../../report/graph/graph.ts';
import { graphSvg } from '../../report/graph/graph-svg.ts';
import { kustomizationsIn } from '../../report/graph/kustomizations.ts';
import { networkMermaid, networkSvg, networkText } from '../../report/graph/network.ts';
import { type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { openSession, openWorkspaceFor, whyNoRoots } from '../session/session.ts';

interface GraphFlags extends WorkspaceFlags {
  readonly format: 'text' | 'mermaid' | 'svg' | 'json';
  readonly network?: true;
}

export function addGraph(program: Command, cli: Cli): void {
  const command = program
    .command('graph')
    .description('show roots, bases and components and who uses what, or who talks to whom')
    .argument('[path]', 'repository, or a folder of it');
  withExamples(command, [
    ['kustomend graph --format mermaid', 'for a pull request'],
    ['kustomend graph --format svg > graph.svg', 'as a picture'],
    ['kustomend graph --network', 'who talks to whom, and what says so'],
  ]);
  workspaceFlags(command)
    .addOption(
      new Option('--format <name>', 'what to print')
        .choices(['text', 'mermaid', 'svg', 'json'])
        .default('text'),
    )
    .option('--network', 'the connections that manifests speak of, per environment')
    .action((path: string | undefined, flags: GraphFlags) => cli.exit(graph(cli.io, path, flags)));
}

function graph(io: Io, path: string | undefined, flags: GraphFlags): ExitCode {
  if (flags.network) return network(io, path, flags);
  const workspace = openWorkspaceFor(io, path === undefined ? [] : [path], flags);
  const { files, paths } = plainRoots(workspace);
  const found = buildGraph(files, paths);
  const roots = rootsOf(found, workspace.selected);
  if (roots.length === 0)
    throw new UsageError(`no kustomization and no manifest found in ${path ?? workspace.root}`);
  io.out(PRINTERS[flags.format](found, roots));
  return EXIT.ok;
}

const PRINTERS = {
  text: graphText,
  mermaid: graphMermaid,
  svg: (graph: Graph, roots: readonly string[]) => graphSvg(kustomizationsIn(graph, roots)),
  json: (graph: Graph, roots: readonly string[]) =>
    jsonOf({ kustomizations: kustomizationsIn(graph, roots) }),
};

/** No transform runs: this is about what can be seen, not about what is found. */
function network(io: Io, path: string | undefined, { format, ...flags }: GraphFlags): ExitCode {
  const session = openSession(io, path === undefined ? [] : [path], {
    ...flags,
    preset: 'recommended',
    restart: true,
    foreignIgnores: true,
  });
  const { input, workspace } = session;
  const { selected } = workspace;
  const roots = viewsOf(input).roots.filter(
    root => selected.length === 0 || selected.some(folder => isWithin(folder, root.path)),
  );
  if (roots.length === 0) throw new UsageError(whyNoRoots(input, workspace.root));
  io.out(io.secrets().mask(NETWORK_PRINTERS[format](networksOf(roots))));
  return EXIT.ok;
}

const NETWORK_PRINTERS = {
  text: networkText,
  mermaid: networkMermaid,
  svg: networkSvg,
  json: (networks: readonly Network[]) => jsonOf({ networks }),
};

function jsonOf(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Roots in a folder; a base without roots of its own is a root of the picture together with who uses it. */
function rootsOf(graph: Graph, selected: readonly string[]): readonly string[] {
  if (selected.length === 0) return graph.roots;
  const below = graph.roots.filter(root => selected.some(path => isWithin(path, root)));
  if (below.length > 0) return below;
  const named = [...graph.nodes.keys()].filter(folder => selected.some(path => isWithin(path, folder)));
  const users = new Set(named.flatMap(folder => [...reachersOf(graph, folder)]));
  const roots = graph.roots.filter(root => users.has(root));
  return roots.length > 0 ? roots : named;
}
