/**
 * Bitnami images (`bitnami`, `bitnamilegacy`, `bitnamisecure`). Their Dockerfiles (bitnami/containers) set the user and take
 * the setuid bits away. What they write was read in bitnami/charts at 5165628 (2026-07-01), which runs them with a read-only
 * root: that holds for images of its time, the ones made on Debian 12 from early 2024 on. Data directories and memory are
 * defaults.
 */

import {
  type Family,
  type FamilyFact,
  type FamilyFacts,
  family,
  type Reading,
  read,
} from '../record/family.ts';
import { ROWS, type Row } from './bitnami-rows.ts';

const CHARTS = 'bitnami/charts 5165628';
/** Images from the time of the charts. Older ones write elsewhere. */
const BY_CHARTS = { tag: /-debian-1[2-9](?:-|$)/ };
/** Plugins, configuration or executors decide whether these talk to the API. */
const MAY_USE_API = [
  'airflow',
  'consul',
  'fluent-bit',
  'fluentd',
  'jenkins',
  'logstash',
  'neo4j',
  'rabbitmq',
  'tomcat',
  'vault',
  'wildfly',
];

/** Their entrypoint runs any command; `run.sh` starts the server. */
const SERVERS = /^(?:\/opt\/bitnami\/scripts\/[\w-]+)?\/run\.sh(?:\s|$)/;

/** Every Bitnami family, matched in the `bitnami` organisation: match.ts maps the others there. */
export const BITNAMI_FAMILIES: readonly Family[] = Object.entries(ROWS).map(([application, row]) => {
  const paths = (text = '') =>
    text
      .replaceAll('@', `/opt/bitnami/${application}`)
      .split(' ')
      .filter(path => path !== '');
  const facts: Partial<FamilyFacts> = {
    server: SERVERS,
    defaultUser: 1001,
    uid: 1001,
    fsGroup: 1001,
    nonRoot: 'yes',
    ...(row.empty === undefined ? {} : { writes: paths(row.empty) }),
    hydrate: paths(row.filled),
    data: paths(row.data),
    ports: row.ports ?? [],
    probes: row.probes ?? {},
    stateful: row.stateful,
    component: row.component,
    quorum: row.quorum ?? false,
    shell: true,
    ...(MAY_USE_API.includes(application) ? {} : { needsApiToken: false }),
    // Their Dockerfiles take all setuid bits away; a capability of a file is gained all the same.
    escalates: row.facts?.capabilities === undefined ? false : undefined,
    defaultSeccomp: true,
    ...row.facts,
  };
  return family(`bitnami-${application}`, [`bitnami/${application}`], {
    ...facts,
    read: readingsOf(application, row, facts),
  });
});

function readingsOf(application: string, row: Row, facts: Partial<FamilyFacts>): readonly Reading[] {
  const dockerfile = `bitnami/containers bitnami/${application}`;
  const byChart: FamilyFact[] = ['fsGroup', 'rootCapabilities', 'liveness', 'readiness'];
  if (row.ports) byChart.push('ports');
  if (row.empty !== undefined) byChart.push('writes', 'readOnlyRoot');
  if (facts.needsApiToken !== undefined) byChart.push('apiToken');
  if (facts.defaultSeccomp === true) byChart.push('seccomp');
  const byImage = facts.uid === 1001 ? ['user'] : ['nonRoot'];
  return [
    read(byImage.join(' '), `${dockerfile} Dockerfile`),
    ...(facts.escalates === false ? [read('escalation', `${dockerfile} Dockerfile`, BY_CHARTS)] : []),
    read(byChart.join(' '), CHARTS, BY_CHARTS),
  ];
}

/** Exporters without a row: the same programs as those of their projects, at the ports of these. */
const EXPORTERS: Readonly<Record<string, readonly [port: number, readme: string]>> = {
  'postgres-exporter': [9187, 'prometheus-community/postgres_exporter README.md'],
  'mongodb-exporter': [9216, 'percona/mongodb_exporter README.md'],
  'redis-exporter': [9121, 'oliver006/redis_exporter README.md'],
  'mysqld-exporter': [9104, 'prometheus/mysqld_exporter README.md'],
  'elasticsearch-exporter': [9114, 'prometheus-community/elasticsearch_exporter README.md'],
  'nginx-exporter': [9113, 'nginx/nginx-prometheus-exporter README.md'],
  'kafka-exporter': [9308, 'danielqsj/kafka_exporter README.md'],
};

/** 1001 by their convention (images-kb section B), which nobody has verified for each of them. */
const BY_CONVENTION = { defaultUser: 1001, uid: 1001, nonRoot: 'yes' } as const;

export const BITNAMI_EXPORTERS: readonly Family[] = Object.entries(EXPORTERS).map(([name, [port, readme]]) =>
  family(`bitnami-${name}`, [`bitnami/${name}`], {
    ...BY_CONVENTION,
    metrics: { port, path: '/metrics' },
    read: [read('metrics', readme)],
  }),
);

/** Images of Bitnami without a row of their own. */
export const OTHER_BITNAMI: Family = family('bitnami', ['bitnami/*'], BY_CONVENTION);
