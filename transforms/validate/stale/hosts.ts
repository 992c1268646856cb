/** Routes by which an environment takes the name of production: the overlay has changed the others of them, and left these. */

import { ROUTES } from '../../../src/network/routes.ts';
import type { Proposal, Resource, Root } from '../../../src/transform.ts';
import { hostsOf } from '../../shared/hosts.ts';
import { enumerated } from '../../shared/prose.ts';
import { sisterRoots } from '../../shared/sister-roots.ts';

export type HostMessage = 'host-of-production';

export function* hostsOfProduction(root: Root): Generator<Proposal<HostMessage>> {
  const { name: here, tier } = root.environment;
  if (here === undefined || tier === undefined || tier === 'production') return;
  const production = sisterRoots(root).filter(each => each.environment.tier === 'production');
  const taken = new Set(production.flatMap(each => routesOf(each).flatMap(hostsOf)));
  if (taken.size === 0) return;
  const routes = routesOf(root);
  const isTaken = (host: string) => taken.has(host);
  // Where all have the name of production, there may be a DNS of its own.
  const own = routes.flatMap(hostsOf).find(host => !isTaken(host));
  if (own === undefined) return;
  for (const route of routes) {
    const hosts = [...new Set(hostsOf(route))];
    if (hosts.length === 0 || !hosts.every(isTaken)) continue;
    yield {
      message: 'host-of-production',
      data: { resource: `${route.kind} ${route.name}`, host: enumerated(hosts), own, here },
      at: { on: route.key, path: ['spec'] },
      changes: [],
      evidence: [
        { kind: 'manifest', at: route.where(['spec']), says: `it is reached as ${enumerated(hosts)}` },
      ],
      known: `it needs a name of its own in ${root.path} as the others have, or goes there (\`$patch: delete\`)`,
    };
  }
}

function routesOf(root: Root): readonly Resource[] {
  return ROUTES.flatMap(kind => root.find(kind));
}
