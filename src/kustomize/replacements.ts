/** `replacements` (kustomize.md 1.14). */
import { itemsOf } from './kustomization.ts';
import type { Layer } from './layer.ts';
import { OutOfScope } from './problem.ts';

export function applyReplacements(layer: Layer): void {
  const first = itemsOf(layer.kustomization, 'replacements')[0];
  if (first) throw new OutOfScope('replacements', { file: layer.kustomization.file, offset: first.node.origin.start });
}
