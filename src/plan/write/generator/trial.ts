/** Whether a way of writing a field does exactly that, tried on the texts before this round. */
import { withChanges } from '../../../kustomize/files/files.ts';
import type { Resource } from '../../../kustomize/object/resource.ts';
import { toJson } from '../../../kustomize/tree/node.ts';
import type { PlacedField } from '../../place/types.ts';
import { removeInNode, setInNode } from '../../rendered/change-tree.ts';
import { reaches } from '../../rendered/heights.ts';
import { sameJson } from '../../rendered/same-data.ts';
import { type Draft, EditRefused, newDraft } from '../draft/draft.ts';
import type { EmitContext } from '../draft/emit-context.ts';

export function holdsInTrial(
  { goal, level, value, serves }: PlacedField,
  write: (draft: Draft) => unknown,
  { evaluator }: EmitContext,
): boolean {
  const draft = newDraft(evaluator.files, new Map());
  try {
    write(draft);
  } catch (error) {
    if (error instanceof EditRefused) return false;
    throw error;
  }
  const files = withChanges(evaluator.files, new Map(draft.changed));
  const trial = evaluator.over(files, new Set(draft.changed.keys()));
  const isOurs = ({ source }: Resource) => source.id === goal.sourceId;
  return [...new Set(serves.map(({ root }) => root))].every(root => {
    const outcome = trial.evaluate(root.folder);
    if (outcome.state !== 'evaluated') return false;
    const before = root.accumulated.resources.filter(isOurs);
    const after = outcome.accumulated.resources.filter(isOurs);
    return (
      after.length === before.length &&
      before.every((old, i) => {
        const now = after[i];
        if (!now) return false;
        const wanted = !reaches({ accumulated: old }, level)
          ? old.node
          : goal.type === 'set'
            ? setInNode(old.node, goal.path, value, old.node.origin)
            : removeInNode(old.node, goal.path);
        return old.needsHash === now.needsHash && sameJson(toJson(wanted), toJson(now.node));
      })
    );
  });
}
