/** A pod that leaves a field to its account: where that says it already, nobody minds when the pod says the same. */

import { toJson } from '../../kustomize/tree/node.ts';
import type { FieldPath, Json, JsonObject } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import { nodeAt } from '../rendered/rendered.ts';
import type { Consumer } from './types.ts';

const FIELD = 'automountServiceAccountToken';

export function isSaidByAccount({ root, object }: Consumer, path: FieldPath, value: Json): boolean {
  if (path.at(-1) !== FIELD) return false;
  const name = nodeAt(object.final.node, [...path.slice(0, -1), 'serviceAccountName']);
  const account = name === undefined ? 'default' : toJson(name);
  return root.objects.some(
    ({ object: other }) =>
      other.kind === 'ServiceAccount' &&
      other[FIELD] === value &&
      metadataOf(other).name === account &&
      metadataOf(other).namespace === metadataOf(object.object).namespace,
  );
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isJsonMap(metadata) ? metadata : {};
}
