/** Files beside the configuration that the program keeps itself, entry by entry. */
import { posix } from 'node:path';
import type * as z from 'zod';
import { OBSTACLES } from '../text/obstacle.ts';
import { editYaml, type KeyOrder, type YamlEdit } from '../yaml/edit/edit.ts';
import { newYamlFile } from '../yaml/edit/new-file.ts';
import type { Json } from '../yaml/read/data.ts';
import { type PositionedData, parseWithPositions } from '../yaml/read/positions.ts';
import type { ConfigFiles, LoadedConfig } from './load.ts';
import { type ConfigProblem, problemsOf } from './problems.ts';

/** Beside the configuration, else at the top. */
export function besideConfig({ path }: Pick<LoadedConfig, 'path'>, name: string): string {
  return posix.join(posix.dirname(path ?? name), name);
}

interface Kept<T> {
  readonly data: T;
  readonly source: PositionedData;
}

/** @returns what the file says, undefined where there is none, or every problem with its place */
export function readKept<S extends z.ZodType>(
  files: ConfigFiles,
  file: string,
  schemaOf: () => S,
): Kept<z.output<S>> | undefined | { readonly problems: readonly ConfigProblem[] } {
  const obstacle = files.obstacle(file);
  if (obstacle !== undefined)
    return { problems: [{ file, line: 1, column: 1, message: `${file} ${OBSTACLES[obstacle]}` }] };
  const text = files.read(file);
  if (text === undefined) return undefined;
  const source = parseWithPositions(text);
  if (source.errors.length > 0) return { problems: source.errors.map(error => ({ ...error, file })) };
  const schema = schemaOf();
  const parsed = schema.safeParse(source.data ?? {});
  return parsed.success
    ? { data: parsed.data, source }
    : { problems: problemsOf(parsed.error, file, source, schema) };
}

/** Entries by section and name; null takes one out. */
export type KeptEntries = Readonly<Record<string, ReadonlyMap<string, Json | null>>>;

/**
 * The text of a file with these entries, each at its place in the order of names. Lines of other entries stay.
 *
 * @param text undefined where there is none yet
 * @param head of a new file
 * @throws Error where a text that was read before cannot be edited
 */
export function withKept(text: string | undefined, head: string, entries: KeptEntries): string {
  const sections = Object.entries(entries).map(
    ([section, named]) => [section, [...named].sort(([a], [b]) => (a < b ? -1 : 1))] as const,
  );
  if (text === undefined || text.trim() === '') {
    const data = sections.flatMap(([section, named]) => {
      const there = named.filter(([, value]) => value !== null);
      return there.length === 0 ? [] : [[section, Object.fromEntries(there)] as const];
    });
    const file = { version: 1, ...Object.fromEntries(data) } as Json;
    return head + newYamlFile(file, { documentMarker: false, indentSequences: true, flowLists: true });
  }
  const edits = sections.flatMap(([section, named]) =>
    named.map(([name, value]): YamlEdit => {
      const path = [section, name];
      return value === null ? { op: 'remove', doc: 0, path } : { op: 'set', doc: 0, path, value };
    }),
  );
  const result = editYaml(text, edits, { keyOrder: byName(Object.keys(entries)) });
  if (!result.ok) throw new Error(result.reason);
  return result.text;
}

/** Names in their order; what an entry says in the order in which it is written here. */
function byName(sections: readonly string[]): KeyOrder {
  return ([top, name], keys, key) =>
    sections.includes(String(top)) && name === undefined
      ? (keys.filter(each => each < key).at(-1) ?? null)
      : undefined;
}
