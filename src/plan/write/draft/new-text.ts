/** Text of a new file as the repository begins its files. */
import { folderOf } from '../../../kustomize/files/files.ts';
import type { Json } from '../../../transform.ts';
import { newYamlFile } from '../../../yaml/edit/new-file.ts';
import type { EmitContext } from './emit-context.ts';

/** With the licence that all its neighbours begin with; its marker is that of theirs, then. */
export function newText(file: string, value: Json, { habits }: Pick<EmitContext, 'habits'>): string {
  const header = habits.headerIn(folderOf(file));
  const style = { ...habits, forms: habits.formsFor(file) };
  if (header === '') return newYamlFile(value, style);
  return header + newYamlFile(value, { ...style, documentMarker: false });
}
