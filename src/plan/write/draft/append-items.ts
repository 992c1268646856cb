/** Items more in a list of a kustomization. */
import type { Node } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import type { YamlEdit, YamlPath } from '../../../yaml/edit/edit.ts';
import type { EmitContext } from './emit-context.ts';

/**
 * Adds to a list, or makes it.
 *
 * @param list the list as the draft has it now; undefined where it is not there
 * @param at in front of which item; left out behind all of them
 */
export function appendItems(
  { draft, habits }: Pick<EmitContext, 'draft' | 'habits'>,
  file: string,
  path: YamlPath,
  list: Node | undefined,
  values: readonly Json[],
  at?: number,
): void {
  const insert = (index: number, items: readonly Json[]): YamlEdit[] =>
    items.length === 0 ? [] : [{ op: 'insert', doc: 0, path, index, values: items }];
  const edits: YamlEdit[] =
    list?.kind === 'list'
      ? insert(at ?? list.items.length, values)
      : [{ op: 'set', doc: 0, path, value: values.slice(0, 1) }, ...insert(1, values.slice(1))];
  draft.edit(file, edits, { indentSequences: habits.indentSequences });
}
