/** Other people's manifests, with the connections that another static analysis finds in them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { mapOf, mapsIn, selectorIn } from '../../src/network/data.ts';
import type { Edge, Json, JsonObject } from '../../src/transform.ts';
import { SHARED } from '../kustomize/corpus.ts';
import { rootOfFolder } from './folder.ts';

const SETS = join(SHARED, 'oracles/network-policy-synthesis/tests');

type Explained = Readonly<Record<string, Readonly<Record<string, string>>>>;

const NO_PORT =
  'its Service asks to be scraped without a port: Prometheus visits every one that the Service has';

const FOR_SCRAPERS = 'a port of its Service has the name of what scrapes it: `https-metrics`';

/** Where we find another one, and why that is right. */
const MORE: Explained = {
  sockshop: {
    '* -> carts:80': NO_PORT,
    '* -> catalogue:80': NO_PORT,
    '* -> orders:80': NO_PORT,
    '* -> payment:80': NO_PORT,
    '* -> queue-master:80': NO_PORT,
    '* -> rabbitmq:9090': 'the number of its port `exporter`: `prometheus.io/port` says it',
    '* -> shipping:80': NO_PORT,
  },
  openshift: {
    '* -> catalog-operator:8443': FOR_SCRAPERS,
    '* -> olm-operator:8443': FOR_SCRAPERS,
  },
};

const NO_LABELS =
  'the pods of CronJob collect-profiles have no labels, so its policy lets the whole namespace in: no connection of this one';

/** Where it finds one that we do not, and why that is none. */
const LESS: Explained = {
  openshift: {
    'catalog-operator -> catalog-operator:8443': NO_LABELS,
    'catalog-operator -> olm-operator:8443': NO_LABELS,
    'olm-operator -> catalog-operator:8443': NO_LABELS,
    'olm-operator -> olm-operator:8443': NO_LABELS,
    'package-server-manager -> catalog-operator:8443': NO_LABELS,
    'package-server-manager -> olm-operator:8443': NO_LABELS,
    'packageserver -> catalog-operator:8443': NO_LABELS,
    'packageserver -> olm-operator:8443': NO_LABELS,
  },
  sockshop: { '* -> rabbitmq:exporter': 'the same as 9090, which is its number' },
};

/** `orders -> carts:80`; callers that nobody renders are `*`. */
function connectionsOf(edge: Edge): string {
  const from = edge.from.type === 'workload' ? edge.from.workload.name : '*';
  return `${from} -> ${edge.to.name}:${edge.port}`;
}

function expectedIn(folder: string, root: ReturnType<typeof rootOfFolder>): string[] {
  const file = ['json', 'yaml'].map(type => join(folder, `expected_netpol_output.${type}`)).find(existsSync);
  const { items } = parseDocument(readFileSync(file!, 'utf8')).toJS() as { items: readonly JsonObject[] };
  const selectedBy = (selector: Json | undefined, namespace: Json | undefined) =>
    root.workloads.filter(
      each =>
        matchesSelector(selectorIn(selector), each.podLabels) &&
        (namespace === undefined || each.namespace === namespace),
    );
  return items.flatMap(({ metadata, spec }) => {
    const namespace = mapOf(metadata).namespace;
    const { podSelector, ingress } = mapOf(spec);
    return selectedBy(podSelector, namespace).flatMap(to =>
      mapsIn(ingress).flatMap(rule => {
        const peers = rule.from === undefined ? [{}] : mapsIn(rule.from);
        const callers = peers.flatMap(peer => {
          if (peer.podSelector === undefined) return ['*'];
          const other = mapOf(mapOf(peer.namespaceSelector).matchLabels)['kubernetes.io/metadata.name'];
          // Pods without labels: it selects all of the namespace for the one that it means.
          const found = selectedBy(peer.podSelector, other ?? namespace);
          return found.map(each => each.name);
        });
        return callers.flatMap(from => mapsIn(rule.ports).map(({ port }) => `${from} -> ${to.name}:${port}`));
      }),
    );
  });
}

if (!existsSync(SETS)) test.skip('../shared/oracles is absent', () => {});
else
  test.each([
    'acs-security-demos',
    'bookinfo',
    'k8s_guestbook',
    'k8s_wordpress_example',
    'openshift',
    'score-demo',
    'sockshop',
  ])('%s', name => {
    const folder = join(SETS, name);
    const root = rootOfFolder(folder);
    const found = new Set(root.edges.map(connectionsOf));
    const expected = new Set(expectedIn(folder, root));
    expect([...expected].filter(each => !found.has(each)).sort()).toEqual(Object.keys(LESS[name] ?? {}));
    expect([...found].filter(each => !expected.has(each)).sort()).toEqual(Object.keys(MORE[name] ?? {}));
  });
