/** Text of a file that did not exist. */
import { isCollection, isEmptyCollection, type Json, toData } from '../read/data.ts';
import { type Forms, formKey } from './forms.ts';
import { blockLines, inline } from './fragment.ts';
import type { Style } from './style.ts';

export interface NewFileStyle {
  readonly documentMarker: boolean;
  readonly indentSequences: boolean;
  /** Whether lists of plain values stand in one line. */
  readonly flowLists?: boolean;
  /** As the files beside it write short lists. */
  readonly forms?: Forms | undefined;
}

const STEP = 2;

/** One document in block style, with a final newline. */
export function newYamlFile(
  value: Json,
  { documentMarker, indentSequences, flowLists = false, forms }: NewFileStyle,
): string {
  const style: Style = {
    step: STEP,
    dash: indentSequences ? STEP : 0,
    quote: 'double',
    json: false,
    eol: '\n',
    flowLists,
    flowMaps: false,
    padLists: false,
    padMaps: true,
    itemQuote: null,
    // Maps in braces beside maps in lines read badly where nobody has written either.
    formOf: (key, isList) => (isList ? forms?.get(formKey(key, true)) : undefined),
    literals: true,
  };
  const data = toData(value);
  const lines =
    isCollection(data) && !isEmptyCollection(data) ? blockLines(data, 0, style) : [inline(data, style)];
  return `${documentMarker ? '---\n' : ''}${lines.join('\n')}\n`;
}
