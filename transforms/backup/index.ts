/** What stores keep is copied to another place (catalogue H5). */

import { defineTransform, isForTrials } from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { imageQuestion } from '../shared/prose.ts';
import { clusterOf } from './cluster.ts';
import { chartOfCopier, copiesOf } from './covered.ts';
import { disposable } from './disposable.ts';
import { dumped, findingOf } from './dump.ts';
import { keptOut } from './policies.ts';
import { testKeptOut, tried } from './restore/restore-test.ts';
import { serverIn } from './server.ts';
import { byVelero, isCoveredBy, veleroIn } from './velero.ts';

export default defineTransform({
  id: 'backup',
  title: 'What stores keep is copied to another place',
  severity: 'high',
  severities: {
    'restore-test': 'medium',
    untried: 'low',
    'kept-out': 'medium',
    'shut-out': 'medium',
    'in-tree': 'low',
  },
  group: 'availability',
  order: 880,
  preset: 'recommended',
  each: 'root',
  options: {
    bucket: {
      type: 'string',
      perEnvironment: {},
      description:
        'The bucket, of S3 or of what speaks like it, that takes the dumps; behind a slash a prefix. Each store has a folder of its own there, by namespace and name.',
    },
    image: {
      type: 'string',
      description: 'The image that uploads, with its version: it has a shell and `aws`.',
    },
    secret: {
      type: 'string',
      perEnvironment: {},
      description:
        'The Secret that has `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, in each namespace with a store.',
    },
    serviceAccount: {
      type: 'string',
      perEnvironment: {},
      description:
        'The ServiceAccount whose identity may write to the bucket, in each namespace with a store. No Secret is needed then, except by Clusters of CloudNativePG whose own account has no role.',
    },
    endpoint: {
      type: 'string',
      perEnvironment: {},
      description: 'The address of the store of the bucket, where that is not AWS.',
    },
    region: {
      type: 'string',
      perEnvironment: {},
      description: 'The region of the bucket.',
    },
    keep: {
      type: 'integer',
      minimum: 1,
      perEnvironment: {},
      description:
        'How many dumps of a store stay; the oldest go after each upload. Unset, none is removed: a rule of the bucket may do so. Days, for CloudNativePG.',
    },
    schedule: {
      type: 'string',
      default: '0 2 * * *',
      description: 'When they are made.',
    },
    timeZone: {
      type: 'string',
      default: 'Etc/UTC',
      description: 'The time zone of the schedule.',
    },
    restoreTest: {
      type: 'string',
      perEnvironment: {},
      description:
        'The schedule of another CronJob, which restores the newest dump into an empty server of its own, and fails where no data comes back. At a time when no dump is made. Unset, there is none. The identity of the dump has to be let read, too. Copies that Velero or CloudNativePG make are not tried.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    none: '{server} keeps data that nothing copies',
    dump: '{server} keeps data that nothing copies. A CronJob dumps it to {bucket} ({schedule})',
    velero: '{server} keeps data that nothing copies. Velero makes a dump and takes it with the volume',
    operator: '{server} keeps data that nothing copies. Its operator takes it to {bucket} ({schedule})',
    unscheduled: '{server} has a place for backups, and nothing makes one. Its operator does so ({schedule})',
    'restore-test': 'nothing tries to restore the copies of {server}. A CronJob does ({schedule})',
    untried: 'nothing tries to restore the copies of {server}',
    'kept-out':
      '{job} {what} {server}, and network policies keep it from that. Policies of its own let it through',
    'shut-out': '{job} {what} {server}, and network policies keep it from that',
    'in-tree':
      '{server} is copied by `barmanObjectStore`, which CloudNativePG has given up in favour of a plugin',
  },
  briefs: {
    none: 'no backup',
    dump: 'no backup',
    velero: 'no backup',
    operator: 'no backup',
    unscheduled: 'no scheduled backup',
    'restore-test': 'no restore test',
    untried: 'no restore test',
    'kept-out': 'kept out by policies',
    'shut-out': 'kept out by policies',
    'in-tree': 'backup by barmanObjectStore',
  },
  docs: {
    why: 'A volume goes with its zone, its claim or a wrong command, and replicas repeat what is deleted. What nobody has copied to another place is gone then.',
    risk: 'A dump costs the server work, and its volume is as large as that of the server for the time of a run. Who may read the bucket reads all data. A copy that nobody has restored is a hope: `restoreTest` restores the newest one into a server of its own, which takes the memory of a small one and twice that volume.',
    links: [
      'https://www.postgresql.org/docs/current/backup-dump.html',
      'https://velero.io/docs/main/backup-hooks/',
      'https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/',
    ],
    sameAs: [],
  },
  *plan(root, context) {
    // What is on somebody's own machine, in a trial or with a branch is made anew.
    const { tier, isPassing } = root.environment;
    if (isForTrials(tier) || isPassing === true || isOnOwnMachine(root)) return;
    const velero = veleroIn(root);
    for (const workload of root.workloads) {
      const server = serverIn(workload, root);
      if (server === undefined) continue;
      yield* keptOut(server, context.options, root);
      yield* testKeptOut(server, root);
      yield* tried(server, context);
      const copies = copiesOf(server, root);
      if (copies.some(({ isOn }) => isOn) || isCoveredBy(velero, server, root)) continue;
      const [resting] = copies;
      const lost = disposable(root);
      const chart = chartOfCopier(root);
      if (server.container.facts.candidate !== undefined)
        yield { ...findingOf(server), ...imageQuestion(server.container, 'what does it run', 'official') };
      else if (lost !== undefined) yield { ...findingOf(server), known: lost };
      else if (resting !== undefined)
        yield { ...findingOf(server), known: `${resting.by} would copy it, and is switched off` };
      else if (context.configured('bucket', '') === undefined && velero.length > 0)
        yield byVelero(server, velero, context);
      else if (context.options.bucket === undefined && chart !== undefined)
        yield { ...findingOf(server), known: `a chart that copies namespaces is installed (${chart})` };
      else yield dumped(server, context);
    }
    for (const cluster of root.find('Cluster')) yield* clusterOf(cluster, context);
  },
});
