/** `kustomend graph [path]`: who uses what. */
import { type Command, Option } from 'commander';
import { buildGraph, type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import { isWithin } from '../../kustomize/files/files.ts';
import { plainRoots } from '../../plan/repository/plain-folders.ts';
import { graphMermaid, graphText } from '../../report/graph/graph.ts';
import { graphSvg } from '../../report/graph/graph-svg.ts';
import { kustomizationsIn } from '../../report/graph/kustomizations.ts';
import { configFlag } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { openWorkspaceFor } from '../session/session.ts';

interface GraphFlags {
  readonly config?: string;
  readonly format: 'text' | 'mermaid' | 'svg';
}

export function addGraph(program: Command, cli: Cli): void {
  const command = program
    .command('graph')
    .description('show roots, bases and components, and who uses what')
    .argument('[path]', 'repository, or a folder of it');
  withExamples(command, [
    ['kustomend graph', 'as text'],
    ['kustomend graph --format mermaid', 'for a pull request'],
    ['kustomend graph --format svg > graph.svg', 'as a picture'],
  ]);
  configFlag(command)
    .addOption(
      new Option('--format <name>', 'what to print').choices(['text', 'mermaid', 'svg']).default('text'),
    )
    .action((path: string | undefined, flags: GraphFlags) => cli.exit(graph(cli.io, path, flags)));
}

function graph(io: Io, path: string | undefined, flags: GraphFlags): ExitCode {
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
};

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
