/** `generators:`, `transformers:`, `validators:`, `configurations`, `crds`, `openapi` (kustomize.md 1.15). */
import { itemsOf } from './kustomization.ts';
import type { Layer } from './layer.ts';
import { OutOfScope } from './problem.ts';

function refuse(layer: Layer, field: string): void {
  const first = itemsOf(layer.kustomization, field)[0];
  if (first) throw new OutOfScope(field, { file: layer.kustomization.file, offset: first.node.origin.start });
}

export function applyGeneratorPlugins(layer: Layer): void {
  refuse(layer, 'generators');
}

export function applyTransformerPlugins(layer: Layer): void {
  refuse(layer, 'transformers');
  refuse(layer, 'validators');
}
