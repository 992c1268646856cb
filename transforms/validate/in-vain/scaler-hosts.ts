/**
 * Servers that KEDA is to ask by a name which only pods of their own namespace know: it asks from its own.
 *
 * @see https://github.com/kedacore/keda/issues/6247
 */

import { bareHostsOf } from '../../../src/network/queue-scalers.ts';
import type { Proposal, Resource, Root } from '../../../src/transform.ts';
import { remembered } from '../../shared/remembered.ts';

export type ScalerHostMessage = 'scaler-host';

export function* scalerHosts(scaler: Resource, root: Root): Generator<Proposal<ScalerHostMessage>> {
  if (scaler.kind !== 'ScaledObject' && scaler.kind !== 'ScaledJob') return;
  const namespace = root.platform.namespaceOf(scaler);
  const [told] = bareHostsOf(scaler, root);
  if (told === undefined || namespace === undefined || homesOfKeda(root).has(namespace)) return;
  const { host, key = 'a text', at } = told;
  yield {
    message: 'scaler-host',
    data: { resource: `${scaler.kind} ${scaler.name}`, host },
    at: { on: scaler.key, path: ['spec', 'triggers'] },
    changes: [],
    evidence: [{ kind: 'manifest', at, says: `${key} names ${host} alone` }],
    known: `as ${host}.${namespace}.svc KEDA finds it, and so do pods of the namespace`,
  };
}

/** Namespaces that its operator is rendered in. */
const homesOfKeda = remembered(
  ({ platform }: Root) =>
    new Set(
      platform.workloadsAnywhere.flatMap(each =>
        each.podLabels.app === 'keda-operator' ? [platform.namespaceOf(each)] : [],
      ),
    ),
);
