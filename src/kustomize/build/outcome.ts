/** What an evaluation comes to. */
import type { BuildFailure, OutOfScope } from '../files/problem.ts';
import type { OpaqueInput } from '../layer/layer.ts';
import type { Resource } from '../object/resource.ts';
import type { Accumulated } from './run.ts';

/** What became of a root. */
export type Outcome =
  | {
      readonly state: 'evaluated';
      readonly folder: string;
      readonly accumulated: Accumulated;
      /** The objects of `kustomize build`, in its order. */
      readonly resources: readonly Resource[];
      /** What each of them was accumulated as. */
      readonly originals: ReadonlyMap<Resource, Resource>;
      /** Inputs that only kustomize itself can render: their objects are missing here. */
      readonly opaque: readonly OpaqueInput[];
    }
  | { readonly state: 'failed'; readonly folder: string; readonly failure: BuildFailure }
  | { readonly state: 'out-of-scope'; readonly folder: string; readonly reason: OutOfScope };
