/** Comments of a manifest that speak of the quota or the limits of its namespace as of something that is there. */

import type { Files } from '../../../../kustomize/files/files.ts';
import { linesOf } from '../../../../text/lines.ts';
import type { BoundKind } from '../../../../transform.ts';

/** @param file a manifest with pods of the namespace */
export type BoundSaid = (kind: BoundKind, file: string) => string | undefined;

const WHOSE = String.raw`\b(?:a|the|our|its|this) (?:namespace|project|cluster|team)(?:'s)?`;
const SAID: Readonly<Partial<Record<BoundKind, RegExp>>> = {
  LimitRange: new RegExp(
    String.raw`${WHOSE} limit ?range\b|\blimit ?range (?:injects?|sets?|gives?|applies|enforces?|caps?)\b`,
    'i',
  ),
  ResourceQuota: new RegExp(
    String.raw`${WHOSE} (?:resource ?)?quota\b|\b(?:resource ?)?quota of (?:the|this) (?:namespace|project|cluster)\b`,
    'i',
  ),
};
/** What is not there yet, in front of it. */
const OPEN = /\b(?:no|without|needs?|should|would|could|add|if|once|unless|todo)\b[^.;]{0,40}$/i;

export function boundSaid(files: Files): BoundSaid {
  return (kind, file) => {
    const expression = SAID[kind];
    const text = files.read(file) ?? '';
    if (expression === undefined || !/limit ?range|quota/i.test(text)) return undefined;
    const found = blocksOf(linesOf(text)).find(({ said }) => {
      const match = expression.exec(said);
      return match !== null && !OPEN.test(said.slice(0, match.index));
    });
    return found && `${file}:${found.line}`;
  };
}

/** Comments that stand together, as one text: sentences go on in the next line. */
function blocksOf(lines: readonly string[]): readonly { readonly line: number; readonly said: string }[] {
  const blocks: { line: number; said: string }[] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    const said = /^\s*#+\s*(.*)$/.exec(line)?.[1];
    if (said !== undefined && isOpen) blocks.at(-1)!.said += ` ${said}`;
    else if (said !== undefined) blocks.push({ line: index + 1, said });
    isOpen = said !== undefined;
  }
  return blocks;
}
