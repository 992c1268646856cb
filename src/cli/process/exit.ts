/** Exit codes: the same for every format (README, Exit codes). */
export const EXIT = {
  ok: 0,
  /** `scan` has findings, `--check` would change something, or what its baseline does not know. */
  findings: 1,
  /** Wrong use, wrong configuration, nothing to look at. */
  usage: 2,
  /** A root that we cannot evaluate, or a fix that did not pass the proof. */
  incomplete: 3,
  /** A bug of kustomend. */
  internal: 70,
  /** A review that was interrupted, of which what was answered is kept; commits, of which those that are made stay; or `--watch`. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
