/**
 * YAML as people write it: data printed plainly, but for single places that are written in another of the forms that
 * YAML has, or say something odd (nothing, a key twice). Places are counted, so that a failure shrinks.
 */
import { stringify } from 'yaml';

export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };
type Fields = Readonly<Record<string, Data>>;
type Scalar = string | number | boolean | null;

/** One place that is written oddly: which text of a tree, which node of it, in which form, all counted around. */
export interface Oddity {
  readonly text: number;
  readonly place: number;
  readonly form: number;
}

/** Texts of one tree, in the order in which they are asked for. */
export function oddPrinter(oddities: readonly Oddity[]): (data: Data) => string {
  let texts = 0;
  return data => {
    const index = texts++;
    return new OddText(oddities.filter(({ text }) => text === index)).document(data);
  };
}

const WORDS = ['one', 'two words', 'x: y', '# no comment', '-', '  deeper'];

type Form = (value: string, pad: string) => string;

/** What stands behind the colon of a key for a text, lines that follow padded. */
const SCALARS: readonly Form[] = [
  value => ` ${JSON.stringify(value)}`,
  value => ` '${value.replaceAll("'", "''")}'`,
  (value, pad) => ` >-\n${pad}${value.trim()}`,
  (value, pad) => ` >\n${pad}${value.trim()}`,
  (value, pad) => ` |\n${pad}${value.trim()}`,
  (value, pad) => ` |+\n${pad}${value.trim()}\n`,
  (value, pad) => ` >+\n${pad}${value.trim()}\n`,
  (_, pad) => ` >\n${pad}one\n${pad}two\n\n${pad}  deeper\n${pad}three`,
  (_, pad) => ` >-\n${pad}  deeper first\n${pad}one`.replace('>-', '>2-'),
  (_, pad) => ` |\n${pad}${WORDS[0]}\n\n${pad}  ${WORDS[1]}\n${pad}${WORDS[3]}`,
  (_, pad) => ` one\n${pad}two\n\n${pad}three`,
  (_, pad) => ` "one\n${pad}two \n\n${pad}three"`,
  (_, pad) => ` "one \\\n${pad}\\ two\\\n${pad}three"`,
  (_, pad) => ` "one\n${pad}\ttwo"`,
  () => ' "one\n\ttwo"',
  (_, pad) => ` 'one\n${pad}\ttwo'`,
  (_, pad) => ` one\n${pad}\ttwo`,
  (_, pad) => ` 'it''s\n\n${pad}two'`,
  (_, pad) => `\n${pad}one\n${pad}two`,
  (_, pad) => `\n${pad}"one"`,
  () => '',
  () => ' null',
  () => ' ~',
  () => ' ""',
  () => ' !!str 12',
  () => ' 0x1F',
  () => ' 1_000',
  () => ' 2020-01-01',
  () => ' 1e3',
  () => ' one\ttwo',
  () => ' one # comment',
  () => ` ${'word '.repeat(25)}end`,
  () => ` "${'word  '.repeat(20)}end\\n"`,
  () => ' "\\u00e9 \\x41\\t"',
];
/** The first of them say the same text: all that names of objects may be written in. */
const SAME = 3;
const IDENTITY = new Set(['apiVersion', 'kind', 'name', 'namespace', '$patch', 'mountPath', 'op', 'path']);
/** Keys that are no texts without quotes, or not everywhere. */
const BARE = ['1', 'n', 'true', '~', '1_000', '2020-01-01', '"1"'];
const NOTHING = ['', ' null', ' ~'];

/** A class because the count of places and the anchors are state of the walk. */
class OddText {
  private readonly oddities: readonly Oddity[];
  private total = 0;
  private place = 0;
  private anchor: { readonly name: string; readonly isMap: boolean } | null = null;

  constructor(oddities: readonly Oddity[]) {
    this.oddities = oddities;
  }

  document(data: Data): string {
    this.total = count(data);
    const text = this.node(data, 0).replace(/^\n| /, '');
    return text.endsWith('\n') ? text : `${text}\n`;
  }

  /** The form of the place that is next, if it is an odd one. */
  private form(): number | undefined {
    const place = this.place++;
    return this.oddities.find(each => each.place % this.total === place)?.form;
  }

  /** What stands behind a colon; a block begins with a line break. */
  private node(data: Data, indent: number, key = ''): string {
    const form = this.form();
    const isScalar = typeof data !== 'object' || data === null;
    if (form !== undefined && form % 7 === 6 && !(isScalar && IDENTITY.has(key)))
      return this.anchored(data, indent, form);
    if (Array.isArray(data)) return this.list(data, indent, form);
    if (isMap(data)) return this.map(data, indent, form);
    if (form === undefined) return ` ${plain(data as Scalar)}`;
    if (data === null) return NOTHING[form % NOTHING.length]!;
    return SCALARS[form % (IDENTITY.has(key) ? SAME : SCALARS.length)]!(
      String(data ?? ''),
      ' '.repeat(indent + 1),
    );
  }

