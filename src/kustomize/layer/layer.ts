/** One kustomization at work: its own file and everything accumulated so far. */

import type { Kustomization } from '../file/kustomization.ts';
import type { Location } from '../files/problem.ts';
import type { Resource } from '../object/resource.ts';
import type { TransformerStep } from '../object/step.ts';
import type { TakenIds } from '../object/taken-ids.ts';
import type { FieldSpecConfig } from '../specs/field-config.ts';
import type { SchemaInForce } from '../specs/merge-definitions.ts';
import type { Node } from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';

/** A variable of `vars`, waiting for the end of the build. */
export interface Variable {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly object: string;
  readonly namespace: string;
  readonly fieldPath: string;
  readonly origin: Origin;
  readonly location: Location;
}

/** A kustomization that a build has passed. */
export interface Visit {
  readonly kustomization: Kustomization;
  readonly steps: readonly TransformerStep[];
  /** Of a component, which means nothing by itself: what its transformers met in this build, and what they made of it. */
  readonly passing: { readonly met: readonly Resource[]; readonly handedOn: readonly Resource[] } | null;
}

/** Something that only the user's own kustomize can render. */
export interface OpaqueInput {
  /** Equal for inputs that render the same; undefined for what is never handed to kustomize (plugins). */
  readonly key?: string;
  readonly reason: string;
  readonly location: Location;
}

export interface Layer {
  readonly folder: string;
  readonly kustomization: Kustomization;
  resources: Resource[];
  /** Identities of `resources` while they are being collected. */
  readonly taken: TakenIds;
  config: FieldSpecConfig;
  variables: Variable[];
  readonly opaque: OpaqueInput[];
  /** Which lists merge patches merge: the built-in knowledge, or an `openapi` file's. */
  readonly schema: SchemaInForce;
  /** Path of a file that the kustomization names, checked as kustomize checks it. */
  loadFile(path: string, location: Location): string;
  readText(file: string): string;
  readBytes(file: string): Uint8Array;
  /** The objects of a path that `transformers` and the like name: a file, or a folder that is built. */
  loadEntry(node: Node): Resource[];
  /** Transformers that objects of its own configured, in order. */
  readonly steps: TransformerStep[];
}
