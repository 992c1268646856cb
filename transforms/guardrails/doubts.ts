/** What speaks against a policy whose rules all rendered pods keep to. */

import { isClusterScoped } from '../../src/kubernetes/kinds.ts';
import type { Doubt, Resource, Root } from '../../src/transform.ts';
import { injection } from '../shared/clusters/injection.ts';
import { type OwnedNamespace, unseenPods } from '../shared/namespaces/namespaces.ts';
import { chosenAtApply } from '../shared/namespaces/unrendered.ts';
import type { Action } from './policy.ts';

/** Who applies what is in a namespace may have no right to what is in none. */
export function notAllowed({ resources }: Root): readonly Doubt[] {
  const isCommon = ({ kind, apiVersion }: Resource) =>
    kind !== 'Namespace' && isClusterScoped(kind, apiVersion) === true;
  return resources.some(isCommon)
    ? []
    : [
        'but for Namespaces nothing that it renders belongs to the cluster as a whole: who applies it needs the right to',
      ];
}

export function unseen(namespace: OwnedNamespace, action: Action, root: Root): readonly Doubt[] {
  const later = chosenAtApply(namespace, root);
  const given = later === undefined ? [] : [later];
  if (action === 'Deny') {
    const others = 'pods that nobody renders here are refused where they fall short';
    return [others, ...unseenPods(namespace, root), ...given];
  }
  const mesh = injection(namespace.object, namespace.workloads) ?? spokenOf(namespace, root);
  if (mesh === undefined) return given;
  const init = /istio/i.test(mesh)
    ? ', as `istio-init` does, which is root where no CNI plugin takes its place'
    : '';
  return [`${mesh} puts containers into its pods that are not rendered, and may fall short${init}`, ...given];
}

/** Objects that mean a mesh where no namespace says so: somebody else labels it. */
const OF_MESHES: readonly (readonly [kind: string, group: string, mesh: string])[] = [
  ['VirtualService', 'networking.istio.io', 'Istio'],
  ['DestinationRule', 'networking.istio.io', 'Istio'],
  ['Sidecar', 'networking.istio.io', 'Istio'],
  ['PeerAuthentication', 'security.istio.io', 'Istio'],
  ['AuthorizationPolicy', 'security.istio.io', 'Istio'],
  ['ServiceProfile', 'linkerd.io', 'Linkerd'],
  ['Server', 'policy.linkerd.io', 'Linkerd'],
];

function spokenOf({ name }: OwnedNamespace, { platform }: Root): string | undefined {
  for (const [kind, group, mesh] of OF_MESHES) {
    const found = platform.find(kind, name).find(({ apiVersion }) => apiVersion.startsWith(`${group}/`));
    if (found !== undefined) return `${mesh}, which ${kind} ${found.name} speaks to,`;
  }
  return undefined;
}
