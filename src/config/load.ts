/** Finds, reads, checks and merges `kustomend.yaml`. */

import { posix } from 'node:path';
import { OBSTACLES, type Obstacle } from '../text/obstacle.ts';
import { isJsonMap } from '../yaml/read/data.ts';
import { type PositionedData, parseWithPositions } from '../yaml/read/positions.ts';
import { CONFIG_FILE } from './file-name.ts';
import { type ConfigProblem, problemsOf } from './problems.ts';
import { rebased } from './rebase.ts';
import { type Config, configSchema } from './schema.ts';

/** Read access to the repository; paths are relative to its top and use `/`. */
export interface ConfigFiles {
  read(path: string): string | undefined;
  /** Why nothing is read although something is there. */
  obstacle(path: string): Obstacle | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Undefined when the repository has no configuration; the config is empty then. */
  readonly path: string | undefined;
  /** `file:line` of an entry, in whichever file says it last; undefined when none does. */
  at(path: readonly (string | number)[]): string | undefined;
  /** The same with the column, for problems found later. */
  locate(path: readonly (string | number)[]): Omit<ConfigProblem, 'message'>;
}

export interface LoadOptions {
  /** A configuration named by the user, instead of the search. */
  readonly path?: string | undefined;
  /** Where the upward search starts; '' or '.' is the top of the repository. */
  readonly startDir: string;
}

/**
 * Loads the configuration that applies to a folder: the named file, else the first `kustomend.yaml` upward.
 *
 * @returns the merged configuration, or every problem of every file read, each with file, line and column
 */
export function loadConfig(
  files: ConfigFiles,
  { path, startDir }: LoadOptions,
): LoadedConfig | { readonly problems: readonly ConfigProblem[] } {
  const start = path === undefined ? findUpward(files, startDir) : posix.normalize(path);
  if (start === undefined) return merged([], undefined);
  const problems: ConfigProblem[] = [];
  const sources: Source[] = [];
  readWithParents(files, start, { file: start, line: 1, column: 1 }, [], sources, problems);
  return problems.length > 0 ? { problems } : merged(sources, start);
}

interface Source {
  readonly file: string;
  readonly config: Config;
  readonly text: PositionedData;
}

function findUpward(files: ConfigFiles, startDir: string): string | undefined {
  let folder = posix.normalize(startDir || '.');
  for (;;) {
    const path = posix.join(folder, CONFIG_FILE);
    // One that cannot be read is not passed over in silence: another would apply than the one that is seen.
    if (files.read(path) !== undefined || files.obstacle(path) !== undefined) return path;
    if (folder === '.' || folder === '/' || folder.startsWith('..')) return undefined;
    folder = posix.dirname(folder);
  }
}

/** Appends the file's ancestors, then the file: later ones win. `asked` is the place that named the file. */
function readWithParents(
  files: ConfigFiles,
  file: string,
  asked: Omit<ConfigProblem, 'message'>,
  children: readonly string[],
  sources: Source[],
  problems: ConfigProblem[],
): void {
  if (children.includes(file)) {
    problems.push({ ...asked, message: `extends itself: ${[...children, file].join(' -> ')}` });
    return;
  }
  if (sources.some(source => source.file === file)) return;
  const content = file.startsWith('..') ? undefined : files.read(file);
  if (content === undefined) {
    problems.push({ ...asked, message: `${file} ${whyUnread(files, file)}` });
    return;
  }
  const text = parseWithPositions(content);
  if (text.errors.length > 0) {
    problems.push(
      ...text.errors.map(error => ({
        ...error,
        file,
        message: withHint(error.message, content, error.line),
      })),
    );
    return;
  }
  // An empty file is an empty configuration.
  const parsed = configSchema().safeParse(withoutEmpty(text.data ?? {}));
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error, file, text, configSchema()));
    return;
  }
  const { extends: parents = [], ...config } = parsed.data;
  for (const parent of [parents].flat()) {
    const place = { file, ...text.positionOf(['extends']) };
    const target = posix.join(posix.dirname(file), parent);
    readWithParents(files, target, place, [...children, file], sources, problems);
  }
  sources.push({ file, config: rebased(config, posix.dirname(file)), text });
}

