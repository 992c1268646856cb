/**
 * Inputs that only kustomize itself can render: remote bases and charts. What the user's own binary has made of one
 * joins the resources of its kustomization as data; its text is nobody's to edit.
 */
import { itemsOf, type Kustomization } from '../file/kustomization.ts';
import { OutOfScope } from '../files/problem.ts';
import type { OpaqueInput } from '../layer/layer.ts';
import { newResource, objectsOf } from '../object/read-objects.ts';
import { idKeyOf, type Resource } from '../object/resource.ts';
import { listNode, type MapNode, mapNode, type Node, placedAt } from '../tree/node.ts';
import { parseOrFail, parseText } from '../tree/parse.ts';
import type { Origin } from '../tree/writer.ts';

/** What kustomize printed for each opaque input, by {@link OpaqueInput.key}. */
export type RenderedOpaque = ReadonlyMap<string, RenderedInput>;

export interface RenderedInput {
  readonly text: string;
  /** What a chart renders keeps its namespace under `namespace:` (kustomize 5.8 and later). */
  readonly keepsNamespace: boolean;
}

/** An input that may be handed to kustomize. */
export type RenderableInput = OpaqueInput & { readonly key: string };

/** What becomes of a build that would need an input. */
export function outOfSight({ reason, location, key }: OpaqueInput): OutOfScope {
  return new OutOfScope(reason, location, key === undefined ? 'construct' : 'out of sight');
}

/** A remote base: the same wherever it is named. */
export function remoteInput(path: string, kustomization: Kustomization, node: Node): RenderableInput {
  return {
    key: `remote ${path}`,
    reason: `remote resource ${path}`,
    location: { file: kustomization.file, offset: node.origin.start },
  };
}

/** The charts of a kustomization: kustomize renders them together. */
export function helmInputs(kustomization: Kustomization): RenderableInput[] {
  return ['helmCharts', 'helmChartInflationGenerator'].flatMap(field =>
    itemsOf(kustomization, field).map(item => ({
      key: helmKey(kustomization.folder),
      reason: 'Helm chart',
      location: { file: kustomization.file, offset: item.node.origin.start },
    })),
  );
}

/** The key of a folder's charts. */
export function helmKey(folder: string): string {
  return `helm ${folder}`;
}

/** The objects that kustomize has rendered for an input, all of them written where the input is named. */
export function opaqueResources(
  { text, keepsNamespace }: RenderedInput,
  { key, reason, location }: RenderableInput,
  layer: string,
): Resource[] {
  const { file, offset = 0 } = location;
  const documents = parseOrFail(file, () =>
    parseText(text, 'unchecked', doc => ({ type: 'source', file, doc })),
  );
  return objectsOf(documents, file).map(({ node, doc, item }) => {
    const origin: Origin = {
      by: { type: 'opaque', file, doc: 0, layer, reason },
      up: null,
      key: '',
      start: offset,
      end: offset,
      keyStart: -1,
      viaAlias: false,
    };
    const source = { id: '', file, doc, item, type: 'opaque', layer } as const;
    const resource = newResource(writtenAt(node, origin) as MapNode, source);
    resource.source = { ...source, id: `opaque:${key}#${idKeyOf(resource)}` };
    resource.fromHelm = keepsNamespace;
    return resource;
  });
}

function writtenAt(node: Node, origin: Origin): Node {
  if (node.kind === 'scalar') return placedAt(node, origin, node.over);
  if (node.kind === 'list') {
    const items = node.items.map(item => writtenAt(item, origin));
    return listNode(items, origin, node.over);
  }
  const entries = new Map<string, Node>();
  for (const [key, value] of node.entries) entries.set(key, writtenAt(value, origin));
  return mapNode(entries, origin, node.over, node.gone);
}
