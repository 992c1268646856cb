/** Pods of one mesh prove to each other who they are, and nobody reads along (catalogue M8). */

import { isOutOfMesh, type Mesh, type MeshMark, meshMarksOf } from '../../src/kubernetes/mesh.ts';
import { defineTransform, type Evidence, type Proposal, type Resource } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { saidByPods } from '../shared/clusters/proxies.ts';
import { type OwnedNamespace, ownedNamespaces } from '../shared/namespaces/namespaces.ts';
import { chosenAtApply } from '../shared/namespaces/unrendered.ts';
import type { Context, Message } from './context.ts';
import { proxyDoubts } from './doubts.ts';
import { proxyResources, strictLinkerd } from './linkerd.ts';
import { meshBeside, NAMES, USUAL } from './mesh.ts';
import { peerAuthentication } from './policy.ts';

/** Where the meshes themselves run: their parts find each other without themselves. */
const OF_MESHES = /^(?:istio-.*|linkerd(?:-.*)?)$/;

export default defineTransform({
  id: 'mtls',
  title: 'Pods of a mesh talk by mutual TLS',
  severity: 'medium',
  group: 'security',
  order: 960,
  preset: 'opt-in',
  each: 'root',
  options: {
    mesh: {
      type: 'string',
      enum: ['istio', 'ambient', 'linkerd', 'none'],
      description:
        'The mesh of the cluster: `istio` with a proxy in every pod, `ambient` with one for each node, `linkerd`, or `none`. Without it, what other namespaces of the repository say.',
    },
    revision: {
      type: 'string',
      description:
        'Revision of Istio that puts proxies into pods: the label is then `istio.io/rev`, and `istio-injection` otherwise.',
    },
    mode: {
      type: 'string',
      enum: ['PERMISSIVE', 'STRICT'],
      perEnvironment: { otherwise: 'PERMISSIVE' },
      description:
        'Whether pods also take plain text (`PERMISSIVE`), or refuse whoever is not in the mesh (`STRICT`). Unset, nothing is written: Istio takes it by itself.',
    },
    rootNamespace: {
      type: 'string',
      default: 'istio-system',
      description: 'Namespace whose policies hold for all of the mesh.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    outside:
      'namespace {name} is outside of the mesh: its pods talk in plain text, and to anybody. {mark} brings it into {mesh}',
    'two-modes': 'Namespace {name} says {marks}: only one of them holds',
    policy:
      'nothing says whether pods of namespace {name} take plain text from outside of the mesh. A PeerAuthentication does: {mode}',
    mode: 'PeerAuthentication {policy} says {written} for namespace {name}. It says {mode}',
    inbound:
      'pods of namespace {name} take plain text from outside of the mesh. They take calls from inside alone',
    callers: 'pods of namespace {name} are to refuse plain text, and {callers} would be refused',
  },
  briefs: {
    outside: 'outside of the mesh',
    'two-modes': 'two ways into the mesh',
    policy: 'no policy of the mesh',
    mode: 'takes plain text',
    inbound: 'takes plain text',
    callers: 'callers from outside of the mesh',
  },
  docs: {
    why: 'Whoever gets into the network of a cluster reads what pods say to each other, and can pretend to be one of them. In a mesh, proxies encrypt connections and show certificates for the account of each pod.',
    risk: 'A proxy comes between a program and everything it talks to, when its pods are made anew: jobs that do not end, init containers without a network and protocols in which the server speaks first have trouble with it. `STRICT` refuses whoever is not in the mesh, scrapers and controllers of Ingresses among them.',
    links: [
      'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
      'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
      'https://linkerd.io/2/features/automatic-mtls/',
    ],
    sameAs: [],
  },
  *plan(root, context) {
    for (const namespace of ownedNamespaces(root)) {
      const { name, claimants } = namespace;
      // Of several with the same claim nobody is known to speak for the pods of the others.
      if (claimants.length > 0 || OF_MESHES.test(name) || name === context.options.rootNamespace) continue;
      yield* inNamespace(namespace, context);
    }
  },
});

function* inNamespace(namespace: OwnedNamespace, context: Context): Generator<Proposal<Message>> {
  const { name, workloads } = namespace;
  const { root, options } = context;
  const object = root.platform.namespaceObject(name);
  if (options.mesh === 'none' || (object !== undefined && isOutOfMesh(object))) return;
  const marks = object === undefined ? [] : meshMarksOf(object);
  const keys = marks.map(({ key }) => key);
  if (keys.includes('istio-injection') && keys.length > 1) {
    yield twoModes(object!, marks);
    return;
  }
  // Where pods say it one by one, the namespace is meant to say nothing.
  const said = workloads.map(saidByPods).find(each => each !== undefined && each !== 'none');
  const mesh = marks[0]?.mesh ?? said;
  if (mesh === undefined) {
    const proposal = namespace.object && outside(namespace, namespace.object, context);
    if (proposal !== undefined) yield proposal;
    return;
  }
  if (chosenAtApply(namespace, root) !== undefined) return;
  if (mesh === 'linkerd') yield* strictLinkerd(namespace, context);
  else yield* peerAuthentication(namespace, context, evidenceOf(object, marks[0]));
}

function twoModes(object: Resource, marks: readonly MeshMark[]): Proposal<Message> {
  return {
    message: 'two-modes',
    data: { name: object.name, marks: marks.map(({ key, value }) => `${key}: ${value}`).join(' and ') },
    at: { on: object.key, path: ['metadata', 'labels', 'istio-injection'] },
    changes: [],
    evidence: [],
    blocked: 'Istio goes by `istio-injection` where it stands: which of them is meant?',
  };
}

function outside(
  namespace: OwnedNamespace,
  object: Resource,
  context: Context,
): Proposal<Message> | undefined {
  const { root } = context;
  const found = meshOf(context);
  if (found === undefined) return undefined;
  const { mark, evidence } = found;
  const open = 'at' in evidence ? root.platform.leftOpenAt(evidence.at) : undefined;
  if (open !== undefined) return whetherItJoins(object, mark, open);
  const more = mark.mesh === 'linkerd' ? proxyResources(namespace, root) : {};
  return {
    message: 'outside',
    data: { name: namespace.name, mark: `${mark.key}: ${mark.value}`, mesh: NAMES[mark.mesh] },
    at: { on: object.key, path: ['metadata', mark.field, mark.key] },
    changes: Object.entries({ [mark.key]: mark.value, ...more }).map(([key, value]) =>
      object.set(['metadata', mark.field, key], value),
    ),
    restarts: false,
    via: 'texts',
    evidence: [evidence],
    doubts: proxyDoubts(namespace, mark.mesh, root),
  };
}

/** One question for all namespaces: who names the mesh has said that the rest is open. */
function whetherItJoins(object: Resource, mark: MeshMark, open: string): Proposal<Message> {
  const mesh = NAMES[mark.mesh];
  return {
    message: 'outside',
    data: { name: object.name, mark: `${mark.key}: ${mark.value}`, mesh },
    at: { on: object.key, path: ['metadata', mark.field, mark.key] },
    changes: [],
    evidence: [],
    blocked: `does it join ${mesh}? "${open}"`,
    asks: [
      {
        type: 'decision',
        about: `namespaces that join ${mesh}`,
        question: `which of them join ${mesh}, and when? A comment beside \`mesh\` says that it is open: it goes when that is decided`,
        names: [`Namespace ${object.name}`],
        choices: [staying('none of them', `it is not to join ${mesh}`)],
      },
    ],
  };
}

/** What the configuration says, in the way of other namespaces; else what those say. */
function meshOf({
  root,
  options: { mesh, revision },
  configured,
}: Context): { readonly mark: MeshMark; readonly evidence: Evidence } | undefined {
  const beside = meshBeside(root);
  if (mesh === undefined) return beside;
  // A cluster of a developer has none by itself, whatever the others have.
  if (beside === undefined && isOnOwnMachine(root)) return undefined;
  const evidence = configured('mesh', `the mesh of the cluster is ${NAMES[mesh as Mesh]}`);
  if (evidence === undefined) return undefined;
  if (mesh === 'istio' && revision !== undefined)
    return { mark: { ...USUAL.istio, key: 'istio.io/rev', value: revision }, evidence };
  return { mark: beside?.mark.mesh === mesh ? beside.mark : USUAL[mesh as Mesh], evidence };
}

function evidenceOf(object: Resource | undefined, mark: MeshMark | undefined): Evidence | undefined {
  if (object === undefined || mark === undefined) return undefined;
  const at = object.where(['metadata', mark.field, mark.key]);
  return { kind: 'manifest', at, says: `Namespace ${object.name} is in the mesh` };
}
