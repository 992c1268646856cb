/** Charts of kustomizations: where they are, and what kustomize would be asked to render. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { helmInputs } from '../../kustomize/build/opaque.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import { getText, itemsOf, type Kustomization, textField } from '../../kustomize/file/kustomization.ts';
import { joinPath } from '../../kustomize/files/files.ts';
import { entry, textOf, toJson } from '../../kustomize/tree/node.ts';
import type { WitnessTool } from '../../witness/tool.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import type { Json } from '../../yaml/read/data.ts';

/** From 5.8 on a chart gets the namespace of who takes it in, and what it renders keeps its own. */
export function handsNamespaceOn({ version }: WitnessTool): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 8);
}

/** kustomize hands a chart the namespace of the nearest kustomization that sets one. */
export function namespacesOf(graph: Graph, folder: string, seen = new Set<string>()): Set<string> {
  const node = graph.nodes.get(folder);
  const own = node?.kustomization ? textField(node.kustomization, 'namespace') : '';
  if (own !== '' || node === undefined || node.usedBy.length === 0 || seen.has(folder)) return new Set([own]);
  seen.add(folder);
  return new Set(node.usedBy.flatMap(edge => [...namespacesOf(graph, edge.from, seen)]));
}

/** Nothing but the charts of a kustomization, each with the namespace that it would be given. */
export function chartsOnly({ node }: Kustomization, namespace: string): Json {
  const fields = ['helmGlobals', 'helmCharts', 'helmChartInflationGenerator'].flatMap(field => {
    const value = node.entries.get(field);
    return value === undefined ? [] : [[field, toJson(value)] as const];
  });
  const content: Readonly<Record<string, Json>> = Object.fromEntries(fields);
  if (namespace === '' || !Array.isArray(content.helmCharts)) return content;
  // As a field of the kustomization it would be written into the objects, too.
  const charts = (content.helmCharts as readonly object[]).map(chart => ({ namespace, ...chart }));
  return { ...content, helmCharts: charts as readonly Json[] };
}

function chartHome({ folder, node }: Kustomization): string | undefined {
  return joinPath(folder, textOf(entry(node.entries.get('helmGlobals'), 'chartHome')) || 'charts');
}

/** A chart that kustomize would have to fetch. */
export function absentChart({ files }: OpenWorkspace, kustomization: Kustomization): string | undefined {
  const home = chartHome(kustomization);
  for (const { node } of itemsOf(kustomization, 'helmCharts')) {
    const [name, version] = [getText(node, 'name'), getText(node, 'version')];
    const places = [name, `${name}-${version}/${name}`];
    if (home === undefined || !places.some(place => files.bytes(`${home}/${place}/Chart.yaml`))) return name;
  }
  return undefined;
}

/** Files of local charts: git often ignores them. */
export function chartFiles({ root, files }: OpenWorkspace, graph: Graph): string[] {
  const homes = [...graph.nodes.values()].flatMap(({ kustomization }) =>
    kustomization && helmInputs(kustomization).length > 0 ? [chartHome(kustomization)] : [],
  );
  return [...new Set(homes)].flatMap(home => {
    if (home === undefined || !files.isFolder(home)) return [];
    const entries = readdirSync(join(root, home), { recursive: true, withFileTypes: true });
    return entries
      .filter(each => each.isFile())
      .map(each => relative(root, join(each.parentPath, each.name)));
  });
}
