/** Settings of a program's configuration, with the places of their lines that say them. */

/** One setting. All but the first line of a longer value follows its line. */
export interface Setting {
  /** `['sinks', 'logs', 'bulk', 'index']`, whichever way it is written. */
  readonly path: readonly string[];
  /** As it is written, without the comment behind it. */
  readonly raw: string;
  readonly line: number;
  /** Columns: of the last word of the key, and of the value, which is empty where lines below say it. */
  readonly key: Span;
  readonly value: Span;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Settings {
  readonly form: 'toml' | 'yaml';
  /** Without their ends. */
  readonly lines: readonly string[];
  /** What ends each of them but the last. */
  readonly breaks: readonly string[];
  readonly all: readonly Setting[];
}

/** Other lines in place of one. */
export interface Edit {
  readonly line: number;
  readonly lines: readonly string[];
}

export function linesIn(text: string): Pick<Settings, 'lines' | 'breaks'> {
  return { lines: text.split(/\r?\n/), breaks: text.match(/\r?\n/g) ?? [] };
}

/** The text with edits of different lines: a new one begins as that in whose place it is. */
export function edited(
  { lines, breaks }: Pick<Settings, 'lines' | 'breaks'>,
  edits: readonly Edit[],
): string {
  const others = new Map(edits.map(each => [each.line, each.lines]));
  return lines
    .flatMap((line, number) => {
      const before = breaks[number - 1] ?? breaks[0] ?? '\n';
      return (others.get(number) ?? [line]).map(each => before + each);
    })
    .join('')
    .replace(/^\r?\n/, '');
}

/** A line with something else in a span of it. */
export function spliced(line: string, { start, end }: Span, text: string): string {
  return line.slice(0, start) + text + line.slice(end);
}

/** What a value says, where it is one text or word without escapes. */
export function textOf({ raw }: Setting): string | undefined {
  if (raw === '' || raw.includes('\n')) return undefined;
  const [quote] = raw;
  if (quote !== '"' && quote !== "'") return /[[{]/.test(quote!) ? undefined : raw;
  const inner = raw.slice(1, -1);
  return inner.includes('\\') || inner.includes(quote) ? undefined : inner;
}

/** Another text in the quotes of the value. */
export function inQuotesOf({ raw }: Setting, text: string): string {
  const quote = /^["']/.exec(raw)?.[0] ?? '';
  return quote + text + quote;
}