  /** An anchor, or where there is one already an alias to it. */
  private anchored(data: Data, indent: number, form: number): string {
    if (this.anchor && form % 2 === 0 && this.anchor.isMap === isMap(data) && !Array.isArray(data)) {
      this.place += count(data) - 1;
      return ` *${this.anchor.name}`;
    }
    const name = `a${this.place}`;
    this.place--;
    const written = this.oddly(data, indent);
    this.anchor = { name, isMap: isMap(data) };
    return ` &${name}${written}`;
  }

  /** The same node without its oddity. */
  private oddly(data: Data, indent: number): string {
    this.place++;
    if (Array.isArray(data)) return this.list(data, indent, undefined);
    if (isMap(data)) return this.map(data, indent, undefined);
    return ` ${plain(data as Scalar)}`;
  }

  private map(data: Fields, indent: number, form: number | undefined): string {
    const keys = Object.keys(data);
    const special = form === undefined ? -1 : form % 14;
    if (special === 0) return this.skipped(data, ` ${flow(data)}`);
    if (special === 1)
      return this.skipped(data, ` ${flow(data).replaceAll(', ', `,\n${' '.repeat(indent + 1)}`)}`);
    if (special === 2) return this.skipped(data, '');
    if (special === 3) return this.skipped(data, ' {}');
    if (special === 4) return this.skipped(data, ' null');
    if (special === 12) return this.skipped(data, ' no map');
    if (special === 13) return this.skipped(data, ' [no, map]');
    const pad = ' '.repeat(indent);
    const lines = keys.map((key, index) => {
      const name = special === 5 && index === 0 ? JSON.stringify(key) : plain(key);
      return `${pad}${name}:${this.node(data[key]!, indent + 2, key)}`;
    });
    const [first = 'extra'] = keys;
    if (special === 6) lines.push(`${pad}${BARE[form! % BARE.length]}: bare`);
    if (special === 7 && first in data) lines.push(`${pad}${plain(first)}: ${flow(data[first]!)}`);
    if (special === 8) lines.push(`${pad}${plain(first)}:`);
    if (special === 9) lines.push(`${pad}extra:`);
    if (special === 10)
      lines.push(`${pad}<<: ${this.anchor?.isMap ? `*${this.anchor.name}` : '{extra: merged}'}`);
    if (special === 11 && isMap(data[first])) lines.push(`${pad}${plain(first)}: {extra: again}`);
    return lines.length === 0 ? ' {}' : `\n${lines.join('\n')}`;
  }

  private list(data: readonly Data[], indent: number, form: number | undefined): string {
    const special = form === undefined ? -1 : form % 8;
    if (special === 0) return this.skipped(data, ` ${flow(data)}`);
    if (special === 1) return this.skipped(data, '');
    if (special === 2) return this.skipped(data, ' []');
    const pad = ' '.repeat(special === 3 ? indent + 2 : indent);
    const lines = data.map(item => {
      const written = this.node(item, pad.length + 2);
      return `${pad}-${written.startsWith('\n') ? ` ${written.trimStart()}` : written}`;
    });
    if (special === 4 && lines.length > 0) lines.push(`${pad}- ${flow(data[0]!)}`);
    if (special === 5) lines.push(`${pad}-`);
    if (special === 7) lines.push(`${pad}- {}`);
    return lines.length === 0 ? ' []' : `\n${lines.join('\n')}`;
  }

  /** Places inside of what was written at once are passed. */
  private skipped(data: Data, text: string): string {
    this.place += count(data) - 1;
    return text;
  }
}

function isMap(data: Data | undefined): data is Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function count(data: Data): number {
  if (typeof data !== 'object' || data === null) return 1;
  return Object.values(data).reduce((sum: number, each) => sum + count(each as Data), 1);
}

function flow(data: Data): string {
  if (Array.isArray(data)) return `[${data.map(flow).join(', ')}]`;
  if (isMap(data))
    return `{${Object.entries(data)
      .map(([key, value]) => `${plain(key)}: ${flow(value)}`)
      .join(', ')}}`;
  return typeof data === 'string' ? JSON.stringify(data) : String(data);
}

/** Trees are made of few words, and the library takes its time for each. */
const PLAIN = new Map<Scalar, string>();

function plain(data: Scalar): string {
  let text = PLAIN.get(data);
  if (text === undefined) {
    const isLong = typeof data === 'string' && data.includes('\n');
    text = isLong ? JSON.stringify(data) : stringify(data, { version: '1.1', lineWidth: 0 }).trim();
    PLAIN.set(data, text);
  }
  return text;
}
