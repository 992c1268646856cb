/** The steps of a kustomization that change what it has gathered. */

import { applyCommonAnnotations, applyLabels } from '../fields/labels-and-annotations.ts';
import { applyNamePrefix, applyNameSuffix, applyNamespaceField } from '../fields/names.ts';
import { applyReplacements } from '../fields/replacements.ts';
import { applyImages, applyReplicas } from '../fields/replicas-and-images.ts';
import type { Layer } from '../layer/layer.ts';
import { applyJson6902Patches, applyPatches, applyStrategicMergePatches } from '../patch/patches.ts';
import { applyTransformerPlugins } from '../plugins/plugins.ts';

/** The fixed order of a kustomization's transformers; the order of the keys in the file means nothing. */
export function transform(layer: Layer): void {
  applyStrategicMergePatches(layer);
  applyPatches(layer);
  applyNamespaceField(layer);
  applyNamePrefix(layer);
  applyNameSuffix(layer);
  applyLabels(layer);
  applyCommonAnnotations(layer);
  applyJson6902Patches(layer);
  applyReplicas(layer);
  applyImages(layer);
  applyReplacements(layer);
  applyTransformerPlugins(layer);
}
