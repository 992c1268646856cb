/** What a repository says of SOPS, with which its Secrets are encrypted. */

/** The creation rule of `.sops.yaml` by which sops encrypts a file. */
export interface SopsRule {
  /** `file:line` */
  readonly at: string;
  /**
   * `values`: of a Secret all values, and nothing that kustomize needs to read. `everything`: also its kind and its name.
   * `nothing`: not its values.
   */
  readonly encrypts: 'values' | 'everything' | 'nothing';
}

export interface Sops {
  /** The `.sops.yaml` that is nearest above a file; undefined where there is none. */
  configFor(file: string): string | undefined;
  /** Undefined where no rule is for the file: sops refuses it. */
  ruleFor(file: string): SopsRule | undefined;
  /** `file:line` of a generator of KSOPS, which decrypts while kustomize builds; undefined where there is none. */
  readonly generator: string | undefined;
}

/** Of a repository that does without. */
export const NO_SOPS: Sops = {
  configFor: () => undefined,
  ruleFor: () => undefined,
  generator: undefined,
};
