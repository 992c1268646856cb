/** What must not be printed of a repository: asked by every printer, and by the streams of the program. */

import type { Found } from '../../credentials/found.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import { sourceText } from '../../text/source-text.ts';
import { collectSecrets, type TextMemory } from './collect.ts';
import type { Find } from './finder.ts';
import { finderOf, type Mask, newMask } from './mask.ts';
import { secretNodesIn } from './nodes.ts';
import { secretsOfText } from './text-secrets.ts';

export interface Secrets {
  /** The text with every secret that stands in it hidden. */
  readonly mask: Mask;
  /** Where a text shows what is known of the repository. */
  readonly find: Find;
  /** Files of which every line is secret. */
  readonly files: ReadonlySet<string>;
}

/** Nothing is known but what shows by itself. */
export const NO_SECRETS: Secrets = secretsFrom([], new Set());

/**
 * Of everything that a workspace holds.
 *
 * @param memory of an earlier look at it; made anew in place
 */
export function secretsOf(files: Files, paths: readonly string[], memory?: TextMemory): Secrets {
  const { values, files: secretFiles } = collectSecrets(files, paths, memory);
  return secretsFrom(values, secretFiles);
}

function secretsFrom(values: Iterable<string>, files: ReadonlySet<string>): Secrets {
  const find = finderOf(values);
  return { mask: newMask(find), find, files };
}

/** Scalars of rendered objects: secret as a whole, with what each of them replaced, and those of which parts are. */
export function secretNodes(roots: readonly Node[]): {
  readonly whole: ReadonlySet<Node>;
  readonly parts: ReadonlyMap<Node, readonly Found[]>;
} {
  const whole = new Set<Node>();
  const partly = new Map<Node, Found[]>();
  for (const root of roots) {
    for (const { node, parts, isWhole } of secretNodesIn(root)) {
      if (!isWhole) partly.set(node, [...(partly.get(node) ?? []), ...parts]);
      for (let each: Node | null = isWhole ? node : null; each !== null; each = each.over) whole.add(each);
    }
  }
  return { whole, parts: partly };
}

/** Secrets of rendered objects beside those of the texts: what a patch or a replacement has put together. */
export function finderOfNodes(roots: readonly Node[]): Find {
  const parts = roots.flatMap(root => secretNodesIn(root).flatMap(node => node.parts));
  return finderOf(parts.map(({ value }) => value));
}

/** Line numbers of a text, from 1, that show a secret. */
export function secretLines(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  const { spans } = secretsOfText(text);
  if (spans.length === 0) return found;
  const lines = sourceText(text);
  let done = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= done) continue;
    const last = lines.position(Math.max(end - 1, start)).line;
    for (let { line } = lines.position(Math.max(start, done)); line <= last; line++) found.add(line);
    done = end;
  }
  return found;
}
