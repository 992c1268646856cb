/** Clusters of CloudNativePG, which copies them by a plugin once it is told where to. */

import { type JsonObject, nameOf, type Proposal, type Resource } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { type Context, type Message, type Options, placeIn, whereTo, whichSecret } from './context.ts';
import { disposable } from './disposable.ts';
import { mistakeIn } from './mistakes.ts';
import { tooOld } from './operator-version.ts';
import { letMembersOut } from './policies.ts';
import { isSwitchedOff } from './switched-off.ts';

const GROUP = 'postgresql.cnpg.io/';
const PLUGIN = 'barman-cloud.cloudnative-pg.io';

export function* clusterOf(cluster: Resource, context: Context): Generator<Proposal<Message>> {
  if (!cluster.apiVersion.startsWith(GROUP)) return;
  const { root, options, configured } = context;
  const { schedule } = options;
  const finding = {
    message: 'none',
    data: { server: `Cluster ${cluster.name}`, bucket: '', schedule },
    at: { on: cluster.key, path: ['spec'] },
    changes: [],
    evidence: [],
  } as const;
  const plugins = mapsIn(cluster.get(['spec', 'plugins']));
  const isPlugged = plugins.some(({ name }) => name === PLUGIN);
  const backup = cluster.get(['spec', 'backup']);
  const isInTree = isMap(backup) && isMap(backup.barmanObjectStore);
  const schedules = root.platform
    .find('ScheduledBackup', root.platform.namespaceOf(cluster))
    .filter(each => each.get(['spec', 'cluster', 'name']) === cluster.name);
  if (isInTree)
    yield {
      ...finding,
      message: 'in-tree',
      at: { on: cluster.key, path: ['spec', 'backup'] },
      known: `the same stands in an ObjectStore, which plugin ${PLUGIN} reads`,
    };
  if (schedules.some(each => !isSwitchedOff(each))) return;
  const [resting] = schedules;
  if (resting !== undefined) {
    yield { ...finding, known: `ScheduledBackup ${resting.name} would copy it, and is switched off` };
    return;
  }
  if (isPlugged || isInTree || (isMap(backup) && isMap(backup.volumeSnapshot))) {
    const at = cluster.where(['spec', isPlugged ? 'plugins' : 'backup']);
    const wrong = mistakeIn({ schedule });
    if (wrong !== undefined) {
      yield { ...finding, blocked: wrong };
      return;
    }
    const method = isPlugged ? 'plugin' : isInTree ? 'barmanObjectStore' : 'volumeSnapshot';
    yield {
      ...finding,
      message: 'unscheduled',
      changes: [{ type: 'create', manifest: scheduled(cluster, schedule, method), beside: cluster.key }],
      evidence: [{ kind: 'manifest', at, says: 'the place for backups is said' }],
      doubts: ['whoever makes them by other means makes them twice then'],
    };
    return;
  }
  const lost = disposable(root);
  if (lost !== undefined) {
    yield { ...finding, known: lost };
    return;
  }
  const { bucket, secret, endpoint, region } = options;
  const stated = configured('bucket', 'the team has named the bucket');
  if (bucket === undefined || stated === undefined) {
    yield { ...finding, ...whereTo(root, 'clusters') };
    return;
  }
  const wrong = mistakeIn({ bucket, schedule }) ?? tooOld(root);
  if (wrong !== undefined) {
    yield { ...finding, blocked: wrong };
    return;
  }
  const s3Credentials = credentialsOf(cluster, options);
  if (s3Credentials === undefined) {
    yield { ...finding, ...whichSecret(root) };
    return;
  }
  const promised = secret === undefined ? [] : [{ kind: 'Secret', name: secret }];
  const namespace = root.platform.namespaceOf(cluster);
  const place = [...placeIn(bucket, root), ...(namespace === undefined ? [] : [namespace])];
  yield {
    ...finding,
    message: 'operator',
    data: { ...finding.data, bucket },
    changes: [
      {
        type: 'create',
        manifest: {
          apiVersion: 'barmancloud.cnpg.io/v1',
          kind: 'ObjectStore',
          metadata: { name: nameOf(cluster, { suffix: '-backup' }) },
          spec: {
            ...(options.keep !== undefined && { retentionPolicy: `${options.keep}d` }),
            configuration: {
              destinationPath: `s3://${place.join('/')}/`,
              ...(endpoint !== undefined && { endpointURL: endpoint }),
              s3Credentials,
              wal: { compression: 'gzip' },
            },
            ...(region !== undefined && {
              instanceSidecarConfiguration: { env: [{ name: 'AWS_DEFAULT_REGION', value: region }] },
            }),
          },
        },
        beside: cluster.key,
      },
      cluster.set(
        ['spec', 'plugins'],
        [
          ...plugins,
          {
            name: PLUGIN,
            isWALArchiver: true,
            parameters: { barmanObjectName: `${cluster.name}-backup` },
          },
        ],
      ),
      { type: 'create', manifest: scheduled(cluster, schedule, 'plugin'), beside: cluster.key },
      ...letMembersOut(cluster, options, root),
    ],
    evidence: [stated],
    doubts: [
      'the operator needs its plugin, which is installed by itself: without it there is no kind ObjectStore, and applying fails',
      'its members start anew, and where the log cannot be taken away it fills their volume',
      ...(secret === undefined
        ? ['that the role of its account may write to the bucket is not seen here']
        : []),
      ...promised
        .filter(({ name }) => root.find('Secret', each => each.name === name).length === 0)
        .map(({ name }) => `Secret ${name} is in no manifest: without it nothing is taken away`),
    ],
    promised,
  };
}

/** By a role, where the account of its members has one: that account is made by the operator, or named by the Cluster. */
function credentialsOf(cluster: Resource, { secret, serviceAccount }: Options): JsonObject | undefined {
  if (secret !== undefined)
    return {
      accessKeyId: { name: secret, key: 'AWS_ACCESS_KEY_ID' },
      secretAccessKey: { name: secret, key: 'AWS_SECRET_ACCESS_KEY' },
    };
  if (serviceAccount === undefined) return undefined;
  const hasRole =
    cluster.get(['spec', 'serviceAccountName']) === serviceAccount ||
    isMap(cluster.get(['spec', 'serviceAccountTemplate', 'metadata', 'annotations']));
  return hasRole ? { inheritFromIAMRole: true } : undefined;
}

/** Its schedules begin with seconds. */
function scheduled(cluster: Resource, schedule: string, method: string) {
  return {
    apiVersion: cluster.apiVersion,
    kind: 'ScheduledBackup',
    metadata: { name: nameOf(cluster, { suffix: '-backup' }) },
    spec: {
      schedule: schedule.startsWith('@') ? schedule : `0 ${schedule}`,
      cluster: { name: cluster.name },
      method,
      ...(method === 'plugin' && { pluginConfiguration: { name: PLUGIN } }),
    },
  };
}
