/** Environments that come and go: as many at a time as there are branches and runs, and gone when those are. */

/** `e2e-ci`, `preview`, `pr-123`, `shop-preview`; folders of environments are called so as a whole, or begin or end with it. */
const PASSING =
  /^(?:ci|e2e|previews?|review-apps?|ephemeral|pull-requests?)(?:[-_.].*)?$|^pr[-_.]?\d+$|[-_.](?:ci|e2e|previews?|ephemeral)$/i;

/** Whether a root is one of them by where it stands. */
export function isPassing(folder: string): boolean {
  return folder.split('/').some(part => PASSING.test(part));
}
