/** Which mesh there is, and who is in it. */

import { type Mesh, type MeshMark, meshMarksOf } from '../../src/kubernetes/mesh.ts';
import type { Evidence, Root } from '../../src/transform.ts';
import { remembered } from '../shared/remembered.ts';

export const NAMES: Readonly<Record<Mesh, string>> = {
  istio: 'Istio',
  ambient: 'Istio (ambient)',
  linkerd: 'Linkerd',
};

/** What turns it on where nothing else is usual. */
export const USUAL: Readonly<Record<Mesh, MeshMark>> = {
  istio: { mesh: 'istio', field: 'labels', key: 'istio-injection', value: 'enabled' },
  ambient: { mesh: 'ambient', field: 'labels', key: 'istio.io/dataplane-mode', value: 'ambient' },
  linkerd: { mesh: 'linkerd', field: 'annotations', key: 'linkerd.io/inject', value: 'enabled' },
};

export interface FoundMesh {
  readonly mark: MeshMark;
  readonly evidence: Evidence;
}

/** What other namespaces of the cluster say, as long as all of them say the same. */
export const meshBeside = remembered((root: Root): FoundMesh | undefined => {
  const found = root.platform.ofMesh
    .filter(({ kind }) => kind === 'Namespace')
    .flatMap(namespace => meshMarksOf(namespace).map(mark => ({ mark, namespace })));
  const [first] = found;
  if (first === undefined || found.some(({ mark }) => !isSame(mark, first.mark))) return undefined;
  const { mark, namespace } = first;
  const at = namespace.where(['metadata', mark.field, mark.key]);
  return {
    mark,
    evidence: { kind: 'manifest', at, says: `Namespace ${namespace.name} is in ${NAMES[mark.mesh]}` },
  };
});

function isSame(a: MeshMark, b: MeshMark): boolean {
  return a.key === b.key && a.value === b.value;
}
