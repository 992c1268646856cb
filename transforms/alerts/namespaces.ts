/** The namespace that expressions name, where it is decided after the build. */

import type { Doubt, Root, Workload } from '../../src/transform.ts';

/** Placeholders of pipelines are no names that the API takes. */
const NO_NAME = /[^a-z0-9-]/;

/** In an expression it is a text like others, which nothing replaces. */
export function namespaceDoubts(workload: Workload, root: Root): readonly Doubt[] {
  const namespace = root.platform.namespaceOf(workload);
  if (namespace === undefined) return [];
  const says = `and the expressions say ${namespace}`;
  const flux = root.platform.appliedBy.find(
    each => each.tool === 'flux' && each.namespace !== undefined && each.namespace !== namespace,
  );
  if (flux !== undefined)
    return [`${flux.kind} ${flux.name} puts everything into namespace ${flux.namespace}, ${says}`];
  const roots = [root, ...root.sistersOf(workload).map(each => each.root)];
  const filled = roots
    .flatMap(each => each.find('Namespace', ({ apiVersion }) => apiVersion === 'v1'))
    .find(({ name }) => NO_NAME.test(name));
  if (filled !== undefined)
    return [
      `something fills in the namespace after the build (${filled.where(['metadata', 'name'])}), ${says}`,
    ];
  return workload.namespace === undefined
    ? [`no manifest puts ${workload.kind} ${workload.name} into a namespace, ${says}`]
    : [];
}
