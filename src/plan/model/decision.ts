import type { Choice } from '../../transform.ts';

/** A decision that somebody else than the writer of a manifest takes: an automation, a controller, a project. */
export interface Decision {
  /** The same for all that it settles: `images that Skaffold builds`. */
  readonly about: string;
  /** Why nothing is written, and the question that is left; none where the repository has answered it. */
  readonly question?: string;
  /** What of many it is asked about here. */
  readonly names?: readonly string[];
  /** Answers that only have to be taken. */
  readonly choices?: readonly Choice[];
  /** Where the repository has taken it: why nothing is written. Nobody is asked. */
  readonly known?: string;
}
