/** Variables in the text of a file that builds images: those that it sets itself, and to one text only. */
import { OPEN } from './build.ts';

/** Values by name; several where a loop or a matrix goes through them. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** `NAME=value` of a shell, `NAME ?= value` of make, `NAME := value` of just, `NAME: value` of `env:` and `variables:`. */
const ASSIGNMENT =
  /^[ \t]*(?:-[ \t]+)?(?:(?:export|local|readonly|declare)[ \t]+)?([A-Za-z_]\w*)(?:[ \t]*(?:\?|::?|)=|:[ \t])(.*)$/gm;
const LOOP = /^[ \t]*for[ \t]+(\w+)[ \t]+in[ \t]+([^;\n]+)/gm;

/** Where a pipeline has the repository. */
const TOPS: readonly (readonly [string, readonly string[]])[] = [
  ['CI_PROJECT_DIR', ['.']],
  ['GITHUB_WORKSPACE', ['.']],
  ['github.workspace', ['.']],
];

/** What a text gives its variables: a name with different values in different places says nothing. */
export function valuesIn(text: string): Values {
  const found = new Map<string, Set<string>>();
  for (const [, name = '', written = ''] of text.matchAll(ASSIGNMENT)) {
    const values = found.get(name) ?? new Set();
    const value = unquoted(written.split(' #')[0]!.trim());
    // What is left of quotes shows several words, or a command.
    if (value !== '') values.add(/["']/.test(value) ? OPEN : value);
    found.set(name, values);
  }
  const values = new Map<string, readonly string[]>(TOPS);
  for (const [name, all] of found) if (all.size === 1) values.set(name, [...all]);
  for (const [, name = '', words = ''] of text.matchAll(LOOP)) {
    if (!/[$`*?{]/.test(words)) values.set(name, words.trim().split(/\s+/).map(unquoted));
  }
  return values;
}

/**
 * `${NAME}`, `$NAME`, `$(NAME)`, `{{NAME}}`, `${NAME:-default}`, `${{ env.NAME }}`, `${{ matrix.NAME || 'default' }}`; `$$NAME` is
 * make's for the shell.
 */
const VARIABLE =
  /\$\{\{\s*(?:env\.|matrix\.)?([\w.-]+)\s*\}\}|\$\{\{\s*(?:env|matrix)\.([\w.-]+)\s*\|\|\s*'([^']*)'\s*\}\}|\$?\$\{(\w+)(?::?-([^${}]*))?\}|\$\((\w+)\)|\{\{\s*(\w+)\s*\}\}|\$?\$(\w+)|\$?\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|`[^`]*`/g;

/** How deep variables stand in each other's values. */
const DEPTH = 5;
/** More rows than anybody builds images from. */
const MOST = 200;
/** Longer than any name or path: values that name each other would multiply. */
const LONGEST = 4096;

/** A text with its variables replaced, once for each value of a loop; {@link OPEN} for what nobody says. */
export function filledIn(text: string, values: Values): readonly string[] {
  const loops = [...values].filter(([, all]) => all.length > 1);
  let rows: Map<string, string>[] = [new Map()];
  for (const [name, all] of loops) {
    if (!text.includes(name)) continue;
    rows = rows.flatMap(row => all.map(value => new Map(row).set(name, value))).slice(0, MOST);
  }
  const single = (name: string, row: ReadonlyMap<string, string>) => {
    const all = values.get(name);
    return row.get(name) ?? (all?.length === 1 ? all[0] : undefined);
  };
  return rows.map(row => {
    let filled = text;
    for (let depth = 0; depth < DEPTH && VARIABLE.test(filled); depth++) {
      VARIABLE.lastIndex = 0;
      if (filled.length > LONGEST) return OPEN;
      filled = filled.replace(VARIABLE, (_, ...groups: (string | undefined)[]) => {
        const [action, optional, instead, braced, otherwise, called, templated, plain] = groups;
        const name = action ?? optional ?? braced ?? called ?? templated ?? plain;
        const value = name === undefined ? undefined : single(name, row);
        return value ?? instead ?? otherwise ?? OPEN;
      });
    }
    return filled;
  });
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/, '$2');
}
