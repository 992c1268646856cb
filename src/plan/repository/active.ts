import { transformSetting } from '../../config/transforms.ts';
import type { Severity } from '../../transform.ts';
import type { AnyTransform, PlanInput } from '../model/input.ts';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Whether findings of a severity are asked for. Whoever names a transform asks for all that it finds. */
export function isBadEnough(severity: Severity, { severity: least, only }: PlanInput['selection']): boolean {
  if (least === undefined || only.length > 0) return true;
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}

/** Transforms that the selection and the configuration switch on. */
export function activeTransforms({ transforms, config, selection }: PlanInput): AnyTransform[] {
  return transforms.filter(transform => {
    if (selection.skip.includes(transform.id)) return false;
    if (selection.only.length > 0) return selection.only.includes(transform.id);
    if (!isBadEnough(transform.severity, selection)) return false;
    const { state } = transformSetting(config.config, transform.id);
    if (state !== undefined) return state === 'on';
    return selection.preset === 'complete' || transform.preset !== 'opt-in';
  });
}

/** Whether somebody asks for a transform by its name, or for all that there is: what is of little worth is for them alone. */
export function isAskedFor(id: string, { config, selection }: PlanInput): boolean {
  const isNamed = selection.only.includes(id) || transformSetting(config.config, id).state === 'on';
  return isNamed || selection.preset === 'complete';
}
