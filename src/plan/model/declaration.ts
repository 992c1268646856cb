import type { EntryWriter } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json, JsonObject } from '../../transform.ts';
import type { Level } from './level.ts';
import type { Renaming } from './renaming.ts';

/** A declared change: one field of one source object from one place on, or of all objects of a layer. */
export interface Declaration {
  readonly fixIds: readonly string[];
  readonly type: 'set' | 'remove';
  /** null: every object that passes the layer, or that holds the element of the text. */
  readonly sourceId: string | null;
  readonly level: Level;
  /** From the object, or from the element of a patch text. */
  readonly path: FieldPath;
  readonly value: Json;
  /** A replacement of the layer writes it: the value follows from another declaration. */
  readonly isCopy?: true;
  /** An entry of a kustomization writes it: it is declared where that entry has written, and nowhere else. */
  readonly by?: EntryWriter;
  /** The object becomes what this makes of it: it is said in another version of its API, the value. */
  readonly converted?: (object: JsonObject) => JsonObject;
  /** Said by the kustomization of the layer for all that passes it: what each gets of it kustomize decides. */
  readonly namespace?: string;
  /** A source object has another name, and all that is rendered from these folders says it. */
  readonly renamed?: Renaming & { readonly sourceId: string; readonly scope: ReadonlySet<string> };
}
