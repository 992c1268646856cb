/** Versions of APIs that well-known controllers bring. */
import { at, type Move } from './moves.ts';

export const CUSTOM: readonly Move[] = [
  {
    from: 'external-secrets.io/v1beta1',
    kinds: ['ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore'],
    to: 'external-secrets.io/v1',
    goneIn: 'External Secrets 0.17',
    newSince: 'External Secrets 0.16',
  },
  ...flux('kustomize', ['v1beta1', 'v1beta2'], ['Kustomization'], 'v1', '2.0', [
    'validation',
    'patchesStrategicMerge',
    'patchesJson6902',
  ]),
  ...flux('source', ['v1beta1', 'v1beta2'], ['GitRepository'], 'v1', '2.0', [
    'gitImplementation',
    'accessFrom',
  ]),
  ...flux('source', ['v1beta1', 'v1beta2'], ['HelmRepository', 'HelmChart'], 'v1', '2.3', [
    'accessFrom',
    'valuesFile',
  ]),
  ...flux('source', ['v1beta1', 'v1beta2'], ['Bucket', 'OCIRepository'], 'v1', '2.6', ['accessFrom']),
  ...flux(
    'image',
    ['v1beta1', 'v1beta2'],
    ['ImageRepository', 'ImagePolicy', 'ImageUpdateAutomation'],
    'v1',
    '2.7',
    ['accessFrom'],
  ).map(
    // image-reflector-controller 1.0 and 1.2, whose pull requests 805 and 896 took them away.
    (move): Move => ({ ...move, goneIn: move.from.endsWith('/v1beta1') ? 'Flux 2.7' : 'Flux 2.9' }),
  ),
  ...flux('notification', ['v1beta1', 'v1beta2'], ['Receiver'], 'v1', '2.0', []),
  ...flux('notification', ['v1beta1', 'v1beta2'], ['Alert', 'Provider'], 'v1beta3', '2.2', ['summary']),
  ...flux('helm', ['v2beta1', 'v2beta2'], ['HelmRelease'], 'v2', '2.3', ['postRenderers']).map(
    (move): Move => ({
      ...move,
      byHand: object =>
        at(object, 'spec', 'chart', 'spec', 'valuesFile') === undefined
          ? move.byHand?.(object)
          : 'say `valuesFiles`: v2 has no `valuesFile`',
    }),
  ),
  // All of these are still served.
  {
    from: 'gateway.networking.k8s.io/v1beta1',
    kinds: ['Gateway', 'GatewayClass', 'HTTPRoute'],
    to: 'gateway.networking.k8s.io/v1',
    newSince: 'Gateway API 1.0',
  },
  ...['v1alpha3', 'v1beta1'].map(
    (version): Move => ({
      from: `networking.istio.io/${version}`,
      kinds: [
        'DestinationRule',
        'Gateway',
        'ServiceEntry',
        'Sidecar',
        'VirtualService',
        'WorkloadEntry',
        'WorkloadGroup',
      ],
      to: 'networking.istio.io/v1',
      newSince: 'Istio 1.22',
    }),
  ),
  {
    from: 'security.istio.io/v1beta1',
    kinds: ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
    to: 'security.istio.io/v1',
    newSince: 'Istio 1.22',
  },
];

/**
 * @param since release that brought the later version
 * @param dropped fields of the spec that it has no more
 */
function flux(
  group: string,
  versions: readonly string[],
  kinds: readonly string[],
  to: string,
  since: string,
  dropped: readonly string[],
): Move[] {
  return versions.map(version => ({
    from: `${group}.toolkit.fluxcd.io/${version}`,
    kinds,
    to: `${group}.toolkit.fluxcd.io/${to}`,
    goneIn: 'Flux 2.8',
    newSince: `Flux ${since}`,
    byHand: object => {
      const field = dropped.find(name => at(object, 'spec', name) !== undefined);
      return field === undefined
        ? undefined
        : `say otherwise what \`spec.${field}\` says: ${to} need not have it`;
    },
  }));
}
