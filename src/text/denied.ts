/** Comments that deny what they speak of, or ask: neither states it. */

const DENIED = /\b(?:not|never|no longer|cannot)\b|n't\b|\?/i;

export function isDenied(comment: string): boolean {
  return DENIED.test(comment);
}
