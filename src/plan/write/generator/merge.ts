/** Entries with `behavior: merge`: keys of a generated object that a layer above says otherwise (kustomize.md 1.12). */
import { getItems, getText, itemsOf, type Kustomization } from '../../../kustomize/file/kustomization.ts';
import type { Id } from '../../../kustomize/object/id.ts';
import { idOf, kindOf, originalId, type Resource } from '../../../kustomize/object/resource.ts';
import { entry, isNull, toJson } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import type { Place } from '../../model/result.ts';
import { appendItem } from '../draft/append-item.ts';
import type { EmitContext } from '../draft/emit-context.ts';
import { addKey, quotedLiteral } from './entry.ts';

/** The identities by which an entry can name an object: as it was made, which reads best, or as it is met. */
export function namesFor(target: Resource): Id[] {
  const made = originalId(target);
  const unset = { ...made, namespace: made.namespace === 'default' ? '' : made.namespace };
  return [unset, idOf(target)];
}

/** Merges a key into an object that a layer takes in, by an entry that is there or a new one. */
export function mergeKey(
  target: Resource,
  { name, namespace }: Pick<Id, 'name' | 'namespace'>,
  key: string,
  text: string,
  kustomization: Kustomization,
  context: EmitContext,
): Place {
  const { file, folder } = kustomization;
  const field = kindOf(target) === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
  const items = itemsOf(kustomization, field);
  const known = items.find(
    ({ node }) =>
      getText(node, 'name') === name &&
      getText(node, 'namespace') === namespace &&
      getText(node, 'behavior') === 'merge' &&
      // Its literals are ours to extend; what env files say may be said elsewhere too.
      getItems(node, 'literals').length > 0,
  );
  if (known) return addKey({ file, folder, ...known }, key, text, () => false, context);
  const value: Json = {
    name,
    ...(namespace !== '' && { namespace }),
    behavior: 'merge',
    ...kept(target),
    literals: [`${key}=${quotedLiteral(text, '')}`],
    ...(isImmutable(target) && { options: { immutable: true } }),
  };
  const spelling = kustomization.spelling.get(field) ?? field;
  appendItem(context, file, [spelling], kustomization.node.entries.get(field), value);
  return { file, kind: 'entry' };
}

/** A merge takes all but data, labels and annotations from the new object: a Secret without a type is Opaque. */
function kept(target: Resource): { readonly type?: Json } {
  const type = entry(target.node, 'type');
  if (kindOf(target) !== 'Secret' || type === undefined || isNull(type)) return {};
  const said = toJson(type);
  return said === 'Opaque' ? {} : { type: said };
}

function isImmutable(target: Resource): boolean {
  const value = entry(target.node, 'immutable');
  return value?.kind === 'scalar' && value.value === true;
}
