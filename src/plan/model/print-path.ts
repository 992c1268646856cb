import type { FieldPath } from '../../transform.ts';

/** `spec.template.spec.containers.web.image` */
export function printPath(path: FieldPath): string {
  let text = '';
  // Written out: every change of every finding is printed, to be known again.
  let separator = '';
  for (const step of path) {
    text += separator;
    separator = '.';
    text += typeof step === 'string' ? step : Object.values(step).join('/');
  }
  return text;
}
