/** What a dump cannot get past, though all that it is told is right: several stores behind one name, or a mesh. */

import type { Doubt, Proposal, Resource, Root } from '../../src/transform.ts';
import { isInMesh, meshOf } from '../shared/clusters/injection.ts';
import { isMap } from '../shared/data.ts';
import { mayReplicate, replicationOf } from '../shared/storage/stores.ts';
import type { Server } from './server.ts';

/** By which a repository says that proxies are init containers that go on: they are there before a dump, and let its Job end. */
const NATIVE = /ENABLE_NATIVE_SIDECARS|nativeSidecar|native-sidecar/;
const ROOT_NAMESPACE = 'istio-system';

/** What keeps a dump back: a person has to decide first, or what `replicas` asks comes first. */
export function hindranceOf(
  server: Server,
  host: string,
  root: Root,
): Pick<Proposal, 'blocked' | 'known'> | undefined {
  const several = severalStores(server, host, root);
  if (several !== undefined) return { known: several };
  const mesh = strictMesh(server, root);
  return mesh === undefined ? undefined : { blocked: mesh };
}

function severalStores({ workload, container }: Server, host: string, root: Root): string | undefined {
  const { replicas = 1 } = workload;
  if (replicas < 2 || mayReplicate(workload)(root)) return undefined;
  return `nothing makes its ${replicas} pods one store (${replicationOf(container)}), and Service ${host} leads to any of them: that comes first`;
}

/** An init container starts before a proxy that is an ordinary container, and is in clear text then. */
function strictMesh({ workload }: Server, root: Root): string | undefined {
  if (!isInMesh(workload, root)) return undefined;
  const policy = strictPolicy(workload.podLabels, root.platform.namespaceOf(workload), root);
  if (policy === undefined || root.platform.mentions(NATIVE) !== undefined) return undefined;
  return `are the proxies of Istio native sidecars? A dump is made before any other is there, and PeerAuthentication ${policy.name} refuses it then`;
}

/** The one that counts for the store, where it wants TLS of the mesh on all ports. */
function strictPolicy(
  labels: Readonly<Record<string, string>>,
  namespace: string | undefined,
  { platform }: Root,
): Resource | undefined {
  const policies = platform.ofMesh.filter(({ kind }) => kind === 'PeerAuthentication');
  const selectorOf = (each: Resource) => each.get(['spec', 'selector', 'matchLabels']);
  const own = policies.filter(each => platform.namespaceOf(each) === namespace);
  const counts =
    own.find(each => {
      const selector = selectorOf(each);
      return isMap(selector) && Object.entries(selector).every(([key, value]) => labels[key] === value);
    }) ??
    own.find(each => selectorOf(each) === undefined) ??
    policies.find(each => platform.namespaceOf(each) === ROOT_NAMESPACE && selectorOf(each) === undefined);
  if (counts?.get(['spec', 'mtls', 'mode']) !== 'STRICT') return undefined;
  return counts.get(['spec', 'portLevelMtls']) === undefined ? counts : undefined;
}

export function hindranceDoubts(server: Server, root: Root): readonly Doubt[] {
  const { replicas = 1 } = server.workload;
  const { hasArgoApplications, hasFluxKustomizations } = root.repository;
  const isApplied = root.platform.appliedBy.length > 0;
  return [
    ...((hasArgoApplications || hasFluxKustomizations) && !isApplied
      ? [`no object of Argo CD or Flux here names ${root.path}: that anybody applies the dump is not seen`]
      : []),
    ...(replicas < 2
      ? []
      : [`it has ${replicas} pods: the dump is one of whichever of them its Service leads to`]),
    ...meshDoubts(server, root),
  ];
}

export function meshDoubts({ workload }: Server, root: Root): readonly Doubt[] {
  const mesh = meshOf(workload, root)?.mesh;
  return mesh === undefined
    ? []
    : [
        `pods of its namespace may get a proxy (${mesh}): with one that is no native sidecar the Job does not end`,
      ];
}
