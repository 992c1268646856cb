/** Values that an automation renews, by a mark in the text beside them. */

import { generatorFiles } from '../../../kustomize/file/generator-inputs.ts';
import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { at, type Node } from '../../../kustomize/tree/node.ts';
import { memoized } from '../../../text/memo.ts';
import type { Decision } from '../../model/decision.ts';
import { documentsIn } from '../manifests/documents.ts';
import { type ImagePolicies, questionOfPolicy } from './image-policies.ts';

/** A comment at the end of the line of a value, and the question that is left where it stands. */
interface Mark extends Decision {
  readonly sign: RegExp;
}

const MARKS: readonly Mark[] = [
  {
    // `# kpt-set: ghcr.io/acme/web:${tag}`, and `# {"$kpt-set":"tag"}` as it was before.
    sign: /#\s*(?:kpt-set:|\{\s*"(?:\$kpt-set|\$openapi|\$ref)"\s*:)/,
    about: 'values that setters of kpt write',
    question: 'a setter of kpt writes this value, by the comment behind it: should the setter say so?',
  },
  {
    // `# {"$imagepolicy": "namespace:policy"}`, by which Flux finds the values that it renews.
    sign: /#\s*\{\s*"\$[a-z]+"\s*:/,
    about: 'values with a marker of an automation',
    question:
      'an automation renews this value, by the marker behind it: should the policy that it follows say so (for digests: digestReflectionPolicy of an ImagePolicy), or should the marker go?',
  },
  {
    sign: /#.*\bx-release-please-(?:version|major|minor|patch)\b/,
    about: 'values that release-please writes',
    question: 'release-please writes this value, by the comment behind it: should the release say so?',
  },
];

/** `# renovate: datasource=docker depName=...`, which patterns of custom managers look for. */
const RENOVATE = /#\s*renovate:/i;

const BY_CUSTOM_MANAGER: Decision = {
  about: 'values that a custom manager of Renovate writes',
  known:
    'a custom manager of Renovate writes this value, by the comment at it, and its pattern need not know digests',
};

/** Whatever else a text holds, without one of these it holds no mark. */
const MAY_HOLD_MARKS = /"\$|kpt-set|x-release-please|#\s*renovate:/i;

const COMMENT_LINE = /^\s*#/;

/** The policy by which Flux renews an image. */
const IMAGE_POLICY = /#\s*\{\s*"\$imagepolicy"\s*:\s*"([\w.-]+:[\w.-]+(?::\w+)?)"/;

/**
 * What keeps others from writing a value; undefined where nothing does.
 *
 * @param policies those of Flux, which are looked for where one of them is meant
 */
export function markAt(
  files: Files,
  node: Node | undefined,
  policies: () => ImagePolicies,
): Decision | undefined {
  if (node?.kind !== 'scalar') return undefined;
  const { start, end } = node.origin;
  const text = textAround(files, node);
  if (text === undefined) return undefined;
  const behind = text.slice(start, endOfLine(text, end));
  const policy = IMAGE_POLICY.exec(behind)?.[1];
  if (policy !== undefined) return questionOfPolicy(policy, node.raw, policies());
  const mark = MARKS.find(({ sign }) => sign.test(behind));
  if (mark !== undefined) return { ...mark, names: [node.raw] };
  // Such a pattern takes what follows for the tag, unless it was written with digests in mind.
  if (RENOVATE.test(text.slice(startOfComments(text, start), endOfLine(text, end)))) return BY_CUSTOM_MANAGER;
  return undefined;
}

/** The text that the offsets of a node are about, where it holds marks: a file, or an inline text in one. */
function textAround(files: Files, { origin: { by } }: Node): string | undefined {
  const text = by.file === '' ? undefined : textWithMarks(files, by.file);
  const inline = 'inline' in by ? by.inline : null;
  if (text === undefined || !inline) return text;
  const scalar = at(documentsIn(files, by.file)[0], ...inline);
  return scalar?.kind === 'scalar' ? scalar.raw : undefined;
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
  const marked = text !== undefined && MAY_HOLD_MARKS.test(text) ? text : undefined;
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
