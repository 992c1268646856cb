/** `vars` (kustomize.md 1.14). */
import type { FieldSpecConfig } from './field-config.ts';
import { itemsOf } from './kustomization.ts';
import type { Layer, Variable } from './layer.ts';
import { OutOfScope } from './problem.ts';
import type { Resource } from './resource.ts';

/** Registers the variables of a layer. */
export function collectVariables(layer: Layer): void {
  const first = itemsOf(layer.kustomization, 'vars')[0];
  if (first) throw new OutOfScope('vars', { file: layer.kustomization.file, offset: first.node.origin.start });
}

/** Substitutes `$(NAME)` at the end of a build. */
export function resolveVariables(
  _resources: readonly Resource[],
  _variables: readonly Variable[],
  _config: FieldSpecConfig,
): void {}
