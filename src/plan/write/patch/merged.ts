/** What becomes of an object by a change, and whether a merge patch makes just that of it. */

import type { Resource } from '../../../kustomize/object/resource.ts';
import { spreadTrial } from '../../../kustomize/object/shared-nodes.ts';
import { MergeProblem } from '../../../kustomize/patch/directives.ts';
import { strategicMerge } from '../../../kustomize/patch/strategic-merge.ts';
import {
  fromJson,
  type MapNode,
  sameNode,
  toJson,
  withEntry,
  withoutEntry,
} from '../../../kustomize/tree/node.ts';
import type { JsonObject } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import type { PlacedField } from '../../place/types.ts';
import { removeInNode, treeSetter } from '../../rendered/change-tree.ts';
import { canonical } from '../../rendered/same-data.ts';

/** An object with what is placed put into it. */
export function changed(object: MapNode, placed: readonly PlacedField[]): MapNode {
  const set = treeSetter(object.origin);
  let node = object;
  for (const { goal, value } of placed) {
    node = goal.type === 'set' ? set(node, goal.path, value) : removeInNode(node, goal.path);
  }
  return node;
}

/** Whether a strategic merge says exactly this and nothing else: it has side effects (kustomize.md 1.9). */
export function mergesTo(output: Resource, patch: JsonObject, wanted: MapNode): boolean {
  try {
    const plain = strategicMerge(output.node, fromJson(patch, output.node.origin));
    if (plain === null) return false;
    const merged = spreadTrial(output, plain);
    // The patch names its target: identity is no part of the change.
    if (sameNode(nameless(merged), nameless(wanted))) return true;
    return canonical(withoutIdentity(toJson(merged))) === canonical(withoutIdentity(toJson(wanted)));
  } catch (error) {
    if (error instanceof MergeProblem) return false;
    throw error;
  }
}

/** A later step of the layer may change even the kind: a patch that names an object leaves all of this as it is. */
const IDENTITY = ['apiVersion', 'kind'];

function nameless(object: MapNode): MapNode {
  const unnamed = IDENTITY.reduce((node, key) => withoutEntry(node, key, null), object);
  const metadata = object.entries.get('metadata');
  if (metadata?.kind !== 'map') return unnamed;
  return withEntry(
    unnamed,
    'metadata',
    withoutEntry(withoutEntry(metadata, 'name', null), 'namespace', null),
  );
}

function withoutIdentity(object: JsonObject): JsonObject {
  const { metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = object;
  const { name: _name, namespace: _namespace, ...others } = isJsonMap(metadata) ? metadata : {};
  return { ...rest, metadata: others };
}
