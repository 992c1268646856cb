/** Why a registry has no answer. The message is a whole sentence about it, without a capital and a full stop. */

/**
 * `absent`: no such image. `credentials`: none, or refused ones. `limit`: too many requests. `unreachable`: nobody answers.
 * `answer`: what came is no image. `refused`: kustomend does not ask in that way.
 */
export type ProblemKind = 'absent' | 'credentials' | 'limit' | 'unreachable' | 'answer' | 'refused';

export class RegistryProblem extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
