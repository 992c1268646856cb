/** Who wrote a value: the text of a file, by way of which field of which kustomization. */

interface InText {
  /** File whose text holds the value, relative to the workspace. */
  readonly file: string;
  /** Index of the document in that file, counted as kustomize counts (empty pieces are skipped). */
  readonly doc: number;
}

/** A resource file. */
export interface SourceWriter extends InText {
  readonly type: 'source';
}

/** A patch: of either form, in its own file or inline in the kustomization. */
export interface PatchWriter extends InText {
  readonly type: 'patch';
  readonly form: 'merge' | 'json';
  /** Folder of the kustomization that lists it. */
  readonly layer: string;
  readonly field: 'patches' | 'patchesStrategicMerge' | 'patchesJson6902' | 'transformers';
  readonly index: number;
  /** Inline: path of the scalar in the kustomization that holds the patch text; offsets are inside that scalar. */
  readonly inline: readonly (string | number)[] | null;
  /** The patch is inline in a transformer that is inline itself: offsets mean nothing in the file. */
  readonly nested?: boolean;
}

/** An entry of a kustomization field that writes into objects. */
export interface EntryWriter extends InText {
  readonly type:
    | 'images'
    | 'replicas'
    | 'labels'
    | 'commonLabels'
    | 'commonAnnotations'
    | 'namespace'
    | 'namePrefix'
    | 'nameSuffix'
    | 'replacement'
    | 'var'
    | 'transformer'
    | 'generator';
  readonly layer: string;
  readonly index: number;
  /** Written in a text inside the file, by the path of the scalar that holds it; offsets are inside that scalar. */
  readonly inline?: readonly (string | number)[];
  /** Of `images`: it says another name, and neither tag nor digest. */
  readonly renames?: boolean;
  /** A replacement or variable: where the copied value was written. */
  readonly from?: Origin;
  /** What it copies, where the value is one scalar. */
  readonly copied?: Copied;
  /** A replacement: the map that this is or is part of, where one is copied as a whole; by source id and the parts of its path. */
  readonly whole?: { readonly object: string; readonly path: readonly string[] };
}

/** A field whose text a replacement or variable puts into others, whole or in pieces. */
export interface Copied {
  /** The object, by source id, and the parts of the field's path; null for a constant in the entry itself. */
  readonly object: string | null;
  readonly path: readonly string[];
  /** Which pieces are taken and written. */
  readonly source: FieldOptions;
  readonly target: FieldOptions;
}

/** `options` of a replacement's source or target. */
export interface FieldOptions {
  readonly delimiter: string;
  readonly index: number;
  readonly create: boolean;
}

/** Written by kustomize itself, or by what we do not evaluate. */
export interface DerivedWriter extends InText {
  readonly type: 'hash' | 'reference' | 'default' | 'opaque' | 'planned';
  readonly layer: string;
  readonly reason: string;
}

export type Writer = SourceWriter | PatchWriter | EntryWriter | DerivedWriter;
/** Where a node was written: `by` says which text, `up` and `key` give the path inside it. */
export interface Origin {
  readonly by: Writer;
  readonly up: Origin | null;
  readonly key: string | number;
  readonly start: number;
  readonly end: number;
  readonly keyStart: number;
  /** Read through an alias or merge key: an edit there reaches other places too. */
  readonly viaAlias: boolean;
}
