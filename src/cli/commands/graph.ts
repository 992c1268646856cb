/** `kustomend graph [path]`: who uses what. */
import { type Command, Option } from 'commander';
import { isWithin } from '../../kustomize/files.ts';
import { buildGraph, type Graph, reachersOf } from '../../kustomize/graph.ts';
import { plainRoots } from '../../plan/plain.ts';
import { graphMermaid, graphText } from '../../report/graph.ts';
import { graphSvg } from '../../report/graph-svg.ts';
import { UsageError } from '../errors.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { configFlag } from '../flags.ts';
import type { Io } from '../io.ts';
import type { Cli } from '../program.ts';
import { openWorkspaceFor } from '../session.ts';

interface GraphFlags {
  readonly config?: string;
  readonly format: 'text' | 'mermaid' | 'svg';
}

export function addGraph(program: Command, cli: Cli): void {
  const command = program
    .command('graph')
    .description('show roots, bases and components, and who uses what')
    .argument('[path]', 'repository, or a folder of it');
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

const PRINTERS = { text: graphText, mermaid: graphMermaid, svg: graphSvg };

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
