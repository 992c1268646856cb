/** Whether pods take plain text, as Istio is told. */

import type { Evidence, JsonObject, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { type OwnedNamespace, placeOf } from '../shared/namespaces/namespaces.ts';
import { refusedCallers, strictDoubts } from './callers.ts';
import type { Context, Message } from './context.ts';

const MODE = ['spec', 'mtls', 'mode'];

export function* peerAuthentication(
  namespace: OwnedNamespace,
  { root, options: { mode, rootNamespace }, configured }: Context,
  inMesh: Evidence | undefined,
): Generator<Proposal<Message>> {
  const { name } = namespace;
  const decision = configured('mode', `pods of this environment are to be ${mode}`);
  const doubts = mode === 'STRICT' ? strictDoubts(namespace, root) : [];
  const refused = mode === 'STRICT' ? refusedCallers(namespace, root) : undefined;
  const written = forAll(name, root);
  if (written !== undefined) {
    const said = String(written.get(MODE) ?? 'UNSET');
    const isOwn = root.resources.some(({ key }) => key === written.key);
    // Less than what is written is never wanted.
    if (decision === undefined || mode !== 'STRICT' || said === 'STRICT' || !isOwn) return;
    yield refused ?? {
      message: 'mode',
      data: { policy: written.name, written: said, name, mode },
      at: { on: written.key, path: MODE },
      changes: [written.set(MODE, mode)],
      evidence: [decision],
      doubts,
    };
    return;
  }
  // What a mesh does by itself is worth no object.
  if (decision === undefined) return;
  const ofMesh = forAll(rootNamespace, root)?.get(MODE);
  if (ofMesh === 'STRICT' || (ofMesh !== undefined && mode === ofMesh)) return;
  const manifest: JsonObject = {
    apiVersion: versionOf(root),
    kind: 'PeerAuthentication',
    metadata: { name: 'mtls' },
    spec: { mtls: { mode } },
  };
  const evidence = [decision, inMesh].filter(each => each !== undefined);
  yield refused ?? {
    message: 'policy',
    data: { name, mode },
    at: placeOf(namespace, root),
    changes: [{ type: 'create', manifest, namespace: name }],
    evidence,
    doubts,
  };
}

/** Without a selector a policy is for its namespace, and in that of the mesh for all of it. */
function forAll(namespace: string, { platform }: Root): Resource | undefined {
  return platform.ofMesh.find(each => {
    if (each.kind !== 'PeerAuthentication' || platform.namespaceOf(each) !== namespace) return false;
    const selector = each.get(['spec', 'selector', 'matchLabels']);
    return !isMap(selector) || Object.keys(selector).length === 0;
  });
}

/** The version that the repository writes: an older Istio serves no other. */
function versionOf({ platform }: Root): string {
  const written = platform.ofMesh.find(({ kind }) => kind === 'PeerAuthentication');
  return written?.apiVersion ?? 'security.istio.io/v1';
}
