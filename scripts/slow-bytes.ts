/** How much of a folder's YAML the fast reader leaves to the library, and for what. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseText } from '../src/kustomize/tree/parse.ts';
import { firstUnusual } from '../src/yaml/fast/raw-reader.ts';
import { YamlProblem } from '../src/yaml/read/problem.ts';
import { splitPieces } from '../src/yaml/read/read.ts';

/** What stands in the line in front of the place where the reader gave up, and behind it. */
const CAUSES: readonly (readonly [cause: string, line: RegExp])[] = [
  ['a line break of Windows', /\r/],
  ['an anchor or alias of a collection', /(?:^|\s)(?:&|<<: *\*)\S*\s*$/],
  ['an anchor or alias', /(?:^|\s)[&*][\w.-]/],
  ['a tag', /(?:^|\s)!/],
  ['a block text', /(?:^|\s)[|>][-+\d]*\s*(?:#.*)?$/],
  ['a text in quotes', /["']/],
  ['a flow collection', /[[{]/],
  ['a comment', /#/],
];

/** Bytes in all, and those of documents that fall back by cause, most first. */
export function slowBytes(folder: string): {
  readonly total: number;
  readonly slow: number;
  readonly causes: readonly (readonly [cause: string, bytes: number])[];
} {
  let total = 0;
  const causes = new Map<string, number>();
  for (const text of textsBelow(folder)) {
    for (const piece of pieces(text)) {
      const bytes = Buffer.byteLength(piece);
      const at = firstUnusual(piece);
      // Templates of charts are no YAML, to nobody.
      if (at !== undefined && !isYaml(piece)) continue;
      total += bytes;
      if (at === undefined) continue;
      const cause = causeAt(piece, at);
      causes.set(cause, (causes.get(cause) ?? 0) + bytes);
    }
  }
  const sorted = [...causes].sort(([, a], [, b]) => b - a);
  return { total, slow: sorted.reduce((sum, [, bytes]) => sum + bytes, 0), causes: sorted };
}

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.ya?ml$|^Kustomization$/.test(entry.name))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

/** None of a text that kustomize refuses to cut. */
function pieces(text: string): string[] {
  try {
    return splitPieces(text).map(piece => piece.text);
  } catch (error) {
    if (error instanceof YamlProblem) return [];
    throw error;
  }
}

function isYaml(piece: string): boolean {
  try {
    parseText(piece, 'resource', doc => ({ type: 'source', file: '', doc }));
    return true;
  } catch (error) {
    if (error instanceof YamlProblem) return false;
    throw error;
  }
}

function causeAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? text.length : end);
  if (/\n[ \t]*#[^\n]*\n$/.test(text.slice(0, start))) return 'a comment at another column';
  return CAUSES.find(([, pattern]) => pattern.test(line))?.[0] ?? 'something else';
}
