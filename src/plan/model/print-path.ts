import type { FieldPath } from '../../transform.ts';

/** `spec.template.spec.containers.web.image`; the only element of a list, where nothing names it, is the first. */
export function printPath(path: FieldPath): string {
  let text = '';
  // Written out: every change of every finding is printed, to be known again.
  let separator = '';
  for (const step of path) {
    text += separator;
    separator = '.';
    text += typeof step === 'string' ? step : Object.values(step).join('/') || '0';
  }
  return text;
}
