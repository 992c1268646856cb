/** The step of a plan that says namespaces of roots: behind what is said of objects, since it is said of all of them. */
import type { RootNamespace } from '../find/root-namespaces.ts';
import { EditRefused } from '../write/draft/draft.ts';
import type { StepWay } from './proven-step.ts';

export const NAMESPACING: StepWay<RootNamespace> = {
  write({ root, namespace, against }, draft, { notEditable }) {
    const { file, spelling } = root.accumulated.kustomization;
    const reason = against ?? notEditable(file);
    if (reason !== null) throw new EditRefused(file, reason);
    const path = [spelling.get('namespace') ?? 'namespace'];
    draft.edit(file, [{ op: 'set', doc: 0, path, value: namespace }]);
    return [{ file, kind: 'entry' }];
  },
  declare: ({ root, namespace, fixIds }) => ({
    fixIds,
    type: 'set',
    sourceId: null,
    level: { type: 'layer', folder: root.folder },
    path: ['metadata', 'namespace'],
    value: namespace,
    namespace,
  }),
};
