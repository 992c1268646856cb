import type { Named } from '../../kubernetes/names/meaning.ts';
import type { NameReference } from '../../kustomize/data/field-specs.ts';

/** An object by what it is called, and what that is called otherwise. */
export interface Renaming {
  /** Every form of the name, as layers write and render it, and what it becomes. */
  readonly names: ReadonlyMap<string, string>;
  /** The old ones, wherever a text says them. */
  readonly word: RegExp;
  readonly named: Named;
  /** As layers below say them: in references kustomize makes others of them, in texts it does not. */
  readonly formerNamespaces: ReadonlySet<string>;
  /** What kustomize knows of fields that hold names. */
  readonly rules: readonly NameReference[];
  /** Documents, as `file#doc`, of nothing but other namespaces: the name alone is not of this object there. */
  readonly apart: ReadonlySet<string>;
}
