/** Which lists a strategic merge merges: the built-in schema, or one of the repository (`openapi`). */
import { memoized } from '../../text/memo.ts';
import { MERGE_DEFINITIONS, MERGE_ROOTS, type MergeField } from '../data/merge-schema.ts';

export interface MergeSchema {
  /** `apiVersion|kind` to the name of its definition. */
  readonly roots: Readonly<Record<string, string>>;
  readonly definitions: Readonly<Record<string, Readonly<Record<string, MergeField>>>>;
}

/** The fields of a kind or of a part of it, and where their definitions are. */
export interface Definition {
  readonly fields: Readonly<Record<string, MergeField>>;
  readonly schema: MergeSchema;
}

export const BUILT_IN_SCHEMA: MergeSchema = { roots: MERGE_ROOTS, definitions: MERGE_DEFINITIONS };

/** kustomize keeps one schema a build; the first `openapi` that it meets sets it. */
export interface SchemaInForce {
  current: MergeSchema;
  /** Set by an `openapi` field. */
  isSet: boolean;
  /** An object of a kind that the built-in schema does not know has been read. */
  sawUnknownKind: boolean;
}

/** One object for each name, so that definitions can be told apart by identity. */
const definitionsOf = memoized((_: MergeSchema) => new Map<string, Definition | undefined>());

export function definitionNamed(schema: MergeSchema, name: string): Definition | undefined {
  const known = definitionsOf(schema);
  if (known.has(name)) return known.get(name);
  const fields = Object.hasOwn(schema.definitions, name) ? schema.definitions[name] : undefined;
  const definition = fields && { fields, schema };
  known.set(name, definition);
  return definition;
}
