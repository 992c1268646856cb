/** What a fix changes. */
import type { FieldPath, Json, JsonObject } from './data.ts';

/**
 * Something of another rendered object, for use inside values: written as the place where it lands must say it,
 * without the prefixes, suffixes, hashes, namespaces and labels that layers above add.
 */
export type Reference = {
  readonly $reference: 'name' | 'namespace' | 'selector';
  /** Key of the rendered resource (see {@link Resource.key}). */
  readonly of: string;
  /** Text around a name. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** Of a selector: these labels of it alone. */
  readonly keys?: readonly string[];
};

/**
 * What a change is in roots that did not ask for it. `apart`: unwanted, and no value of a base either, from which those that
 * have it of their own would depart, where these are as many as ask for it.
 */
export type Elsewhere = 'harmless' | 'unwanted' | 'apart';

/** A field gets a value. */
export interface SetChange {
  readonly type: 'set';
  readonly resource: string;
  readonly path: FieldPath;
  readonly value: Json;
  /** Left out where it would take a patch of its own: a field that goes with another, and is nothing without it. */
  readonly optional?: boolean;
  /** In place of the proposal's own. */
  readonly elsewhere?: Elsewhere;
  /** A field that it is worth having for: where one root alone has it, it stands no lower than that is written. */
  readonly restsOn?: FieldOf;
}

/** A field of a rendered object. */
interface FieldOf {
  readonly resource: string;
  readonly path: FieldPath;
}

/**
 * A field of a kustomization, said in its successor: nothing that is rendered changes. Only of what
 * `KustomizationFile.outdated` lists without a reason against it.
 */
export interface RestateChange {
  readonly type: 'restate';
  readonly file: string;
  readonly field: string;
}

/**
 * An object says the same in another version of its API, and with it all that names it by its version: patches and their
 * targets. It is made where the object and its patches are written, in all roots that render it, or not at all.
 */
export interface ConvertChange {
  readonly type: 'convert';
  readonly resource: string;
  readonly apiVersion: string;
  /**
   * The fields as that version has them, of the object or of a strategic merge patch of it: what is not there stays away. What
   * has to be said besides, in place of a default that is another one now, is added to whole objects alone.
   */
  fields(part: JsonObject, isWhole: boolean): JsonObject;
}

/** All that a root renders is for a namespace: its kustomization says so, and kustomize says it of each object. */
export interface NamespaceChange {
  readonly type: 'namespace';
  readonly namespace: string;
}

/**
 * An object gets another name where it is written, and with it all that kustomizations read of what says the old one: fields that
 * name it, addresses in texts, patches and their targets. In all roots that render it, or not at all.
 */
export interface RenameChange {
  readonly type: 'rename';
  readonly resource: string;
  /** Without what layers above put before and behind it. */
  readonly name: string;
}

/**
 * What a fix changes. `set` and `remove` are about one object, and so are `convert` and `rename`; `create` adds one; `restate` and `namespace`
 * are about a kustomization.
 */
export type Change =
  | RestateChange
  | NamespaceChange
  | ConvertChange
  | RenameChange
  | SetChange
  | { readonly type: 'remove'; readonly resource: string; readonly path: FieldPath }
  | {
      readonly type: 'create';
      readonly manifest: JsonObject;
      /** Key of the object beside which the new one belongs, or null: it belongs to the root as a whole. */
      readonly beside: string | null;
      /** A field that it is worth having for: where one root alone has it, it stands no lower than that is written. */
      readonly restsOn?: FieldOf;
    }
  | {
      readonly type: 'create';
      /**
       * Without a namespace, and with the end of a name: where the place knows the namespace, its name goes before. What is of
       * the cluster as a whole has its full name.
       */
      readonly manifest: JsonObject;
      /** The namespace that it is for: it belongs where the Namespace stands, or all that runs there. */
      readonly namespace: string;
    };
