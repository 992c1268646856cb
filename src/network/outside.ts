/** Connections that come from no workload of the repository. */

import type { Edge, Root, Workload } from '../transform.ts';
import { callsIn } from './between.ts';
import { checked } from './health-checks.ts';
import { askedByScalers } from './queue-scalers.ts';
import { backendsOf, controllerOf, ROUTES } from './routes.ts';
import { marked, metered, namedForScrapers } from './scrapers.ts';
import { serviceCalled, targetsOf } from './services.ts';
import { calledByServer, published, scraped } from './watchers.ts';

/** @param namespace that they arrive in */
export function* edgesFromOutside(namespace: string | undefined, root: Root): Generator<Edge> {
  yield* routed(namespace, root);
  yield* askedFirst(namespace, root);
  yield* published(namespace, root);
  yield* checked(namespace, root);
  const scrapes = [...scraped(namespace, root), ...marked(namespace, root)];
  yield* scrapes;
  const known = new Set(scrapes.map(({ to }) => to));
  const isScraped = (workload: Workload) => known.has(workload);
  yield* metered(namespace, isScraped, root);
  yield* namedForScrapers(namespace, isScraped, root);
  yield* askedByScalers(namespace, root);
  yield* calledByServer(namespace, root);
}

/** What else controllers call for a route: who is asked whether a request may pass, and what snippets pass requests on to. */
const SAID_TO_CONTROLLER = /\/(?:auth-url|mirror-target|default-backend|[a-z-]+-snippets?)$/;

function* askedFirst(namespace: string | undefined, root: Root): Generator<Edge> {
  const { platform } = root;
  const near = (kind: string) => new Set([...platform.find(kind, namespace), ...root.find(kind)]);
  const said = [
    ...[...near('Ingress')].flatMap(object =>
      Object.entries(object.annotations)
        .filter(([key]) => SAID_TO_CONTROLLER.test(key))
        .map(([key, text]) => ({ object, key, text, path: ['metadata', 'annotations', key] })),
    ),
    ...[...near('Middleware')].flatMap(object => {
      const path = ['spec', 'forwardAuth', 'address'];
      const text = object.get(path);
      return typeof text === 'string' ? [{ object, key: 'address', text, path }] : [];
    }),
  ];
  for (const { object, path, ...text } of said) {
    const own = platform.namespaceOf(object);
    for (const { service, to, port, protocol } of callsIn([{ ...text, portBeside: undefined }], own, root)) {
      if (platform.namespaceOf(service) !== namespace) continue;
      yield {
        from: controllerOf(object),
        to,
        port,
        protocol,
        evidence: {
          kind: 'manifest',
          at: object.where(path),
          says: `${object.kind} ${object.name} has its controller call Service ${service.name}`,
        },
      };
    }
  }
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
