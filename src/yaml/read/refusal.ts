/** An edit that is not made, rather than guessed. Caught by editYaml. */
export class Refusal extends Error {
  /** Offset in the text of the document, or null when no place is to blame. */
  readonly offset: number | null;
  constructor(reason: string, offset: number | null = null) {
    super(reason);
    this.offset = offset;
  }
}
