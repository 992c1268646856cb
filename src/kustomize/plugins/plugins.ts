/** `generators:`, `transformers:` and `validators:` (kustomize.md 1.15). */

import type { Json } from '../../yaml/read/data.ts';
import { absorb } from '../fields/generators.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { describeId } from '../object/id.ts';
import { cloneShell, idOf, kindOf } from '../object/resource.ts';
import { toJson } from '../tree/node.ts';
import { runBuiltInGenerator } from './builtin-generators.ts';
import { runBuiltInTransformer } from './builtin-transformers.ts';
import { isBuiltIn, type PluginConfig, pluginConfigs, stepOf } from './plugin-config.ts';

export function applyGeneratorPlugins(layer: Layer): void {
  for (const config of pluginConfigs(layer, 'generators')) {
    const location = locationOf(config);
    const kind = kindOf(config.resource);
    if (!isBuiltIn(config) || kind === 'HelmChartInflationGenerator') {
      layer.opaque.push({ reason: `generator ${kind}`, location });
      continue;
    }
    const made = runBuiltInGenerator(layer, config, location);
    if (!made) throw new BuildFailure('generator', `${kind} is no built-in generator`, location);
    absorb(layer, made, location);
  }
}

export function applyTransformerPlugins(layer: Layer): void {
  for (const config of pluginConfigs(layer, 'transformers')) {
    runTransformer(layer, config);
    layer.steps.push(stepOf(config));
  }
}

/** A validator may look at the objects and fail; one that changes them fails too. */
export function applyValidators(layer: Layer): void {
  for (const config of pluginConfigs(layer, 'validators')) {
    const copy: Layer = { ...layer, resources: layer.resources.map(cloneShell) };
    runTransformer(copy, config);
    const changed =
      copy.resources.length !== layer.resources.length ||
      layer.resources.some((r, i) => !sameNode(r, copy.resources[i]!));
    if (changed)
      throw new BuildFailure('transformer', 'a validator must not modify objects', locationOf(config));
  }
}

function sameNode(
  a: { node: Parameters<typeof toJson>[0] },
  b: { node: Parameters<typeof toJson>[0] },
): boolean {
  return a.node === b.node || text(toJson(a.node)) === text(toJson(b.node));
}

function text(value: Json): string {
  return JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}n` : v));
}

function runTransformer(layer: Layer, config: PluginConfig): void {
  const location = locationOf(config);
  if (!isBuiltIn(config)) throw new OutOfScope(`plugin ${describeId(idOf(config.resource))}`, location);
  if (!runBuiltInTransformer(layer, config, location)) {
    throw new BuildFailure('transformer', `${kindOf(config.resource)} is no built-in transformer`, location);
  }
}

function locationOf(config: PluginConfig): Location {
  const { node, source } = config.resource;
  const inline = 'inline' in node.origin.by && node.origin.by.inline;
  return { file: source.file, offset: (inline ? config.node : node).origin.start };
}
