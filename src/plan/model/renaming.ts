/** Names of an object that gets another one. */
export interface Renaming {
  /** Every form of the name, as layers write and render it, and what it becomes. */
  readonly names: ReadonlyMap<string, string>;
  /** The old ones, wherever a text says them. */
  readonly word: RegExp;
}
