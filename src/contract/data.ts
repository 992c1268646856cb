/** Plain data, and paths into it. */

/** Plain data, as YAML and JSON have it. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/** A step of a field path: a map key, or the element of a keyed list selected by its merge key; `{}` is the only element. */
export type PathStep = string | { readonly [mergeKey: string]: string | number };

/** A field of an object: `['spec', 'containers', {name: 'web'}, 'image']`. Lists without a merge key are set whole. */
export type FieldPath = readonly PathStep[];
