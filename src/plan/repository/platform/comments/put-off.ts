/** Comments that mark a line for later, and give no reason for what it says. */

const PUT_OFF = /\b(?:todo|fixme|xxx|remove|temporar(?:y|ily)|for now)\b/i;

/** Whether a comment says that the line is to change (`TODO: drop this`). */
export function isPutOff(comment: string): boolean {
  return PUT_OFF.test(comment);
}
