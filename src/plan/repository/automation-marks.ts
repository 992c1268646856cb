/** Values that an automation renews, by a mark in the text beside them. */

import { generatorFiles } from '../../kustomize/file/generator-inputs.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import { memoized } from '../../text/memo.ts';

/** `# {"$imagepolicy": "namespace:policy"}`, by which Flux finds the values that it renews. */
const FLUX = /#\s*\{\s*"\$[a-z]+"\s*:/;

/** `# renovate: datasource=docker depName=...`, which patterns of custom managers look for. */
const RENOVATE = /#\s*renovate:/i;

const COMMENT_LINE = /^\s*#/;

/** What keeps others from writing a value, as the question that is left; undefined where nothing does. */
export function markAt(files: Files, node: Node | undefined): string | undefined {
  // Offsets inside inline texts mean nothing in the file.
  if (node?.kind !== 'scalar' || ('inline' in node.origin.by && node.origin.by.inline)) return undefined;
  const { by, start, end } = node.origin;
  const text = by.file === '' ? undefined : textWithMarks(files, by.file);
  if (text === undefined) return undefined;
  if (FLUX.test(text.slice(start, endOfLine(text, end))))
    return 'an automation writes this value, by the marker behind it: should its policy say so, or the marker go?';
  // Such a pattern takes what follows for the tag, unless it was written with digests in mind.
  if (RENOVATE.test(text.slice(startOfComments(text, start), endOfLine(text, end))))
    return 'a custom manager of Renovate writes this value, by the comment at it: does its pattern know digests?';
  return undefined;
}

/** Whether a value may come from a file with such a mark: in most workspaces nobody has to look for them. */
export function mayMeetMarks(files: Files, paths: readonly string[], graph: Graph): boolean {
  if (paths.some(path => /\.ya?ml$/.test(path) && holdsMarks(files, path))) return true;
  for (const { kustomization, files: named } of graph.nodes.values()) {
    if (!kustomization) continue;
    // Their configuration may name files of its own.
    const { entries } = kustomization.node;
    if (entries.has('generators') || entries.has('transformers')) return true;
    if ([...named, ...generatorFiles(kustomization)].some(path => holdsMarks(files, path))) return true;
  }
  return false;
}

/** Of the files of a workspace, which never change: hardly any holds marks, and every finding asks. */
const textsWithMarks = memoized((_: Files) => new Map<string, string | undefined>());

/** The text of a file that holds marks; undefined for all others. */
function textWithMarks(files: Files, file: string): string | undefined {
  const known = textsWithMarks(files);
  if (known.has(file)) return known.get(file);
  const text = files.read(file);
  const marked = text !== undefined && (text.includes('"$') || RENOVATE.test(text)) ? text : undefined;
  known.set(file, marked);
  return marked;
}

function holdsMarks(files: Files, file: string): boolean {
  return textWithMarks(files, file) !== undefined;
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Where the comment lines right above the line of an offset begin; without any, where the line does. */
function startOfComments(text: string, offset: number): number {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!COMMENT_LINE.test(text.slice(above, start))) break;
    start = above;
  }
  return start;
}
