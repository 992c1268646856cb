/** Comments beside the user of a container, or above the container itself, that say it has to be root. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';
import { isPutOff } from './put-off.ts';

/** @param at `file:line` of what the comment is about */
export type RootNeeded = (at: string) => string | undefined;

const NEEDED =
  /\broot(?: user| privileges?| rights| access| permissions?)? (?:is |are )?(?:required|needed|necessary|mandatory)\b/i;
/** `needs root`, `must run as root`, and no root folder, certificate or file system. */
const NEEDS =
  /\b(?:needs?|requires?|must|has to|have to)(?: to)?(?: (?:run|be|start|stay|execute))?(?: as)? root\b(?![- ]?(?:ca|cert|cert\w+|dir\w*|file\w*|folder|fs|group|path|url|volume|level)\b)/i;
/** What is denied or asked is no reason. */
const OPEN = /\b(?:no|not|never|cannot|without)\b|n't\b|\bnon[- ]?root\b|\?/i;

export function rootNeeded(files: Files): RootNeeded {
  return at => {
    const [, file = '', number = ''] = /^(.+):(\d+)$/.exec(at) ?? [];
    const lines = linesOf(files.read(file) ?? '');
    const index = Number(number) - 1;
    const behind = /\s#\s*(.*)$/.exec(lines[index] ?? '')?.[1];
    return [behind, commentAbove(lines, index)].find(
      said =>
        said !== undefined && (NEEDED.test(said) || NEEDS.test(said)) && !OPEN.test(said) && !isPutOff(said),
    );
  };
}

/** The lines of a comment are one text: a reason may go over several of them. */
function commentAbove(lines: readonly string[], index: number): string | undefined {
  let first = index;
  while (first > 0 && /^\s*#/.test(lines[first - 1]!)) first--;
  if (first === index) return undefined;
  return lines
    .slice(first, index)
    .map(line => line.replace(/^\s*#+\s*/, '').trim())
    .join(' ');
}
