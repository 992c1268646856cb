/** Generators that come with kustomize, configured by an object of their own (kustomize.md 1.15). */
import { generate } from '../fields/generators.ts';
import { get, getText } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { newResource } from '../object/read-objects.ts';
import { kindOf, nameOf, namespaceOf, type Resource } from '../object/resource.ts';
import { mapNode, type Node, scalarNode, withEntry, writtenBy } from '../tree/node.ts';
import { type PluginConfig, stepOf } from './plugin-config.ts';

/** The generated object, or null when no such generator is built in. */
export function runBuiltInGenerator(layer: Layer, config: PluginConfig, location: Location): Resource | null {
  const { node } = config.resource;
  switch (kindOf(config.resource)) {
    case 'ConfigMapGenerator':
      return keyed(layer, config, 'ConfigMap', location);
    case 'SecretGenerator':
      return keyed(layer, config, 'Secret', location);
    case 'IAMPolicyGenerator':
      return serviceAccount(layer, config, node, location);
    default:
      return null;
  }
}

/** Name and namespace of the configuration stand in for missing ones. */
function keyed(
  layer: Layer,
  config: PluginConfig,
  kind: 'ConfigMap' | 'Secret',
  location: Location,
): Resource {
  let { node } = config.resource;
  const fallback = { name: nameOf(config.resource), namespace: namespaceOf(config.resource) };
  for (const field of ['name', 'namespace'] as const) {
    if (getText(node, field) !== '' || fallback[field] === '') continue;
    node = withEntry(node, field, get(get(node, 'metadata'), field)!);
  }
  const made = generate(layer, node, kind, undefined, { index: config.index, field: 'generators' }, location);
  return { ...made, source: { ...made.source, madeBy: stepOf(config) } };
}

/** A service account bound to one of Google's. */
function serviceAccount(layer: Layer, config: PluginConfig, node: Node, location: Location): Resource {
  if (getText(node, 'cloud') !== 'gke') {
    throw new BuildFailure('generator', `cloud provider ${getText(node, 'cloud')} not supported`, location);
  }
  const { file, doc } = node.origin.by;
  const origin = writtenBy(node.origin, {
    type: 'generator',
    file,
    doc,
    layer: layer.folder,
    index: config.index,
  });
  const scalar = (value: string) => scalarNode(value, origin);
  const account = get(node, 'serviceAccount');
  const local = get(node, 'kubernetesService');
  const email = `${getText(account, 'name')}@${getText(account, 'projectId')}.iam.gserviceaccount.com`;
  const metadata = new Map<string, Node>([
    ['annotations', mapNode(new Map([['iam.gke.io/gcp-service-account', scalar(email)]]), origin)],
    ['name', scalar(getText(local, 'name'))],
  ]);
  if (getText(local, 'namespace') !== '') metadata.set('namespace', scalar(getText(local, 'namespace')));
  const entries = new Map<string, Node>([
    ['apiVersion', scalar('v1')],
    ['kind', scalar('ServiceAccount')],
    ['metadata', mapNode(metadata, origin)],
  ]);
  return newResource(mapNode(entries, origin), {
    id: `generator:${layer.folder}#ServiceAccount/${getText(local, 'name')}`,
    file,
    doc,
    item: null,
    type: 'generator',
    layer: layer.folder,
    generators: [{ layer: layer.folder, field: 'generators', index: config.index }],
    madeBy: stepOf(config),
  });
}
