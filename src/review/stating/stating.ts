/** What is stated in a review, as the configuration that it makes: read and checked as one on disk. */
import { isDeepStrictEqual } from 'node:util';
import { CONFIG_FILE } from '../../config/file-name.ts';
import { type LoadedConfig, loadConfig } from '../../config/load.ts';
import {
  type Statement,
  UnstatableError,
  type ValueStatement,
  withStatements,
} from '../../config/statements.ts';
import { checkTransforms } from '../../config/transforms.ts';
import { withChanges } from '../../kustomize/files/files.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { FileChange } from '../../plan/model/result.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';

export interface Configured {
  readonly config: LoadedConfig;
  /** Undefined where nothing is stated. */
  readonly change: FileChange | undefined;
}

type Stating = Pick<PlanInput, 'files' | 'config' | 'transforms'>;

/** Where statements go. */
export function configPathOf({ config }: Pick<Stating, 'config'>): string {
  return config.path ?? CONFIG_FILE;
}

/**
 * @param input with the configuration as it is on disk
 * @throws UnstatableError where the configuration would not be one
 */
export function configuredBy(input: Stating, statements: readonly Statement[]): Configured {
  const { files, config, transforms } = input;
  if (statements.length === 0) return { config, change: undefined };
  const path = configPathOf(input);
  const before = files.read(path) ?? null;
  const after = withStatements(before ?? '', statements, path);
  const loaded = loadConfig(withChanges(files, new Map([[path, after]])), { path, startDir: '' });
  const problems =
    'problems' in loaded
      ? loaded.problems
      : checkTransforms(loaded, new Map(transforms.map(({ id, options }) => [id, options])));
  const [problem] = problems;
  if (problem !== undefined) throw new UnstatableError(problem.message);
  return { config: loaded as LoadedConfig, change: { path, before, after } };
}

/** Statements of an earlier review that the configuration does not say by now. */
export function unsaid({ config }: Pick<Stating, 'config'>, statements: readonly Statement[]): Statement[] {
  return statements.filter(statement => !says(config, statement));
}

/** Statements that go into the configuration one after the other, and those that do not go into it. */
export interface Fitting {
  readonly fit: readonly Statement[];
  readonly unfit: readonly Statement[];
}

/** The configuration may have changed since they were made: one that it refuses takes no other along. */
export function fitting(input: Stating, statements: readonly Statement[]): Fitting {
  if (isStatable(input, statements)) return { fit: statements, unfit: [] };
  const fit: Statement[] = [];
  const unfit: Statement[] = [];
  for (const statement of statements) (isStatable(input, [...fit, statement]) ? fit : unfit).push(statement);
  return { fit, unfit };
}

function isStatable(input: Stating, statements: readonly Statement[]): boolean {
  try {
    configuredBy(input, statements);
    return true;
  } catch (error) {
    if (error instanceof UnstatableError) return false;
    throw error;
  }
}

function says({ config }: LoadedConfig, statement: Statement): boolean {
  if (statement.type === 'exemption') {
    const { id, resource, root, field } = statement;
    return (config.ignore ?? []).some(
      each => each.id === id && each.resource === resource && each.root === root && each.field === field,
    );
  }
  return isDeepStrictEqual(valueAt(config as JsonObject, statement.path), statement.value);
}

/** What a configuration says at a path. */
export function valueAt(config: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, step) => (isJsonMap(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    config,
  );
}

/** Paths of everything that a configuration says, maps and what is in them. */
export function pathsIn(value: unknown, above: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...above, key], ...pathsIn(each, [...above, key])]);
}

/** The same with an answer more: a later one of the same question takes its place. */
export function withAnswer(
  statements: readonly Statement[],
  answers: readonly ValueStatement[],
): readonly Statement[] {
  const keyOf = ({ path }: ValueStatement) => path.join('\0');
  const keys = new Set(answers.map(keyOf));
  return [...statements.filter(each => each.type !== 'value' || !keys.has(keyOf(each))), ...answers];
}

export function answersIn(statements: readonly Statement[]): readonly ValueStatement[] {
  return statements.filter(each => each.type === 'value');
}