/** What is there for its comments alone says nothing: `kustomend init` writes answers so, to be taken by removing a `#`. */
function withoutEmpty(data: unknown): unknown {
  if (!isJsonMap(data)) return data;
  const { transforms, ignore, ...rest } = data;
  return {
    ...rest,
    ...(ignore === null || ignore === undefined ? {} : { ignore }),
    ...(transforms === null || transforms === undefined ? {} : { transforms: withoutNulls(transforms) }),
  };
}

function withoutNulls(value: unknown): unknown {
  if (!isJsonMap(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
}

function whyUnread(files: ConfigFiles, file: string): string {
  if (file.startsWith('..')) return 'is outside the repository';
  const obstacle = files.obstacle(file);
  return obstacle === undefined ? 'does not exist' : OBSTACLES[obstacle];
}

/** `user: ?` is the likeliest syntax error here: YAML wants the question mark quoted. */
function withHint(message: string, content: string, line: number): string {
  const text = content.split('\n')[line - 1] ?? '';
  return /[:[,]\s*\?\s*(?:[\]},#]|$)/.test(text) ? "an open question is written in quotes: '?'" : message;
}

/** Who states one fact of an image, one option of a transform or one key of an environment says nothing of the others. */
const ONE_BY_ONE: ReadonlySet<string> = new Set(['images', 'transforms', 'environments']);

/**
 * Merges farthest first: single values and map entries of the nearer file win, one by one of an image, a transform
 * and an environment; lists are appended.
 */
function merged(sources: readonly Source[], path: string | undefined): LoadedConfig {
  const config: Record<string, unknown> = {};
  for (const source of sources) {
    for (const [key, value] of Object.entries(source.config)) {
      const older = config[key];
      if (Array.isArray(older) && Array.isArray(value)) config[key] = [...older, ...value];
      else config[key] = combine(older, value, ONE_BY_ONE.has(key) ? 2 : 1);
    }
  }
  const locate = (steps: readonly (string | number)[]): Omit<ConfigProblem, 'message'> => {
    const found = sourceOf(sources, steps);
    if (found === undefined) return { file: path ?? CONFIG_FILE, line: 1, column: 1 };
    return { file: found.source.file, ...found.source.text.positionOf(found.steps) };
  };
  const at = (steps: readonly (string | number)[]): string | undefined => {
    if (sourceOf(sources, steps) === undefined) return undefined;
    const { file, line } = locate(steps);
    return `${file}:${line}`;
  };
  return { config: config as Config, path, at, locate };
}

/** Maps are merged `depth` levels deep; below, the newer value replaces the older. */
function combine(older: unknown, newer: unknown, depth: number): unknown {
  if (depth === 0 || !isJsonMap(older) || !isJsonMap(newer)) return newer;
  const result: Record<string, unknown> = { ...older };
  for (const [key, value] of Object.entries(newer)) result[key] = combine(older[key], value, depth - 1);
  return result;
}

/** The nearest file that says `steps`, with the steps as they are in that file: lists are appended, so indexes shift. */
function sourceOf(
  sources: readonly Source[],
  steps: readonly (string | number)[],
): { source: Source; steps: readonly (string | number)[] } | undefined {
  const [key, index, ...rest] = steps;
  if (typeof key === 'string' && typeof index === 'number') {
    let shifted = index;
    for (const source of sources) {
      const length = (source.config as Record<string, readonly unknown[] | undefined>)[key]?.length ?? 0;
      if (shifted < length) return { source, steps: [key, shifted, ...rest] };
      shifted -= length;
    }
    return undefined;
  }
  const source = sources.findLast(({ config }) => has(config, steps));
  return source && { source, steps };
}

function has(data: unknown, steps: readonly (string | number)[]): boolean {
  let value = data;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value !== undefined;
}
