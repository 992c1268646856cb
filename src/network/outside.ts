/** Connections that come from no workload of the repository. */

import type { Edge, Root, Workload } from '../transform.ts';
import { checked } from './health-checks.ts';
import { backendsOf, ROUTES } from './routes.ts';
import { marked, metered, namedForScrapers } from './scrapers.ts';
import { serviceCalled, targetsOf } from './services.ts';
import { calledByServer, published, scraped } from './watchers.ts';

/** @param namespace that they arrive in */
export function* edgesFromOutside(namespace: string | undefined, root: Root): Generator<Edge> {
  yield* routed(namespace, root);
  yield* published(namespace, root);
  yield* checked(namespace, root);
  const scrapes = [...scraped(namespace, root), ...marked(namespace, root)];
  yield* scrapes;
  const known = new Set(scrapes.map(({ to }) => to));
  const isScraped = (workload: Workload) => known.has(workload);
  yield* metered(namespace, isScraped, root);
  yield* namedForScrapers(namespace, isScraped, root);
  yield* calledByServer(namespace, root);
}

function* routed(namespace: string | undefined, root: Root): Generator<Edge> {
  const { platform } = root;
  const routes = new Set(ROUTES.flatMap(kind => [...platform.find(kind, namespace), ...root.find(kind)]));
  for (const route of routes) {
    for (const { from, service, namespace: said, port } of backendsOf(route)) {
      const home = said ?? platform.namespaceOf(route);
      if (home !== namespace) continue;
      const found = serviceCalled(service, home, root);
      if (found === undefined) continue;
      for (const { workload: to, ...arrival } of targetsOf(found, port, root))
        yield {
          from,
          to,
          ...arrival,
          evidence: {
            kind: 'manifest',
            at: route.where(['spec']),
            says: `${route.kind} ${route.name} leads to Service ${found.name}`,
          },
        };
    }
  }
}
