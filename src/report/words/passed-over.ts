/** Why a fix stands no lower, in a line for each place. */
import type { PassedOver } from '../../plan/model/result.ts';
import { shown } from './list.ts';

/** `base/web.yaml: dev, staging: must not have it` */
export function passedOverText({ place, reason, against }: PassedOver): string {
  if (against.length > 0) return `${place}: ${shown(against)}: ${reason}`;
  return reason.startsWith(`${place} `) ? reason : `${place}: ${reason}`;
}
