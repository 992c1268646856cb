/** What is wrong with a configuration file, said with file, line and column. */

import * as z from 'zod';
import type { PositionedData } from '../yaml/read/positions.ts';
import { didYouMean } from './suggest.ts';

export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `kustomend.yaml:3:5: unknown key "imagse", did you mean "images"?` */
export function printProblem({ file, line, column, message }: ConfigProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The issues of a failed parse by a schema, in the order of the file. */
export function problemsOf(
  error: z.ZodError,
  file: string,
  source: PositionedData,
  schema: z.ZodType,
): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const report = (path: Path, message: string) =>
    found.push({ file, ...source.positionOf(path), message: `${nameOf(path)}${message}` });
  for (const issue of error.issues.flatMap(issue => leaves(issue, []))) {
    if (issue.code !== 'unrecognized_keys') {
      report(issue.path, expectation(issue, valueAt(source.data, issue.path)));
      continue;
    }
    for (const key of issue.keys) {
      const message = `unknown key "${key}"${didYouMean(key, keysAt(issue.path, schema))}`;
      found.push({ file, ...source.positionOf([...issue.path, key]), message });
    }
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A union fails with one issue: where one branch fits the value's type, its own issues say more. */
function leaves(issue: Issue, prefix: Path): Issue[] {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ ...issue, path }];
  const close = issue.errors.filter(branch =>
    branch.every(({ code, path: at }) => at.length > 0 || code === 'unrecognized_keys' || code === 'custom'),
  );
  return close.length === 1 ? close[0]!.flatMap(inner => leaves(inner, path)) : [{ ...issue, path }];
}

function expectation(issue: Issue, value: unknown): string {
  const expected = issue.message
    .replace(/^Invalid input: expected /, '')
    .replace(/^Invalid input$/, 'another value');
  if (value === undefined) return `expected ${expected}; it is missing`;
  // `[?]` is YAML for a list of one empty map.
  const hint = isUnquotedQuestion(value) ? "; write the question mark in quotes: '?'" : '';
  return `expected ${expected}, found ${describe(value)}${hint}`;
}

function isUnquotedQuestion(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === '';
}

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : JSON.stringify(value);
}

function nameOf(path: Path): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}

function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

/** Keys that a schema knows at `path`. Read from its JSON Schema: zod's own tree is not public. */
function keysAt(path: Path, schema: z.ZodType): string[] {
  let shapes: Shape[] = [z.toJSONSchema(schema, { io: 'input' }) as Shape];
  const open = (shape: Shape): Shape[] => [shape, ...(shape.anyOf ?? []).flatMap(open)];
  for (const step of path) {
    shapes = shapes.flatMap(open).flatMap(shape => {
      if (typeof step === 'number') return shape.items ?? [];
      const known = shape.properties?.[String(step)] ?? shape.additionalProperties;
      return typeof known === 'object' ? [known] : [];
    });
  }
  return shapes.flatMap(open).flatMap(shape => Object.keys(shape.properties ?? {}));
}
