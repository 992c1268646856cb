/** A number of pods becomes an entry of `replicas:`, as kustomizations say it (catalogue H3). */
import { DEFAULT_FIELD_SPECS } from '../../kustomize/data/field-specs.ts';
import { getText, itemsOf } from '../../kustomize/file/kustomization.ts';
import { selectsGvk } from '../../kustomize/object/id.ts';
import { allIds, nameOf, type Resource } from '../../kustomize/object/resource.ts';
import type { YamlEdit } from '../../yaml/edit/edit.ts';
import type { LayerLevel } from '../model/level.ts';
import type { Place } from '../model/result.ts';
import type { PlacedField } from '../place/types.ts';
import { resourceAt } from '../rendered/references.ts';
import type { EmitContext } from './draft/emit-context.ts';

/** How an entry of the layer can say it; null leaves it to a patch. */
export function replicasWay(item: PlacedField<LayerLevel>, context: EmitContext): (() => Place) | null {
  const { goal, level, object, value } = item;
  const [spec, field, ...below] = goal.path;
  if (spec !== 'spec' || field !== 'replicas' || below.length > 0) return null;
  if (goal.type !== 'set' || typeof value !== 'number') return null;
  const resource = resourceAt(context.evaluator, object.accumulated, level);
  if (resource === null || !isCounted(resource)) return null;
  const name = nameOf(resource);
  // An entry knows names alone: what else has this one would get the number too.
  const named = (context.evaluator.met(level.folder) ?? []).filter(
    each => isCounted(each) && allIds(each).some(id => id.name === name),
  );
  if (named.length !== 1) return null;
  const write = () => {
    const kustomization = context.draft.kustomization(level.folder);
    const items = itemsOf(kustomization, 'replicas');
    const key = kustomization.spelling.get('replicas') ?? 'replicas';
    const entry = { name, count: value };
    const edit: YamlEdit =
      items.length > 0
        ? { op: 'insert', doc: 0, path: [key], index: items.length, values: [entry] }
        : { op: 'set', doc: 0, path: [key], value: [entry] };
    context.draft.edit(kustomization.file, [edit], { indentSequences: context.habits.indentSequences });
    return { file: kustomization.file, kind: 'entry' } as const;
  };
  const isSaid = itemsOf(context.draft.kustomization(level.folder), 'replicas').some(
    ({ node }) => getText(node, 'name') === name,
  );
  return isSaid ? null : write;
}

function isCounted(resource: Resource): boolean {
  return DEFAULT_FIELD_SPECS.replicas.some(spec => allIds(resource).some(id => selectsGvk(id, spec)));
}
