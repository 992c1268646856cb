/** Velero copies volumes as they are at the moment: a dump on the volume, made just before, is what can be restored. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';
import type { Change, JsonObject, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, stringsIn } from '../shared/data.ts';
import { immutableTemplate } from '../shared/pods.ts';
import { variableOf } from '../shared/secrets/variables.ts';
import type { Context, Message } from './context.ts';
import { findingOf } from './dump.ts';
import type { Server } from './server.ts';

const GROUP = 'velero.io/';
/** Where it is installed: it reads its own objects there alone. */
const HOMES = ['velero', 'openshift-adp', 'velero-system'];

/** Objects of Velero in the cluster, those of the root itself first. */
export function veleroIn({ resources, platform }: Root): readonly Resource[] {
  const all = [...resources, ...HOMES.flatMap(home => platform.resourcesIn(home))];
  return [...new Set(all)].filter(({ apiVersion }) => apiVersion.startsWith(GROUP));
}

/** Whether a Schedule copies the volumes of a namespace by itself. */
export function isCoveredBy(objects: readonly Resource[], { workload }: Server, root: Root): boolean {
  return objects.some(each => {
    const template = templateOf(each);
    const hasVolumes = template?.snapshotVolumes !== false || template.defaultVolumesToFsBackup === true;
    return template !== undefined && hasVolumes && takes(template, workload, root);
  });
}

export function byVelero(server: Server, objects: readonly Resource[], { root }: Context): Proposal<Message> {
  const { workload, mount } = server;
  const finding = findingOf(server);
  const namespace = root.platform.namespaceOf(workload);
  const hook = hookFor(server, root);
  if (hook === undefined)
    return { ...finding, known: 'a Schedule of Velero can copy its volume, and nothing dumps it first' };
  const covering = objects.find(each => {
    const template = templateOf(each);
    return template !== undefined && takes(template, workload, root);
  });
  const schedule = covering === undefined ? newSchedule(namespace, objects, root) : [];
  if (schedule === undefined) {
    const [first] = objects;
    return {
      ...finding,
      known: `no Schedule of Velero has namespace ${namespace ?? 'of its pods'} (${first!.where([])})`,
    };
  }
  const annotation = (key: string, value: string) =>
    workload.set([...workload.podMetadataPath, 'annotations', key], value);
  return {
    ...finding,
    message: 'velero',
    changes: [
      annotation('backup.velero.io/backup-volumes', mount.name),
      annotation('pre.hook.backup.velero.io/container', server.container.name),
      annotation('pre.hook.backup.velero.io/command', JSON.stringify(['/bin/sh', '-c', hook])),
      annotation('pre.hook.backup.velero.io/on-error', 'Fail'),
      annotation('pre.hook.backup.velero.io/timeout', '1h'),
      ...schedule,
    ],
    evidence: [
      {
        kind: 'manifest',
        at: (covering ?? objects[0]!).where([]),
        says: `${(covering ?? objects[0]!).kind} ${(covering ?? objects[0]!).name}: Velero is there`,
      },
    ],
    doubts: [
      'the volume needs room for the dump, and whether that can be restored is known once somebody has tried it',
      'its pods start anew',
      ...immutableTemplate(workload),
    ],
  };
}

/** Beside one that is there, and in its form: what Velero finds elsewhere it does not read. */
function newSchedule(
  namespace: string | undefined,
  objects: readonly Resource[],
  root: Root,
): readonly Change[] | undefined {
  const beside = objects.find(
    each => ['Schedule', 'BackupStorageLocation'].includes(each.kind) && root.resources.includes(each),
  );
  if (namespace === undefined || beside === undefined) return undefined;
  const like = templateOf(beside);
  const manifest: JsonObject = {
    apiVersion: beside.apiVersion,
    kind: 'Schedule',
    metadata: {
      name: namespace,
      ...(beside.namespace !== undefined && { namespace: beside.namespace }),
    },
    spec: {
      schedule: String(beside.get(['spec', 'schedule']) ?? '0 2 * * *'),
      template: {
        includedNamespaces: [namespace],
        ...(like?.ttl !== undefined && { ttl: like.ttl }),
        ...(like?.storageLocation !== undefined && { storageLocation: like.storageLocation }),
      },
    },
  };
  return [{ type: 'create', manifest, beside: beside.key }];
}

function templateOf(object: Resource): JsonObject | undefined {
  const template = object.kind === 'Schedule' ? object.get(['spec', 'template']) : undefined;
  return isMap(template) ? template : undefined;
}

function takes(template: JsonObject, workload: Server['workload'], { platform }: Root): boolean {
  const namespace = platform.namespaceOf(workload) ?? '';
  const included = stringsIn(template.includedNamespaces);
  const isIn = included.length === 0 || included.some(each => fitsWildcard(each, namespace));
  const isOut = stringsIn(template.excludedNamespaces).some(each => fitsWildcard(each, namespace));
  const selector = template.labelSelector;
  const isSelected = !isMap(selector) || matchesSelector(selector as LabelSelector, workload.labels);
  return isIn && !isOut && isSelected;
}

/** A dump into the volume that is copied: anywhere else it would not be in the copy. */
function hookFor({ kind, mount, container }: Server, root: Root): string | undefined {
  if (container.facts.family?.startsWith('bitnami')) return undefined;
  const has = (name: string) => variableOf(container, root, name, false) !== undefined;
  const file = `${mount.path}/velero`;
  switch (kind) {
    case 'postgres':
    case 'timescaledb': {
      const user = has('POSTGRES_USER') ? '"$POSTGRES_USER"' : 'postgres';
      return `pg_dumpall --username=${user} --file=${file}.sql`;
    }
    case 'mysql':
    case 'mariadb': {
      const name = has('MARIADB_ROOT_PASSWORD') ? 'MARIADB_ROOT_PASSWORD' : 'MYSQL_ROOT_PASSWORD';
      const tool = kind === 'mysql' ? 'mysqldump' : '"$(command -v mariadb-dump || echo mysqldump)"';
      return `MYSQL_PWD="$${name}" ${tool} --user=root --all-databases --single-transaction --routines --events --triggers --result-file=${file}.sql`;
    }
    case 'mongo': {
      const login = has('MONGO_INITDB_ROOT_USERNAME')
        ? '--username="$MONGO_INITDB_ROOT_USERNAME" --password="$MONGO_INITDB_ROOT_PASSWORD" --authenticationDatabase=admin '
        : '';
      return `mongodump ${login}--gzip --archive=${file}.archive.gz`;
    }
    default:
      return undefined;
  }
}
