/** Text of a file that did not exist: the only place beside fragments where YAML is printed whole. */
import { stringify } from 'yaml';
import type { Json } from './edit.ts';

export interface NewFileStyle {
  readonly documentMarker: boolean;
  readonly indentSequences: boolean;
}

/** One document with a final newline. */
export function newYamlFile(value: Json, style: NewFileStyle): string {
  const text = stringify(value, {
    indentSeq: style.indentSequences,
    lineWidth: 0,
    // Readers of YAML 1.1 take `yes`, `on` or `012` for something else: such strings are quoted.
    compat: 'yaml-1.1',
    defaultStringType: 'PLAIN',
    defaultKeyType: 'PLAIN',
  });
  return style.documentMarker ? `---\n${text}` : text;
}
