/**
 * What of a patch can be shown where some of its lines cannot: hunks are cut at these lines, and what is left of them
 * still applies.
 */
import type { StructuredPatchHunk } from 'diff';

const CONTEXT = 3;

export interface PatchLine {
  readonly text: string;
  /** From 1, in the old text and in the new one; undefined where the line does not stand there. */
  readonly old: number | undefined;
  readonly now: number | undefined;
}

export interface ShownHunks {
  readonly hunks: readonly StructuredPatchHunk[];
  /** Changes that are in none of them. */
  readonly hidden: number;
}

export function shownHunks(
  hunks: readonly StructuredPatchHunk[],
  isHidden: (line: PatchLine) => boolean,
): ShownHunks {
  const shown: StructuredPatchHunk[] = [];
  let hidden = 0;
  // Lines that hidden changes would have brought.
  let missing = 0;
  for (const hunk of hunks) {
    const blocks = blocksOf(hunk);
    const isCut = blocks.map(({ lines }) => lines.some(isHidden));
    if (!isCut.includes(true)) {
      shown.push(missing === 0 ? hunk : { ...hunk, newStart: hunk.newStart - missing });
      continue;
    }
    for (const part of partsBetween(blocks, isCut)) {
      const lines = part.isCut ? null : applicable(part);
      if (lines === null) {
        const changes = part.blocks.filter(({ isChange }) => isChange);
        hidden += changes.length;
        missing += changes.reduce((sum, block) => sum + growthOf(block), 0);
      } else if (lines.length > 0) shown.push(hunkOf(lines, missing));
    }
  }
  return { hunks: shown, hidden };
}

/** A line that stays, or changes without one between them: they are shown together. */
interface Block {
  readonly isChange: boolean;
  readonly lines: readonly NumberedLine[];
}

interface NumberedLine extends PatchLine {
  /** As the hunk has it. */
  readonly written: string;
  /** Of the next lines, on either side. */
  readonly at: readonly [old: number, now: number];
}

function blocksOf({ lines, oldStart, newStart }: StructuredPatchHunk): Block[] {
  const blocks: { isChange: boolean; lines: NumberedLine[] }[] = [];
  let [old, now] = [oldStart, newStart];
  for (const written of lines) {
    const [sign, last] = [written[0], blocks.at(-1)];
    const isOld = sign === ' ' || sign === '-';
    const isNew = sign === ' ' || sign === '+';
    const line: NumberedLine = {
      written,
      text: written.slice(1),
      old: isOld ? old : undefined,
      now: isNew ? now : undefined,
      at: [old, now],
    };
    if (isOld) old++;
    if (isNew) now++;
    const isChange = sign === '-' || sign === '+';
    // `\ No newline at end of file` belongs to the line before.
    if (last !== undefined && (sign === '\\' || (isChange && last.isChange))) last.lines.push(line);
    else blocks.push({ isChange, lines: [line] });
  }
  return blocks;
}

interface Part {
  readonly blocks: readonly Block[];
  readonly isCut: boolean;
  /** Whether the hunk ends there, and not a cut. */
  readonly isEnd: boolean;
}

/** What is cut out, block by block, and all that stands between. */
function partsBetween(blocks: readonly Block[], isCut: readonly boolean[]): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (let at = 0; at <= blocks.length; at++) {
    if (at < blocks.length && !isCut[at]) continue;
    parts.push({ blocks: blocks.slice(start, at), isCut: false, isEnd: at === blocks.length });
    if (at < blocks.length) parts.push({ blocks: [blocks[at]!], isCut: true, isEnd: false });
    start = at + 1;
  }
  return parts;
}

/**
 * The lines of a part, none where it changes nothing; null where it would not apply: without a line behind its last
 * change a hunk stands at the end of a file, and with more lines before the change than behind it `patch` thinks so too; without any it could stand anywhere.
 */
function applicable({ blocks, isEnd }: Part): readonly NumberedLine[] | null {
  const first = blocks.findIndex(({ isChange }) => isChange);
  if (first < 0) return [];
  const last = blocks.findLastIndex(({ isChange }) => isChange);
  const behind = Math.min(blocks.length - 1 - last, CONTEXT);
  if (behind === 0 && !isEnd) return null;
  const before = Math.min(first, isEnd ? CONTEXT : behind);
  if (before + behind === 0) return null;
  return blocks.slice(first - before, last + 1 + behind).flatMap(({ lines }) => lines);
}

function growthOf({ lines }: Block): number {
  return lines.reduce(
    (sum, { old, now }) => sum + (now === undefined ? 0 : 1) - (old === undefined ? 0 : 1),
    0,
  );
}

function hunkOf(lines: readonly NumberedLine[], missing: number): StructuredPatchHunk {
  const [oldStart, newStart] = lines[0]!.at;
  return {
    oldStart,
    oldLines: lines.filter(({ old }) => old !== undefined).length,
    newStart: newStart - missing,
    newLines: lines.filter(({ now }) => now !== undefined).length,
    lines: lines.map(({ written }) => written),
  };
}
