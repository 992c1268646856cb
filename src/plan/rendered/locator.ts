/** `file:line` of the writer of a field, in the file as it is on disk. */

import type { Files } from '../../kustomize/files/files.ts';
import { entry, type MapNode } from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import { type SourceText, sourceText } from '../../text/source-text.ts';
import type { Splices } from '../../text/splice.ts';
import { offsetBefore } from '../../text/splice.ts';
import type { FieldPath } from '../../transform.ts';
import { sourceSpan } from '../../yaml/edit/edit.ts';
import { deepest, nodeAt } from './rendered.ts';

export interface Locator {
  /** Line of an offset, from 1. */
  line(file: string, offset: number): number;
  /** Where the field of an object is written, or its nearest ancestor. */
  where(object: MapNode, path: FieldPath): string;
}

/** What was there before a plan's rounds. */
export interface Before {
  readonly files: Files;
  /** What the rounds have done since. */
  readonly splices: Splices;
}

/**
 * @param files the texts that offsets count in
 * @param before where those texts are planned ones: lines are then those of the old texts, which people can open
 */
export function newLocator(files: Files, before?: Before): Locator {
  const texts = new Map<string, SourceText>();
  const lineOnDisk = (file: string, offset: number): number => {
    let text = texts.get(file);
    if (!text) {
      const content = before?.files.read(file) ?? files.read(file) ?? '';
      texts.set(file, (text = sourceText(content)));
    }
    return text.position(offset).line;
  };
  // Roots share the origins of what they share.
  const known = new WeakMap<Origin, string | null>();
  const placeOf = (origin: Origin): string | null => {
    let place = known.get(origin);
    if (place === undefined) {
      const { file } = origin.by;
      const offset = offsetOnDisk(before, file, offsetOf(origin, files));
      place = offset === null ? null : `${file}:${lineOnDisk(file, offset)}`;
      known.set(origin, place);
    }
    return place;
  };
  return {
    line: (file, offset) => lineOnDisk(file, offsetOnDisk(before, file, offset) ?? 0),
    where(object, path) {
      const { node, depth: most } = deepest(object, path);
      const last = most === 0 ? originAt(object, path, 0) : node.origin;
      const written = placeOf(last);
      if (written !== null) return written;
      const { by } = last;
      // What the plan has made stands nowhere yet: then its nearest ancestor that does, as far as the same file writes it. An
      // overlay that the plan extends is not the manifest below it.
      for (let depth = most - 1; depth >= 0; depth--) {
        const origin = originAt(object, path, depth);
        const place = origin.by.file === by.file ? placeOf(origin) : null;
        if (place !== null) return place;
      }
      return `${by.file}:1`;
    },
  };
}

/** A field stands where its key stands; an object where its kind does. */
function originAt(object: MapNode, path: FieldPath, depth: number): Origin {
  if (depth === 0) return (entry(object, 'kind') ?? object).origin;
  return (nodeAt(object, path.slice(0, depth)) ?? object).origin;
}

/** Offset in the file as it is on disk, or null when the plan has put there what is at the offset. */
function offsetOnDisk(before: Before | undefined, file: string, offset: number): number | null {
  const steps = before?.splices.get(file) ?? [];
  return steps.reduceRight<number | null>(
    (at, splices) => (at === null ? null : offsetBefore(splices, at)),
    offset,
  );
}

function offsetOf(origin: Origin, files: Files): number {
  const offset = origin.keyStart >= 0 ? origin.keyStart : origin.start;
  const { by } = origin;
  if (by.type !== 'patch' || by.inline === null) return offset;
  const text = files.read(by.file) ?? '';
  const scalar = sourceSpan(text, 0, by.inline);
  return scalar === null ? 0 : offsetInBlock(text, scalar, offset);
}

/** Offset in the file of one in the content of a block scalar: its lines are the file's, further to the right. */
function offsetInBlock(text: string, { start, end }: { start: number; end: number }, offset: number): number {
  let line = text.indexOf('\n', start) + 1;
  // A scalar of one line.
  if (line === 0 || line > end) return start;
  const [, blanks = ''] = /^(?:[ \t]*\r?\n)*( *)/.exec(text.slice(line, end)) ?? [];
  const indent = blanks.length;
  for (let rest = offset; ; ) {
    const next = text.indexOf('\n', line) + 1;
    const lineBreak = text[next - 2] === '\r' ? 2 : 1;
    // In the content every line ends with one character.
    const width = Math.max((next === 0 ? text.length : next - lineBreak) - line - indent, 0) + 1;
    if (rest < width || next === 0 || next >= end) return line + Math.min(indent + rest, end - line);
    rest -= width;
    line = next;
  }
}
