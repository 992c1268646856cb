/** What copies the data of a store already, in whatever way. */

import { apiGroupOf } from '../../src/kubernetes/kinds.ts';
import type { Container, Resource, Root, Workload, WrittenJob } from '../../src/transform.ts';
import { allNames } from '../shared/called-after.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { commandLine, describeWorkload, podKind, runsToday } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { claimsOf } from '../shared/storage/claims.ts';
import { configTextsOf } from '../shared/storage/config-maps.ts';
import { hasWord, scalarsOf } from '../shared/voices.ts';
import { addressedBy, type Told } from './addressed.ts';
import { isRestoreTest } from './restore/standing.ts';
import { kindIn, type Server } from './server.ts';
import { isSwitchedOff } from './switched-off.ts';

/** Tools that copy what one kind of store keeps. */
const TOOLS: Readonly<Record<string, RegExp>> = {
  postgres:
    /\b(?:pg_dump(?:all)?|pg_basebackup|wal-?[eg]|pgbackrest|barman|pgmoneta|pg_probackup)\b|pg-?backup/,
  mysql:
    /\b(?:mysqldump|mariadb-dump|mydumper|xtrabackup|mariabackup|mariadb-backup|mysqlpump)\b|mysql-?backup/,
  mongo: /\b(?:mongodump|pbm(?:-agent)?)\b|mongo(?:db)?-?backup/,
  redis: /--rdb\b|\bredis-?(?:backup|dump)/,
  search: /\b_snapshot\b|\belasticdump\b|\bcurator\b/,
  minio: /\bmc mirror\b/,
  rabbitmq: /\bexport_definitions\b|\/api\/definitions\b/,
};

const OF_KIND: Readonly<Record<string, string>> = {
  timescaledb: 'postgres',
  postgresql: 'postgres',
  mariadb: 'mysql',
  mongodb: 'mongo',
  valkey: 'redis',
  opensearch: 'search',
  elasticsearch: 'search',
};

/** Words that say it of no store in particular: they count beside its name. */
const GENERIC = /back-?up|\b(?:restic|kopia|borg|rclone|duplicity)\b/i;

/** Groups of tools that copy volumes: all of a namespace, or those that they name. */
const COPIERS = new Set([
  'k8up.io',
  'backup.appuio.ch',
  'volsync.backube',
  'snapscheduler.backube',
  'gemini.fairwinds.com',
  'stash.appscode.com',
  'core.kubestash.com',
  'config.kio.kasten.io',
  'cr.kanister.io',
  'longhorn.io',
  'triliovault.trilio.io',
]);
/** Of those that say more than copies. */
const KINDS = new Set([
  'Schedule',
  'ReplicationSource',
  'SnapshotSchedule',
  'SnapshotGroup',
  'BackupConfiguration',
  'BackupSession',
  'Policy',
  'RecurringJob',
  'ActionSet',
  'BackupPlan',
]);
const MARKS = ['backup.velero.io/', 'k8up.io/', 'backup.kanister.io/', 'recurring-job.longhorn.io/'];

/** Charts that bring copies of what they do not render here. */
const CHARTS = ['velero', 'k8up', 'kasten', 'k10', 'stash'];

/** Something that copies a store, or would if it were not switched off. */
export interface Copy {
  readonly by: string;
  readonly isOn: boolean;
}

export function copiesOf({ workload, kind }: Server, root: Root): readonly Copy[] {
  const { platform } = root;
  const namespace = platform.namespaceOf(workload);
  const names = namesOf(workload, root);
  const around = [...new Set([...platform.workloadsIn(namespace), ...root.workloads])];
  const sought = { tools: toolsFor(kind)!, names, hosts: hostsAround(workload, around, root), namespace };
  return [
    ...(hasMark(workload) ? [{ by: describeWorkload(workload), isOn: true }] : []),
    ...around
      .filter(each => !isRestoreTest(each) && copies(each, workload, sought, root))
      .map(each => ({ by: describeWorkload(each), isOn: runsToday(each, root) })),
    ...copiersOf(namespace, root)
      .filter(each => isAbout(each, names))
      .map(each => ({ by: `${each.kind} ${each.name}`, isOn: !isSwitchedOff(each) })),
    ...(namespace === undefined ? [] : platform.jobsBeside(namespace))
      .filter(each => isCopyBeside(each, sought))
      .map(({ kind, name }) => ({ by: `${kind} ${name}`, isOn: true })),
  ];
}

/** @param around workloads, of which those of its own namespace and kind may be meant instead */
function hostsAround(workload: Workload, around: readonly Workload[], root: Root): Sought['hosts'] {
  const { platform } = root;
  const tools = toolsFor(kindIn(workload) ?? '');
  const siblings = around.filter(
    each =>
      each.key !== workload.key &&
      podKind(each).scaled !== 'runs' &&
      platform.namespaceOf(each) === platform.namespaceOf(workload) &&
      toolsFor(kindIn(each) ?? '') === tools,
  );
  const own = hostsOf(workload, root);
  return { own, others: siblings.flatMap(each => hostsOf(each, root)).filter(each => !own.includes(each)) };
}

