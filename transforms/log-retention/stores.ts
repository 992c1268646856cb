/** Servers that logs are written to. */

import type { Container, Evidence, Root, Workload } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { runsToday } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { type Sink, type Written, writtenIn } from './sinks.ts';

export interface Store {
  readonly workload: Workload;
  readonly container: Container;
  readonly product: 'OpenSearch' | 'Elasticsearch';
  /** What Vector writes to it. */
  readonly sinks: readonly StoreSink[];
  /** What else sends logs to it, whose configuration is not read. */
  readonly others: readonly { readonly agent: Workload; readonly evidence: Evidence }[];
}

export interface StoreSink {
  readonly sink: Sink;
  readonly written: Written;
  /** Where it writes to, without a slash at the end. */
  readonly url: string;
  /** Whether that takes neither a login nor TLS. */
  readonly isPlain: boolean;
}

const PRODUCTS: Readonly<Record<string, Store['product']>> = {
  opensearch: 'OpenSearch',
  'bitnami-opensearch': 'OpenSearch',
  elasticsearch: 'Elasticsearch',
  'bitnami-elasticsearch': 'Elasticsearch',
};
const AGENT = /(?:^|\/)(?:vector|fluent-bit|fluentd[\w-]*|filebeat|logstash)$/;

/** Those that something sends logs to: of others nobody knows that they hold any. */
export function storesIn(root: Root): readonly Store[] {
  const written = seenFrom(root);
  return root.workloads.flatMap(workload => {
    const container = workload.containers.find(
      ({ facts, role }) => role !== 'init' && PRODUCTS[facts.family ?? ''] !== undefined,
    );
    if (container === undefined || !runsToday(workload, root)) return [];
    const product = PRODUCTS[container.facts.family!]!;
    const names = root.servicesFor(workload).map(({ name }) => name);
    const sinks = sinksTo(names, root.platform.namespaceOf(workload), written);
    const readers = new Set(sinks.flatMap(each => each.written.readers));
    const others = root.edges.flatMap(({ from, to, evidence }) =>
      to.key === workload.key &&
      from.type === 'workload' &&
      !readers.has(from.workload) &&
      from.workload.containers.some(({ image }) => AGENT.test(image.name))
        ? [{ agent: from.workload, evidence }]
        : [],
    );
    return sinks.length + others.length > 0 ? [{ workload, container, product, sinks, others }] : [];
  });
}

/** What Vector is told in a root, and in those that send to it. */
export function seenFrom(root: Root): readonly Written[] {
  return [root, ...root.callers].flatMap(each => inRoot(each));
}

const inRoot = remembered(writtenIn);

/** @param services by whose names it is called */
export function sinksTo(
  services: readonly string[],
  namespace: string | undefined,
  written: readonly Written[],
): readonly StoreSink[] {
  return written.flatMap(each =>
    each.sinks.flatMap(sink => {
      const raw = (sink.settings.get('endpoints') ?? sink.settings.get('endpoint'))?.raw ?? '';
      const [url, login, host = ''] = URL.exec(raw) ?? [];
      const [service = '', space] = host.split('.');
      const isTo = services.includes(service) && (space === undefined || space === namespace);
      if (url === undefined || !isTo) return [];
      const names = [...sink.settings.keys()].map(key => key.split('.')[0]!);
      const isPlain =
        url.startsWith('http:') && login === undefined && !names.includes('auth') && !names.includes('tls');
      return [{ sink, written: each, url, isPlain }];
    }),
  );
}

const URL = /https?:\/\/([^@/\s"']*@)?([\w.-]+)(?::\d+)?/;

/** Whether it is told to let everybody in. */
export function isOpen({ container }: Store): boolean {
  return mapsIn(container.get(['env'])).some(
    ({ name, value }) => name === 'DISABLE_SECURITY_PLUGIN' && value === 'true',
  );
}
