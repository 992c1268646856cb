/** The documents of a YAML stream, counted as kustomize counts them. */

export interface DocumentSpan {
  /** Behind the separator line (and the byte order mark). */
  readonly start: number;
  /** In front of the next separator line, or the end of the text. */
  readonly end: number;
}

const SEPARATOR = /\n---([^\n]*)\n/g;

/**
 * Cuts a stream at its `---` lines and leaves out what holds only blanks and comments.
 * A `---` line at the very start belongs to the first document.
 */
export function splitDocuments(text: string): DocumentSpan[] {
  const spans: DocumentSpan[] = [];
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const add = (end: number) => {
    if (!isBlank(text.slice(start, end))) spans.push({ start, end });
  };
  SEPARATOR.lastIndex = 0;
  for (let match = SEPARATOR.exec(text); match; match = SEPARATOR.exec(text)) {
    add(match.index + 1);
    start = match.index + match[0].length;
    // The newline that ends this separator may begin the next one.
    SEPARATOR.lastIndex = start - 1;
  }
  add(text.length);
  return spans;
}

/** Offset of the first separator line that carries content (`--- {a: 1}`), which kustomize refuses; or -1. */
export function contentOnSeparator(text: string): number {
  // The line break that ends one separator may begin the next.
  for (const match of text.matchAll(/\n---([^\n]*)(?=\n)/g)) {
    const rest = match[1]!.trim();
    if (rest !== '' && !rest.startsWith('#')) return match.index + 1;
  }
  return -1;
}

function isBlank(text: string): boolean {
  // Nearly every document shows in its first line that it is none: only the lines up to content are looked at.
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end).trim();
    if (line !== '' && !line.startsWith('#') && !/^---(?:\s+#.*)?$/.test(line)) return false;
    start = end + 1;
  }
  return true;
}
