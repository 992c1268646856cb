/** Text that cannot be read, with the offset of the trouble. */
export class YamlProblem extends Error {
  readonly offset: number;
  /** kustomize may read it: what ends here is our reading. */
  readonly isOurs: boolean;
  constructor(message: string, offset: number, isOurs = false) {
    super(message);
    this.offset = offset;
    this.isOurs = isOurs;
  }
}
