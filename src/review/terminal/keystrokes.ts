/** What a terminal sends, as keys. */

const NAMED: Readonly<Record<string, string>> = {
  '\u0003': 'interrupt',
  '\u0015': 'clear',
  '\u0004': 'interrupt',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\r': 'enter',
  '\n': 'enter',
  '\u001b': 'escape',
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  '\u001b[H': 'home',
  '\u001bOH': 'home',
  '\u001b[1~': 'home',
  '\u001b[7~': 'home',
  '\u001b[F': 'end',
  '\u001bOF': 'end',
  '\u001b[4~': 'end',
  '\u001b[8~': 'end',
  '\u001b[5~': 'page-up',
  '\u001b[6~': 'page-down',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal sends
const KEYS = /\u001b\[[0-9;?]*[~A-Za-z]|\u001bO[A-Za-z]|./gsu;

/** Every key of a text, in order; those that have no meaning anywhere are left out. */
export function keysIn(text: string): string[] {
  return [...text.matchAll(KEYS)].flatMap(([sent]) => NAMED[sent] ?? (isPlain(sent) ? [sent] : []));
}

function isPlain(sent: string): boolean {
  return [...sent].length === 1 && sent >= ' ';
}
