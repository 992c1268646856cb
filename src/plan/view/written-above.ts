/** What a GitOps controller writes over a render: patches and images of an Application or a Flux Kustomization. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import type { FieldPath } from '../../transform.ts';
import type { Decision } from '../model/decision.ts';
import { renderAbove } from '../rendered/render-above.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import type { Above } from '../repository/gitops/layer-above.ts';
import type { PlatformFiles } from '../repository/platform/platform.ts';
import { valueAt } from './whole/field-values.ts';

/**
 * The question that is left where what deploys a root writes the value of a field, whatever the repository's files say; null
 * where nothing is written above it.
 */
export function writtenAbove(
  { deploymentsOf }: PlatformFiles,
  evaluator: Evaluator,
  root: RenderedRoot,
): ((object: RenderedObject, path: FieldPath) => Decision | undefined) | null {
  const layers = (deploymentsOf.get(root.folder) ?? []).flatMap(({ above }) => above ?? []);
  if (layers.length === 0) return null;
  let renders: (readonly [Above, RenderedRoot])[] | undefined;
  return (object, path) => {
    renders ??= layers.flatMap(above => {
      const render = renderAbove(evaluator, root, above.fields);
      return render === null ? [] : [[above, render] as const];
    });
    for (const [{ by, at }, render] of renders) {
      const changed = render.byKey.get(object.key);
      if (changed === undefined) continue;
      const value = valueAt(changed.object, path);
      if (value !== undefined && !sameJson(value, valueAt(object.object, path)))
        return {
          about: `values that ${by} writes`,
          known: `${by} writes this value over whatever is built: it is changed there (${at})`,
        };
    }
    return undefined;
  };
}
