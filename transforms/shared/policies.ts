/** Network policies around what a transform puts into a namespace. */

import { type Cluster, directionsOf } from '../../src/network/simulator.ts';
import type { Root } from '../../src/transform.ts';
import { isMap } from './data.ts';

/** Ports by which names of hosts are asked for. */
export const DNS = ['UDP', 'TCP'].map(protocol => ({ protocol, port: 53 }));

/** Those of one namespace, whoever renders them. */
export function policiesIn(namespace: string, { platform }: Root): Cluster {
  const policies = platform.find('NetworkPolicy', namespace === '' ? undefined : namespace).flatMap(each => {
    const spec = each.get(['spec']);
    return isMap(spec) && directionsOf(spec).length > 0 ? [{ namespace, spec }] : [];
  });
  return { namespaces: new Map(), policies };
}
