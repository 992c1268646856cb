/** Proxies behind a VirtualService of Istio: each of its Gateways selects them by labels, in whatever namespace they run. */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { mapOf } from '../../../src/network/data.ts';
import type { Resource, Root } from '../../../src/transform.ts';
import { stringsIn } from '../../shared/data.ts';
import type { Known, Labels } from './peers.ts';

const GROUP = 'networking.istio.io';

/** Undefined where it is no such route, or one of its Gateways is not in sight. */
export function istioGateways(route: Resource, root: Root): readonly Known[] | undefined {
  if (apiGroupOf(route.apiVersion) !== GROUP) return undefined;
  const names = stringsIn(route.get(['spec', 'gateways'])).filter(each => each !== 'mesh');
  const found = names.map(name => gatewayOf(name, route, root));
  const known = new Map<string, Known>();
  for (const gateway of found) {
    const labels = gateway && labelsOf(gateway);
    if (gateway === undefined || labels === undefined) return undefined;
    known.set(JSON.stringify(labels), {
      peer: { type: 'pods', labels },
      name: `gateway ${gateway.name}`,
      evidence: {
        kind: 'manifest',
        at: gateway.where(['spec', 'selector']),
        says: `Gateway ${gateway.name} selects its proxies`,
      },
    });
  }
  return known.size === 0 ? undefined : [...known.values()];
}

/** `shared/public`, or one beside the route. */
function gatewayOf(said: string, route: Resource, { platform }: Root): Resource | undefined {
  const [name, namespace = platform.namespaceOf(route)] = said.split('/').reverse();
  return platform
    .find('Gateway', namespace)
    .find(each => each.name === name && apiGroupOf(each.apiVersion) === GROUP);
}

/** One without labels means all proxies there are. */
function labelsOf(gateway: Resource): Labels | undefined {
  const labels = Object.entries(mapOf(gateway.get(['spec', 'selector'])));
  if (labels.length === 0 || labels.some(([, value]) => typeof value !== 'string')) return undefined;
  return Object.fromEntries(labels) as Labels;
}
