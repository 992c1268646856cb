/** Velero copies volumes as they are at the moment: a dump on the volume, made just before, is what can be restored. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import { fitsWildcard } from '../../src/kubernetes/wildcard.ts';
import type { Change, JsonObject, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, stringsIn } from '../shared/data.ts';
import { immutableTemplate } from '../shared/pods.ts';
import { firstOf, rootPasswordNames, variableOf } from '../shared/secrets/variables.ts';
import type { Context, Message } from './context.ts';
import { findingOf } from './dump.ts';
import { engineOf, isObstacle, type Obstacle } from './engine.ts';
import type { Server } from './server.ts';
import { isSwitchedOff } from './switched-off.ts';

const GROUP = 'velero.io/';
/** Where it is installed: it reads its own objects there alone. */
const HOMES = ['velero', 'openshift-adp', 'velero-system'];

/** Objects of Velero in the cluster, those of the root itself first. */
export function veleroIn({ resources, platform }: Root): readonly Resource[] {
  const all = [...resources, ...HOMES.flatMap(home => platform.resourcesIn(home))];
  return [...new Set(all)].filter(({ apiVersion }) => apiVersion.startsWith(GROUP));
}

/** Whether a Schedule copies the volumes of a namespace by itself. Copies of files are made by way of the pods. */
export function isCoveredBy(objects: readonly Resource[], { workload }: Server, root: Root): boolean {
  return objects.some(each => {
    const template = templateOf(each);
    if (template === undefined || isSwitchedOff(each) || !takes(template, workload, root)) return false;
    const hasFiles = template.defaultVolumesToFsBackup === true && hasKind(template, PODS);
    return hasKind(template, CLAIMS) && (template.snapshotVolumes !== false || hasFiles);
  });
}

export function byVelero(server: Server, objects: readonly Resource[], { root }: Context): Proposal<Message> {
  const { workload, mount } = server;
  const finding = findingOf(server);
  const namespace = root.platform.namespaceOf(workload);
  const hook = hookFor(server, root);
  if (typeof hook !== 'string') {
    const why = hook === undefined ? '' : `: ${hook.obstacle}`;
    return {
      ...finding,
      known: `a Schedule of Velero can copy its volume, and nothing dumps it first${why}`,
    };
  }
  const takers = objects.filter(each => {
    const template = templateOf(each);
    if (template === undefined || !takes(template, workload, root)) return false;
    return hasKind(template, PODS) && hasKind(template, CLAIMS);
  });
  const covering = takers.find(each => !isSwitchedOff(each));
  const [resting] = takers;
  if (covering === undefined && resting !== undefined)
    return {
      ...finding,
      known: `Schedule ${resting.name} of Velero has its namespace, and is switched off`,
    };
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
      // One of that name leaves out volumes.
      name: objects.some(each => each.kind === 'Schedule' && each.name === namespace)
        ? `${namespace}-volumes`
        : namespace,
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

const PODS = { wanted: ['pods', 'pod', 'po'], inStead: [] };
/** Either of them brings the other. */
const CLAIMS = {
  wanted: ['persistentvolumeclaims', 'persistentvolumeclaim', 'pvc'],
  inStead: ['persistentvolumes', 'persistentvolume', 'pv'],
};

/** Whether its filters leave a kind in. */
function hasKind(template: JsonObject, { wanted, inStead }: typeof CLAIMS): boolean {
  const listed = (which: string) =>
    ['Resources', 'NamespaceScopedResources'].flatMap(each => stringsIn(template[`${which}${each}`]));
  const names = (kinds: readonly string[], list: readonly string[]) =>
    list.some(each => each === '*' || kinds.includes(each.toLowerCase()));
  const included = listed('included');
  const isIn = included.length === 0 || names([...wanted, ...inStead], included);
  return isIn && !names(wanted, listed('excluded'));
}

/** A dump into the volume that is copied: anywhere else it would not be in the copy. */
function hookFor(server: Server, root: Root): string | Obstacle | undefined {
  const engine = engineOf(server, root);
  if (isObstacle(engine) && engine.isForOthers !== true) return engine;
  const { kind, mount, container } = server;
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
      const names = rootPasswordNames(container);
      const name = firstOf(container, root, names, false)?.name ?? names[0];
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
