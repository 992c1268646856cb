/** A Dockerfile as a list of instructions. Nothing of it runs. */

export interface Instruction {
  /** In capitals. */
  readonly word: string;
  /** What follows on its line, lines that continue it and texts that are written into it (`<<EOF`) included. */
  readonly rest: string;
  /** Counted from 1. */
  readonly line: number;
  /** The file that COPY or ADD has written into it, where it is one and no variable is part of it. */
  readonly text?: string | undefined;
}

/** A word of its own, as BuildKit has it: neither `<<< word` nor `$((1 << 2))`. */
const HERE_TEXT = /(?<=^|\s)\d*<<-?(["']?)([A-Za-z_]\w*)\1(?=\s|$)/g;

/**
 * Instructions in their order. Comments go, also between the lines of one instruction.
 *
 * @returns nothing where Docker refuses the file: half of it would say what the image is not
 */
export function instructionsOf(text: string): Instruction[] {
  const lines = text.split(/\r?\n/);
  const found: Instruction[] = [];
  let index = 0;
  while (index < lines.length) {
    // Comments and empty lines may stand before an instruction.
    if (/^\s*(?:#|$)/.test(lines[index]!)) {
      index++;
      continue;
    }
    const line = index + 1;
    const parts: string[] = [];
    let isOpen = true;
    for (; isOpen && index < lines.length; index++) {
      const each = lines[index]!;
      if (/^\s*#/.test(each) || (parts.length > 0 && each.trim() === '')) continue;
      isOpen = /\\[ \t]*$/.test(each);
      parts.push(each.replace(/\\[ \t]*$/, ''));
    }
    const [, word, head] = /^([A-Za-z]+)\s+(.*)$/.exec(parts.join(' ').trim()) ?? [];
    if (word === undefined) continue;
    const marks = /^(?:RUN|COPY|ADD)$/i.test(word) ? [...head!.matchAll(HERE_TEXT)] : [];
    const texts: string[] = [];
    for (const [, , end = ''] of marks) {
      const last = indexFrom(lines, index, each => each.trim() === end);
      // A text without an end.
      if (last < 0) return [];
      texts.push(...lines.slice(index, last));
      index = last + 1;
    }
    // The texts of a script are its commands; those of a file are what it holds, and no word of the instruction.
    const isScript = word.toUpperCase() === 'RUN';
    const rest = isScript ? [head!.replace(HERE_TEXT, ''), ...texts].join('\n') : head!;
    const text = isScript || marks.length !== 1 ? undefined : texts.join('\n');
    const isAsItIs = marks[0]?.[1] !== '' || text?.includes('$') === false;
    found.push({ word: word.toUpperCase(), rest, line, ...(text !== undefined && isAsItIs && { text }) });
  }
  return found;
}

/** The first line from one on that a test holds for; -1 for none. */
function indexFrom(lines: readonly string[], from: number, test: (line: string) => boolean): number {
  for (let index = from; index < lines.length; index++) if (test(lines[index]!)) return index;
  return -1;
}

/** The words of an instruction: a JSON list, or words as a shell takes them apart. */
export function wordsOf(text: string): readonly string[] {
  const list = listIn(text);
  if (list !== undefined) return list;
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(
      /"((?:\\.|[^"\\])*)"|'([^']*)'/g,
      (_, double?: string, single?: string) => double ?? single ?? '',
    ),
  );
}

/** The JSON list that an instruction is written as; undefined where it is a line for a shell. */
export function listIn(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(each => typeof each === 'string') ? list : undefined;
  } catch (error) {
    // Docker takes what is no JSON for words of a shell.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `$NAME`, `${NAME}` and `${NAME:-default}`; what nobody has set stays as it is, and is no number then. */
export function substituted(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (all, plain?: string, braced?: string, otherwise?: string) =>
      values.get(plain ?? braced ?? '') ?? otherwise ?? all,
  );
}
