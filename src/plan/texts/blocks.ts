/** The parts of a text by language: of a document its fenced blocks, and the prose around them. */
import type { TextBlock, TextLanguage } from '../../transform.ts';
import { languageOfBlock } from './language.ts';

export function blocksOf(text: string, language: TextLanguage): TextBlock[] {
  if (language !== 'markdown') return [{ language, start: 0, end: text.length, text }];
  const blocks: TextBlock[] = [];
  const add = (start: number, end: number, inner: TextLanguage) => {
    if (end > start) blocks.push({ language: inner, start, end, text: text.slice(start, end) });
  };
  let done = 0;
  for (const { start, end, info } of fencesIn(text)) {
    add(done, start, 'prose');
    add(start, end, languageOfBlock(info, text.slice(start, end)));
    done = end;
  }
  add(done, text.length, 'prose');
  return blocks;
}

interface Fence {
  readonly info: string;
  /** Of what stands between its fences. */
  readonly start: number;
  readonly end: number;
}

const OPENING = /^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(`{3,}|~{3,})([^`\r\n]*)\r?$/;

/** One that is not closed goes on to the end. */
export function fencesIn(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: { readonly mark: string; readonly info: string; readonly start: number } | undefined;
  let at = 0;
  for (const line of text.split('\n')) {
    const next = at + line.length + 1;
    const match = OPENING.exec(line);
    if (open === undefined && match !== null) {
      open = { mark: match[1]!, info: match[2]!, start: Math.min(next, text.length) };
    } else if (open !== undefined && isClosing(line, open.mark)) {
      fences.push({ info: open.info, start: open.start, end: at });
      open = undefined;
    }
    at = next;
  }
  if (open !== undefined) fences.push({ info: open.info, start: open.start, end: text.length });
  return fences;
}

function isClosing(line: string, mark: string): boolean {
  const closing = line.replace(/^[ \t>]*/, '').trimEnd();
  return closing.length >= mark.length && closing === mark[0]!.repeat(closing.length);
}