function isCopyBeside({ name, told }: WrittenJob, { tools, names, hosts }: Sought): boolean {
  const all = [{ key: undefined, text: name }, ...told];
  const text = all.map(each => each.text).join('\n');
  if (tools.test(text)) return addressedBy(all, hosts) !== 'other';
  return GENERIC.test(text) && names.some(each => hasWord(text, each));
}

/** Undefined for what is none of the kinds. */
function toolsFor(kind: string): RegExp | undefined {
  return TOOLS[OF_KIND[kind] ?? kind];
}

/** The chart of a tool that copies whole namespaces, whose values may say which. */
export function chartOfCopier({ platform }: Root): string | undefined {
  return CHARTS.flatMap(name => platform.chartsCalled(name))[0]?.at;
}

/** The store itself, its Services and its claims. */
function namesOf(workload: Workload, root: Root): readonly string[] {
  return [...hostsOf(workload, root), ...claimsOf(workload, root).flatMap(allNames)];
}

/** By which others in its namespace call it. */
function hostsOf(workload: Workload, root: Root): readonly string[] {
  return [...new Set([workload, ...root.servicesFor(workload)].flatMap(allNames))];
}

function hasMark({ annotations, podAnnotations, labels }: Workload): boolean {
  const keys = [annotations, podAnnotations, labels].flatMap(each => Object.keys(each));
  return keys.some(key => MARKS.some(mark => key.startsWith(mark)));
}

interface Sought {
  readonly tools: RegExp;
  readonly names: readonly string[];
  readonly hosts: { readonly own: readonly string[]; readonly others: readonly string[] };
  readonly namespace: string | undefined;
}

/** @param other may be the store itself: sidecars and what archives logs are there */
function copies(other: Workload, store: Workload, sought: Sought, root: Root): boolean {
  const text = wordsOf(other);
  const isNear = root.platform.namespaceOf(other) === sought.namespace;
  const config = configTextOf(other, root);
  if (sought.tools.test(text) || sought.tools.test(config)) {
    if (other.key === store.key) return true;
    const addressed = addressedBy([...toldTo(other), { key: undefined, text: config }], sought.hosts);
    return addressed === 'own' || (isNear && addressed === undefined);
  }
  const isNamed = sought.names.some(name => hasWord(text, name));
  if (other.key === store.key) return other.containers.some(isNamedForIt);
  return (
    GENERIC.test(text) && (isNamed || isCalledAfter(other, sought.names) || holdsClaim(other, sought.names))
  );
}

/** `db-backup`, `backup-db` */
function isCalledAfter({ name }: Workload, names: readonly string[]): boolean {
  return GENERIC.test(name) && names.some(each => name.startsWith(`${each}-`) || name.endsWith(`-${each}`));
}

function isNamedForIt({ name, image }: Container): boolean {
  return GENERIC.test(name) || GENERIC.test(image.name);
}

/** All that a pod is told, and what it is called. */
const wordsOf = remembered(({ name, containers }: Workload): string =>
  [
    name,
    ...containers.flatMap(container => [
      container.name,
      container.image.name,
      commandLine(container),
      ...scalarsOf(container.get(['env'])),
    ]),
  ].join('\n'),
);

/** The same without its images: what they are called they all are. */
const toldTo = remembered(
  ({ name, containers }: Workload): Told => [
    { key: undefined, text: name },
    ...containers.flatMap(container => [
      { key: undefined, text: container.name },
      { key: undefined, text: commandLine(container) },
      ...mapsIn(container.get(['env'])).flatMap(({ name: key, ...value }) =>
        scalarsOf(value).map(text => ({ key: String(key), text })),
      ),
    ]),
  ],
);

/** Configuration of servers speaks of copies of many kinds: names of tools count there alone. */
function configTextOf(workload: Workload, root: Root): string {
  return configTextsOf(workload, root).join('\n');
}

function holdsClaim({ pod }: Workload, names: readonly string[]): boolean {
  return mapsIn(pod.volumes).some(
    ({ persistentVolumeClaim: claim }) => isMap(claim) && names.includes(String(claim.claimName)),
  );
}

function copiersOf(namespace: string | undefined, { platform, resources }: Root): readonly Resource[] {
  return [...platform.resourcesIn(namespace), ...resources].filter(
    ({ apiVersion, kind }) => COPIERS.has(apiGroupOf(apiVersion)) && KINDS.has(kind),
  );
}

/** Those that name no claim copy all that is there. */
function isAbout(copier: Resource, names: readonly string[]): boolean {
  const words = scalarsOf(copier.get(['spec']));
  const claims = ['sourcePVC', 'claimName', 'target', 'persistentVolumeClaim'];
  return names.some(name => words.includes(name)) || !claims.some(key => hasKey(copier.object, key));
}

function hasKey(value: unknown, key: string): boolean {
  if (Array.isArray(value)) return value.some(each => hasKey(each, key));
  return isMap(value) && (key in value || Object.values(value).some(each => hasKey(each, key)));
}
