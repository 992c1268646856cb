import type { FieldPath } from '../../transform.ts';

/** `spec.template.spec.containers.web.image` */
export function printPath(path: FieldPath): string {
  let text = '';
  // Written out: every change of every finding is printed, to be known again.
  for (let i = 0; i < path.length; i++) {
    const step = path[i]!;
    if (i > 0) text += '.';
    text += typeof step === 'string' ? step : Object.values(step).join('/');
  }
  return text;
}
