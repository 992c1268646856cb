/** The objects that `generators`, `transformers` and `validators` name: inline, in files, or built by a folder. */

import { YamlProblem } from '../../yaml/read/problem.ts';
import { itemsOf } from '../file/kustomization.ts';
import { BuildFailure } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { newResource, objectsOf } from '../object/read-objects.ts';
import { apiVersionOf, kindOf, nameOf, namespaceOf, type Resource } from '../object/resource.ts';
import type { TransformerStep } from '../object/step.ts';
import { type Node, pathInText, textOf } from '../tree/node.ts';
import { parseText } from '../tree/parse.ts';
import type { EntryWriter } from '../tree/writer.ts';

export type PluginField = 'generators' | 'transformers' | 'validators';

export interface PluginConfig {
  readonly resource: Resource;
  /** Entry of the field that brought it. */
  readonly index: number;
  readonly node: Node;
}

/** Inline entries come first, as kustomize reads them. */
export function pluginConfigs(layer: Layer, field: PluginField): PluginConfig[] {
  const inline: PluginConfig[] = [];
  const named: PluginConfig[] = [];
  for (const { node, index } of itemsOf(layer.kustomization, field)) {
    const here = readInline(layer, node, field, index);
    const [into, resources] = here ? [inline, here] : [named, layer.loadEntry(node)];
    into.push(...resources.map(resource => ({ resource, index, node })));
  }
  return [...inline, ...named];
}

/** Null when the entry is no object but a path. */
function readInline(layer: Layer, node: Node, field: PluginField, index: number): Resource[] | null {
  const { file, doc } = node.origin.by;
  const by: EntryWriter = {
    type: field === 'generators' ? 'generator' : 'transformer',
    file,
    doc,
    layer: layer.folder,
    index,
    inline: [layer.kustomization.spelling.get(field) ?? field, ...pathInText(node.origin).slice(1)],
  };
  try {
    return objectsOf(
      parseText(textOf(node) ?? '', 'resource', () => by),
      file,
    ).map(object =>
      newResource(object.node, {
        id: `${file}#${field}[${index}].${object.doc}`,
        file,
        doc,
        item: null,
        type: 'file',
        layer: layer.folder,
      }),
    );
  } catch (error) {
    if (error instanceof BuildFailure || error instanceof YamlProblem) return null;
    throw error;
  }
}

/** Only these come with kustomize; others are programs. */
export function isBuiltIn(config: PluginConfig): boolean {
  return apiVersionOf(config.resource) === 'builtin';
}

export function stepOf({ resource }: PluginConfig): TransformerStep {
  return {
    apiVersion: apiVersionOf(resource),
    kind: kindOf(resource),
    name: nameOf(resource),
    namespace: namespaceOf(resource),
    file: resource.source.file,
  };
}
