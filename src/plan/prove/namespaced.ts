/** What becomes of an object by the namespace that a kustomization says for all that passes it (kustomize.md 1.7). */
import type { Accumulated } from '../../kustomize/build/evaluate.ts';
import { withNamespace } from '../../kustomize/fields/names.ts';
import { cloneShell, type Resource, storePreviousId } from '../../kustomize/object/resource.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';

/** As kustomize has it, the object is known by where it was, too: references from there still lead to it. */
export function namespaced(
  resource: Resource,
  namespace: string,
  { config, kustomization }: Pick<Accumulated, 'config' | 'kustomization'>,
  origin: Origin,
): Resource {
  // What a chart makes has its namespace from the chart.
  if (resource.fromHelm) return resource;
  const result = cloneShell(resource);
  storePreviousId(result);
  const location = { file: kustomization.file, offset: 0 };
  const specs = config.namespace;
  result.node = withNamespace(result, {
    namespace,
    specs,
    unsetOnly: false,
    subjects: 'defaultOnly',
    origin,
    location,
  });
  return result;
}
