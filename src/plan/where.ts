/** `file:line` of the writer of a field. */

import type { Files } from '../kustomize/files.ts';
import { entry, type MapNode, type Origin } from '../kustomize/node.ts';
import { type SourceText, sourceText } from '../text/source-text.ts';
import type { FieldPath } from '../transform.ts';
import { sourceSpan } from '../yaml/edit.ts';
import { deepest } from './rendered.ts';

export interface Locator {
  /** `file:line` of an offset. */
  line(file: string, offset: number): number;
  /** Where the field of an object is written, or its nearest ancestor. */
  where(object: MapNode, path: FieldPath): string;
}

export function newLocator(files: Files): Locator {
  const texts = new Map<string, SourceText>();
  const line = (file: string, offset: number): number => {
    let text = texts.get(file);
    if (!text) texts.set(file, (text = sourceText(files.read(file) ?? '')));
    return text.position(offset).line;
  };
  return {
    line,
    where(object, path) {
      const { node, depth } = deepest(object, path);
      // A field stands where its key stands; an object where its kind does.
      const origin = depth === 0 ? (entry(object, 'kind') ?? node).origin : node.origin;
      return `${origin.by.file}:${lineOf(origin, files, line)}`;
    },
  };
}

function lineOf(origin: Origin, files: Files, line: (file: string, offset: number) => number): number {
  const offset = origin.keyStart >= 0 ? origin.keyStart : origin.start;
  if (origin.by.type !== 'patch' || origin.by.inline === null) return line(origin.by.file, offset);
  // Offsets of an inline patch count inside its scalar: its first line follows that of the key.
  const text = files.read(origin.by.file) ?? '';
  const scalar = sourceSpan(text, 0, origin.by.inline);
  return scalar ? scalar.line + 1 : 1;
}
