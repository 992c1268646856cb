/** By which names of the DNS a route is reached. */

import type { Resource } from '../../src/transform.ts';
import { mapsIn, stringsIn } from './data.ts';

const IN_MATCH = /Host(?:SNI)?\(([^)]*)\)/g;

/** Of an Ingress, of a route of the Gateway API, of OpenShift or of Traefik; nothing else has any. */
export function hostsOf(route: Resource): readonly string[] {
  const { kind } = route;
  if (kind === 'Ingress')
    return stringsIn(mapsIn(route.get(['spec', 'rules'])).map(({ host = null }) => host));
  if (kind === 'Route') return stringsIn([route.get(['spec', 'host']) ?? null]);
  if (kind.startsWith('IngressRoute'))
    return stringsIn(mapsIn(route.get(['spec', 'routes'])).map(({ match = null }) => match)).flatMap(match =>
      [...match.matchAll(IN_MATCH)].flatMap(([, said]) => said!.match(/[\w*.-]+/g) ?? []),
    );
  return kind.endsWith('Route') ? stringsIn(route.get(['spec', 'hostnames'])) : [];
}
