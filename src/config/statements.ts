/** What people state, as lines of a `kustomend.yaml`: every line that is there stays. */
import { posix } from 'node:path';
import type { Json } from '../transform.ts';
import { editYaml, type YamlEdit } from '../yaml/edit/edit.ts';
import { isJsonMap } from '../yaml/read/data.ts';
import { parseWithPositions } from '../yaml/read/positions.ts';

/** One answer, or one exemption. Folders count from the top of the repository. */
export type Statement = ValueStatement | ExemptionStatement;

export interface ValueStatement {
  readonly type: 'value';
  /** `['images', 'shop', 'user']` */
  readonly path: readonly string[];
  readonly value: Json;
  /** Written above it; empty: none. */
  readonly comment?: string;
}

export interface ExemptionStatement {
  readonly type: 'exemption';
  readonly id: string;
  readonly reason: string;
  readonly resource?: string | undefined;
  readonly root?: string | undefined;
  readonly field?: string | undefined;
}

/** The text is YAML that this cannot be added to; the message says why. */
export class UnstatableError extends Error {}

/**
 * @param path of the configuration, from the top of the repository
 * @throws UnstatableError
 */
export function withStatements(text: string, statements: readonly Statement[], path: string): string {
  // One after the other: the second may stand in a map that the first has made.
  return statements.reduce((before, statement) => {
    const begun = withHintTaken(before, statement.type === 'value' ? statement.path[0] : 'ignore');
    return edited(
      begun,
      statement.type === 'value' ? setting(begun, statement) : exempting(begun, statement, path),
    );
  }, text);
}

/** `# transforms:` as `init` writes it, with an example below: once the key stood elsewhere, who takes the example up has it twice. */
function withHintTaken(text: string, key = ''): string {
  const data = dataOf(text) ?? null;
  if (data !== null && (!isJsonMap(data) || Object.hasOwn(data, key))) return text;
  const hint = `# ${key}:`;
  const lines = text.split(/(?<=\n)/);
  const at = lines.findIndex(line => line.trimEnd() === hint);
  if (at < 0) return text;
  return lines.with(at, lines[at]!.slice('# '.length)).join('');
}

function edited(text: string, { path, value, index, comment }: Edit): string {
  // Comments alone are no document yet.
  if (dataOf(text) === null) return withFirst(text, path, value);
  const edit: YamlEdit =
    index === undefined
      ? { op: 'set', doc: 0, path, value }
      : { op: 'insert', doc: 0, path, index, values: [value] };
  const result = editYaml(text, [edit], comment ? { comment } : {});
  if (!result.ok) throw new UnstatableError(`${path.join('.')} cannot be added to: ${result.reason}`);
  return result.text;
}

function withFirst(text: string, path: readonly string[], value: Json): string {
  const [first = '', ...below] = path;
  const result = editYaml('{}\n', [{ op: 'set', doc: 0, path: [first], value: valueBelow(below, value) }]);
  if (!result.ok) throw new UnstatableError(result.reason);
  return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${result.text}`;
}

interface Edit {
  readonly path: readonly string[];
  readonly value: Json;
  /** The value is an element of the list at the path. */
  readonly index?: number;
  readonly comment?: string | undefined;
}

/** `on`, a tag or an open question in place of a map makes way for one. */
function setting(text: string, { path, value, comment }: ValueStatement): Edit {
  let there: Json | undefined = dataOf(text);
  for (const [index, step] of path.entries()) {
    if (!isJsonMap(there)) break;
    there = there[step];
    const below = path.slice(index + 1);
    if (there === undefined || there === null || isJsonMap(there) || below.length === 0) continue;
    return {
      path: path.slice(0, index + 1),
      value: { ...keptOf(path, index, there), ...(valueBelow(below, value) as object) },
    };
  }
  return { path, value, comment };
}

/** A text below `images:` is the tag of the image; an option that was one value for all stays it for the rest. */
function keptOf(path: readonly string[], index: number, there: Json): Readonly<Record<string, Json>> {
  if (path[0] === 'images' && index === 1 && there !== '?') return { tag: there };
  return path[0] === 'transforms' && index === 2 ? { otherwise: there } : {};
}

/** As it stands in the list `ignore:`, with its folder as the configuration names it. */
export function exemptionEntry(
  { id, resource, root, field, reason }: Omit<ExemptionStatement, 'type'>,
  configPath: string,
): Readonly<Record<string, string>> {
  return {
    id,
    ...(root !== undefined && { root: folderIn(configPath, root) }),
    ...(resource !== undefined && { resource }),
    ...(field !== undefined && { field }),
    reason,
  };
}

function exempting(text: string, statement: ExemptionStatement, path: string): Edit {
  const there = dataOf(text);
  const known = isJsonMap(there) ? there.ignore : undefined;
  const entry = exemptionEntry(statement, path);
  return Array.isArray(known)
    ? { path: ['ignore'], value: entry, index: known.length }
    : { path: ['ignore'], value: [entry] };
}

function dataOf(text: string): Json | undefined {
  return parseWithPositions(text).data as Json | undefined;
}

/** A value with the keys that lead to it. */
export function valueBelow(path: readonly string[], value: Json): Json {
  return path.reduceRight((inner, step) => ({ [step]: inner }), value);
}

/** A folder of the repository as a configuration names it, which counts from its own. */
export function folderIn(configPath: string, folder: string): string {
  const relative = posix.relative(posix.dirname(configPath), folder);
  return relative === '' ? '.' : relative;
}
