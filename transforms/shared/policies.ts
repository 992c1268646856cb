/** Network policies around what a transform puts into a namespace. */

import { type Cluster, directionsOf } from '../../src/network/simulator.ts';
import { type Change, type JsonObject, nameOf, type Resource, type Root } from '../../src/transform.ts';
import { isMap } from './data.ts';

/** The rule that lets names of hosts be asked for, wherever the server of names is. */
export const TO_DNS: JsonObject = {
  to: [{ namespaceSelector: {} }],
  ports: ['UDP', 'TCP'].map(protocol => ({ protocol, port: 53 })),
};

/** A policy beside an object, and called after it. */
export function newPolicy(
  beside: Resource,
  name: { readonly of?: Resource; readonly suffix: string },
  spec: JsonObject,
): Change {
  return {
    type: 'create',
    manifest: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: nameOf(name.of ?? beside, { suffix: name.suffix }) },
      spec,
    },
    beside: beside.key,
  };
}

/** Those of one namespace, whoever renders them. */
export function policiesIn(namespace: string, { platform }: Root): Cluster {
  const policies = platform.find('NetworkPolicy', namespace === '' ? undefined : namespace).flatMap(each => {
    const spec = each.get(['spec']);
    return isMap(spec) && directionsOf(spec).length > 0 ? [{ namespace, spec }] : [];
  });
  return { namespaces: new Map(), policies };
}
