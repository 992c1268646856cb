import { transformSetting } from '../../config/transforms.ts';
import type { Severity } from '../../transform.ts';
import type { AnyTransform, PlanInput } from '../model/input.ts';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Transforms that the selection and the configuration switch on. */
export function activeTransforms({ transforms, config, selection }: PlanInput): AnyTransform[] {
  return transforms.filter(transform => {
    if (selection.skip.includes(transform.id)) return false;
    if (selection.only.length > 0) return selection.only.includes(transform.id);
    if (selection.severity && SEVERITIES.indexOf(transform.severity) > SEVERITIES.indexOf(selection.severity))
      return false;
    const { state } = transformSetting(config.config, transform.id);
    if (state !== undefined) return state === 'on';
    return selection.preset === 'complete' || transform.preset !== 'opt-in';
  });
}
