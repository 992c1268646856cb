/** YAML by its lines, in blocks as configurations are written. */

import { linesIn, type Setting, type Settings } from './settings.ts';

const BLANK = /^\s*(?:#.*)?$/;
const KEY = /^( *)([\w./-]+|"[^"\\]*"|'[^']*')[ ]*:(?: +|$)/;
const ITEM = /^( *)-(?: |$)/;
/** A text in quotes, or a word with more behind it; what is left is space and perhaps a comment. */
const VALUE = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#](?:[^#]|(?<=\S)#)*?)?[ \t]*(?:(?<=^|\s)#.*)?$/;

interface Open {
  readonly indent: number;
  readonly key: string;
}

/** Undefined where a line is not understood: then nothing else of it is either. What is within lists is left out. */
export function readYaml(text: string): Settings | undefined {
  const { lines, breaks } = linesIn(text);
  const all: Setting[] = [];
  const open: Open[] = [];
  for (let line = 0; line < lines.length; line++) {
    const written = lines[line]!;
    if (BLANK.test(written) || (line === 0 && /^---\s*$/.test(written))) continue;
    const [whole, indent = '', key = ''] = KEY.exec(written) ?? [];
    const [, value = ''] = (whole === undefined ? undefined : VALUE.exec(written.slice(whole.length))) ?? [];
    // Anchors, aliases and tags say something elsewhere.
    if (whole === undefined || !VALUE.test(written.slice(whole.length)) || /^[&*!]/.test(value)) {
      return undefined;
    }
    if (/^[[{]/.test(value) && !/[\]}]$/.test(value)) return undefined;
    while ((open.at(-1)?.indent ?? -1) >= indent.length) open.pop();
    const name = key.replace(/^(["'])(.*)\1$/, '$2');
    const below = belowOf(lines, line, indent.length, value);
    all.push({
      path: [...open.map(each => each.key), name],
      raw: below.length > 0 ? ['', ...below].join('\n') : value,
      line,
      key: { start: indent.length, end: indent.length + key.length },
      value: { start: whole.length, end: whole.length + value.length },
    });
    if (below.length === 0 && value === '') open.push({ indent: indent.length, key: name });
    line += below.length;
  }
  return { form: 'yaml', lines, breaks, all };
}

/** Lines of a list or a long text below a key, which say no settings. */
function belowOf(lines: readonly string[], line: number, indent: number, value: string): readonly string[] {
  const rest = lines.slice(line + 1);
  const isText = /^[|>]/.test(value);
  const first = rest.find(each => !BLANK.test(each));
  const item = value === '' && first !== undefined ? ITEM.exec(first)?.[1]?.length : undefined;
  if (!isText && (item === undefined || item < indent)) return [];
  const ends = (each: string) => {
    const own = /^ */.exec(each)![0].length;
    if (each.trim() === '') return false;
    return isText ? own <= indent : own < item! || (own === item && !ITEM.test(each) && !BLANK.test(each));
  };
  const end = rest.findIndex(ends);
  return end < 0 ? rest : rest.slice(0, end);
}
