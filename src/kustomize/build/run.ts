/** What one evaluator works with, and what it finds out. */

import type { Kustomization } from '../file/kustomization.ts';
import type { Files } from '../files/files.ts';
import type { BuildFailure, OutOfScope, Verdict } from '../files/problem.ts';
import type { OpaqueInput, Variable, Visit } from '../layer/layer.ts';
import type { Resource } from '../object/resource.ts';
import type { FieldSpecConfig } from '../specs/field-config.ts';
import { BUILT_IN_SCHEMA, type SchemaInForce } from '../specs/merge-definitions.ts';
import type { ParseCache } from '../tree/parse.ts';
import type { RenderedOpaque } from './opaque.ts';

/** What has files above a kustomization read, as kustomize takes it. */
export const UNRESTRICTED = '--load-restrictor LoadRestrictionsNone';

export type LoadRestrictor = 'LoadRestrictionsRootOnly' | 'LoadRestrictionsNone';

export interface EvaluatorOptions {
  readonly loadRestrictor: LoadRestrictor;
  /** What the user's own kustomize has made of inputs that only it can render. */
  readonly rendered?: RenderedOpaque | undefined;
  /** What it says of roots that we do not build, by folder. */
  readonly verdicts?: ReadonlyMap<string, Verdict> | undefined;
}

/** What a folder accumulates, before the steps of a root. */

export interface Accumulated {
  readonly folder: string;
  readonly kustomization: Kustomization;
  readonly resources: readonly Resource[];
  /** What its own transformers met: all that it takes in, makes, and has its components change. */
  readonly met: readonly Resource[];
  readonly config: FieldSpecConfig;
  readonly variables: readonly Variable[];
  readonly opaque: readonly OpaqueInput[];
  /** The kustomizations that were passed, by folder. */
  readonly visits: ReadonlyMap<string, Visit>;
  /** Every file that was read or looked for. */
  readonly files: ReadonlySet<string>;
}

/** Objects to add to a folder's resources, as if a file listed last said them: what a planned file will say. */
export type Injection = ReadonlyMap<string, readonly Resource[]>;

/** Results by folder, each with the files that it was made from. */
export type Memory = Map<string, { readonly files: Files; readonly result: Accumulated }[]>;

export interface Caches {
  readonly parsed: ParseCache;
  /** By folder; good as long as the text is the same. */
  readonly kustomizations: Map<string, Kustomization>;
  readonly folders: Map<string, Accumulated | BuildFailure | OutOfScope>;
  /** What evaluators over other texts have accumulated; null where that says nothing here. */
  readonly memory: Memory | null;
}

export interface Run {
  readonly files: Files;
  readonly options: EvaluatorOptions;
  readonly caches: Caches;
  readonly injection: Injection;
  readonly schema: SchemaInForce;
  /** The caches hold for one root only, because an `openapi` field may change the schema half-way. */
  readonly isOwnSchema: boolean;
  /** Components run for every consumer: how many still may, so that listing each other twice ends. */
  readonly components: { left: number };
}

export const builtInSchema = (): SchemaInForce => ({
  current: BUILT_IN_SCHEMA,
  isSet: false,
  sawUnknownKind: false,
});
