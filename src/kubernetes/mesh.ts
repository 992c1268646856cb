/** By which marks a namespace is in a service mesh. */

/** `istio` puts a proxy into every pod, `ambient` has one for each node. */
export type Mesh = 'istio' | 'ambient' | 'linkerd';

/** What a Namespace says to be in a mesh. */
export interface MeshMark {
  readonly mesh: Mesh;
  readonly field: 'labels' | 'annotations';
  readonly key: string;
  readonly value: string;
}

const KEYS: readonly (Omit<MeshMark, 'value'> & { readonly isOn: RegExp })[] = [
  { mesh: 'ambient', field: 'labels', key: 'istio.io/dataplane-mode', isOn: /^ambient$/ },
  { mesh: 'istio', field: 'labels', key: 'istio-injection', isOn: /^enabled$/ },
  { mesh: 'istio', field: 'labels', key: 'istio.io/rev', isOn: /./ },
  { mesh: 'linkerd', field: 'annotations', key: 'linkerd.io/inject', isOn: /^(?:enabled|ingress)$/ },
];

/** By which a namespace is in another mesh, or is to be in none of that. */
const OF_OTHERS = ['kuma.io/sidecar-injection', 'consul.hashicorp.com/connect-inject'];

type Marked = Readonly<Record<MeshMark['field'], Readonly<Record<string, string>>>>;

/** The marks of a Namespace that bring it into a mesh. */
export function meshMarksOf(namespace: Marked): readonly MeshMark[] {
  return KEYS.flatMap(({ isOn, ...key }) => {
    const value = namespace[key.field][key.key];
    return value !== undefined && isOn.test(value) ? [{ ...key, value }] : [];
  });
}

/** Whether a Namespace says that it is in none, or in another than these. */
export function isOutOfMesh({ labels, annotations }: Marked): boolean {
  const has = (key: string) => key in labels || key in annotations;
  return (
    OF_OTHERS.some(has) ||
    KEYS.some(({ isOn, field, key }) => {
      const value = (field === 'labels' ? labels : annotations)[key];
      return value !== undefined && !isOn.test(value);
    })
  );
}
