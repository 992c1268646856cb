/** A policy for what no other policy selects: nobody may talk to that. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import { mapOf } from '../../src/network/data.ts';
import { directionsOf } from '../../src/network/simulator.ts';
import type { JsonObject, Proposal, Root } from '../../src/transform.ts';
import { makerOfPods, type OwnedNamespace, placeOf, whoOwns } from '../shared/namespaces/namespaces.ts';
import { enumerated } from '../shared/prose.ts';
import { isSelected } from './missing.ts';

export type DenyMessage = 'no-deny';

export function* defaultDeny(namespace: OwnedNamespace, root: Root): Generator<Proposal<DenyMessage>> {
  const { name, workloads, claimants } = namespace;
  if (hasDefault(name, root)) return;
  const finding = {
    message: 'no-deny',
    data: { namespace: name, change: '' },
    at: placeOf(namespace, root),
    changes: [],
    evidence: [],
  } as const;
  if (claimants.length > 0) {
    yield { ...finding, ...whoOwns(namespace, root) };
    return;
  }
  const maker = makerOfPods(namespace, root);
  if (maker !== undefined) {
    yield {
      ...finding,
      known: `${maker} may make pods there that nobody has rendered, and it would cut them off`,
    };
    return;
  }
  const open = workloads.filter(each => each.pod.hostNetwork !== true && !isSelected(each, root));
  yield {
    ...finding,
    data: { namespace: name, change: '. It gets one' },
    changes: [{ type: 'create', manifest: MANIFEST, namespace: name }],
    doubts: ['pods that run there and stand in no manifest of the repository are cut off'],
    // Before each has its own, it would cut off everybody.
    ...(open.length > 0 && {
      awaits: `policies of their own for ${enumerated(open.map(each => each.name))}`,
    }),
  };
}

const MANIFEST: JsonObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'default-deny' },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
};

/** Whether a policy takes every pod of a namespace for what comes in, whatever it lets through. */
function hasDefault(namespace: string, { platform }: Root): boolean {
  return platform
    .find('NetworkPolicy', namespace)
    .filter(each => apiGroupOf(each.apiVersion) === 'networking.k8s.io')
    .map(each => mapOf(each.get(['spec'])))
    .some(
      spec =>
        directionsOf(spec).includes('Ingress') &&
        Object.values(mapOf(spec.podSelector)).every(each => Object.keys(Object(each)).length === 0),
    );
}
