/** The steps that kustomize takes once, at the root (kustomize.md 1.5). */
import type { Accumulated } from './evaluate.ts';
import { contentHash } from './hash.ts';
import { get, getText, getTexts } from './kustomization.ts';
import { mapNode, type Origin, scalarNode, withEntry, entry } from './node.ts';
import { BuildFailure, OutOfScope } from './problem.ts';
import { fixReferences } from './references.ts';
import { cloneShell, describeId, idOf, nameOf, type Resource, setMetadata, storePreviousId, stringMap } from './resource.ts';
import { legacyOrder, ORDER_FIRST, ORDER_LAST } from './sort.ts';
import { resolveVariables } from './variables.ts';

/**
 * The objects of a build from what a root has accumulated, in the order of the command line.
 * `resources` stands in for the accumulated ones: what a plan expects.
 */
export function finalize(accumulated: Accumulated, resources: readonly Resource[] = accumulated.resources): Resource[] {
  const result = resources.map(cloneShell);
  addHashes(result);
  fixReferences(result, accumulated.config.nameReference);
  resolveVariables(result, accumulated.variables, accumulated.config);
  const kept = result.filter(resource => !isLocalConfig(resource));
  return addBuildMetadata(accumulated, sort(accumulated, kept));
}

function addHashes(resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (!resource.needsHash) continue;
    const hash = contentHash(resource.node);
    if (hash === null) {
      throw new OutOfScope(`hash suffix of a ${idOf(resource).kind}`, { file: resource.source.file });
    }
    storePreviousId(resource);
    const name = nameOf(resource);
    const origin: Origin = {
      ...(entry(entry(resource.node, 'metadata'), 'name') ?? resource.node).origin,
      by: { type: 'hash', file: resource.source.file, doc: resource.source.doc, layer: resource.source.layer, reason: 'content hash' },
    };
    resource.node = setMetadata(resource.node, 'name', `${name}-${hash}`, origin);
  }
}

const LOCAL_CONFIG = 'config.kubernetes.io/local-config';

function isLocalConfig(resource: Resource): boolean {
  const value = stringMap(resource.node, 'annotations').get(LOCAL_CONFIG);
  return value !== undefined && value !== 'false';
}

function sort(accumulated: Accumulated, resources: Resource[]): Resource[] {
  const options = accumulated.kustomization.node.entries.get('sortOptions');
  const order = getText(options, 'order') || (options ? '' : 'legacy');
  const legacy = get(options, 'legacySortOptions');
  const location = { file: accumulated.kustomization.file, ...(options && { offset: options.origin.start }) };
  if (order === 'fifo') {
    if (legacy) throw new BuildFailure('invalid-kustomization', 'legacySortOptions without the legacy order', location);
    return resources;
  }
  if (order !== 'legacy') {
    throw new BuildFailure('invalid-kustomization', 'sortOptions.order must be fifo or legacy', location);
  }
  return legacy
    ? legacyOrder(resources, getTexts(legacy, 'orderFirst'), getTexts(legacy, 'orderLast'))
    : legacyOrder(resources, ORDER_FIRST, ORDER_LAST);
}

function addBuildMetadata(accumulated: Accumulated, resources: Resource[]): Resource[] {
  const { kustomization } = accumulated;
  const wanted = getTexts(kustomization.node, 'buildMetadata');
  if (wanted.length === 0) return resources;
  const node = kustomization.node.entries.get('buildMetadata')!;
  const location = { file: kustomization.file, offset: node.origin.start };
  const unknown = wanted.find(w => w !== 'managedByLabel');
  if (unknown) throw new OutOfScope(`buildMetadata ${unknown}`, location);
  const origin: Origin = {
    ...node.origin,
    by: { type: 'default', file: kustomization.file, doc: 0, layer: kustomization.folder, reason: 'managedByLabel' },
  };
  for (const resource of resources) {
    const metadata = entry(resource.node, 'metadata');
    const labels = entry(metadata, 'labels');
    if (metadata?.kind !== 'map') throw new BuildFailure('not-a-resource', `${describeId(idOf(resource))} has no metadata`, location);
    const map = labels?.kind === 'map' ? labels : mapNode(new Map(), origin);
    const version = scalarNode('kustomize-(devel)', origin);
    resource.node = withEntry(
      resource.node,
      'metadata',
      withEntry(metadata, 'labels', withEntry(map, 'app.kubernetes.io/managed-by', version)),
    );
  }
  return resources;
}
