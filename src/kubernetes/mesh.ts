/** By which marks a namespace or a pod is in a service mesh. */

/** `istio` puts a proxy into every pod, `ambient` has one for each node. */
export type Mesh = 'istio' | 'ambient' | 'linkerd';

/** What a Namespace says to be in a mesh. */
export interface MeshMark {
  readonly mesh: Mesh;
  readonly field: 'labels' | 'annotations';
  readonly key: string;
  readonly value: string;
}

export interface MeshKey<M> extends Pick<MeshMark, 'key'> {
  readonly mesh: M;
  readonly isOn: RegExp;
  /** Where a Namespace says it; undefined for what pods alone say. */
  readonly field: MeshMark['field'] | undefined;
}

/** Pods say what a Namespace says as labels or as annotations. */
export const MESH_KEYS: readonly MeshKey<Mesh>[] = [
  { mesh: 'ambient', field: 'labels', key: 'istio.io/dataplane-mode', isOn: /^ambient$/ },
  { mesh: 'istio', field: 'labels', key: 'istio-injection', isOn: /^enabled$/ },
  { mesh: 'istio', field: 'labels', key: 'istio.io/rev', isOn: /./ },
  { mesh: 'istio', field: undefined, key: 'sidecar.istio.io/inject', isOn: /^true$/ },
  { mesh: 'linkerd', field: 'annotations', key: 'linkerd.io/inject', isOn: /^(?:enabled|ingress)$/ },
];

/** Of meshes of whose policies nothing is known here: a proxy stands in front of the pods all the same. */
export const OTHER_MESH_KEYS: readonly MeshKey<'consul' | 'kuma'>[] = [
  { mesh: 'consul', field: 'annotations', key: 'consul.hashicorp.com/connect-inject', isOn: /^true$/ },
  { mesh: 'kuma', field: 'labels', key: 'kuma.io/sidecar-injection', isOn: /^(?:true|enabled)$/ },
];

type Marked = Readonly<Record<MeshMark['field'], Readonly<Record<string, string>>>>;

/** The marks of a Namespace that bring it into a mesh. */
export function meshMarksOf(namespace: Marked): readonly MeshMark[] {
  return MESH_KEYS.flatMap(({ isOn, mesh, field, key }) => {
    const value = field && namespace[field][key];
    return field !== undefined && value !== undefined && isOn.test(value)
      ? [{ mesh, field, key, value }]
      : [];
  });
}

/** Whether a Namespace says that it is in none, or in another than these. */
export function isOutOfMesh({ labels, annotations }: Marked): boolean {
  return (
    OTHER_MESH_KEYS.some(({ key }) => key in labels || key in annotations) ||
    MESH_KEYS.some(({ isOn, field, key }) => {
      const value = (field === 'annotations' ? annotations : labels)[key];
      return field !== undefined && value !== undefined && !isOn.test(value);
    })
  );
}
