/** One item more in a list of a kustomization. */
import type { Node } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import type { YamlPath } from '../../../yaml/edit/edit.ts';
import type { EmitContext } from './emit-context.ts';

/**
 * Appends to a list, or makes it.
 *
 * @param list the list as the draft has it now; undefined where it is not there
 */
export function appendItem(
  { draft, habits }: Pick<EmitContext, 'draft' | 'habits'>,
  file: string,
  path: YamlPath,
  list: Node | undefined,
  value: Json,
): void {
  draft.edit(
    file,
    [
      list?.kind === 'list'
        ? { op: 'insert', doc: 0, path, index: list.items.length, value }
        : { op: 'set', doc: 0, path, value: [value] },
    ],
    { indentSequences: habits.indentSequences },
  );
}
