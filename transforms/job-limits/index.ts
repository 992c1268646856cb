/** Jobs end, and do not pile up (catalogue M10). */
import { defineTransform } from '../../src/transform.ts';
import { asWorkload } from '../shared/pods.ts';
import { cronJobProposals } from './cron-job.ts';
import { jobProposals } from './job.ts';
import { restartProposals } from './restart.ts';

export default defineTransform({
  id: 'job-limits',
  title: 'Jobs end, and do not pile up',
  severity: 'medium',
  group: 'availability',
  order: 1800,
  preset: 'recommended',
  each: 'resource',
  kinds: ['CronJob', 'Job'],
  options: {
    startingDeadlineSeconds: {
      type: 'integer',
      minimum: 10,
      description:
        'How late a CronJob may start. Unless stated, half of the time between two starts and five minutes at most; a twelfth of it for what starts once an hour or less often.',
    },
    lateStarts: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Limit how late a CronJob may start also where neither the configuration nor other CronJobs say so.',
    },
    concurrencyPolicy: {
      type: 'string',
      enum: ['Forbid', 'Replace'],
      default: 'Forbid',
      description: 'What becomes of a start while the run before is under way.',
    },
    activeDeadlineSeconds: {
      type: 'integer',
      minimum: 1,
      description: 'How long a Job may take. Unless stated none is written: nobody knows how long they take.',
    },
    ttlSecondsAfterFinished: {
      type: 'integer',
      minimum: 0,
      default: 86400,
      description: 'How long a finished Job that no CronJob makes stays.',
    },
    timeZone: {
      type: 'string',
      description: 'The time zone of schedules that name none. Unless stated none is written.',
    },
    apiDefaults: {
      type: 'boolean',
      default: false,
      complete: true,
      description: 'Write back-off and history limits out where they repeat what the API assumes.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    'restart-policy':
      'the pods of {subject} say {policy}, and the API server takes no Job whose pods restart always. They say OnFailure',
    deadline:
      'CronJob {name} does not say how late it may start: after an outage the last missed run starts however late. It may be {seconds} s late',
    concurrency: 'CronJob {name} starts while the run before is under way. {policy}: it does not',
    'active-deadline': '{subject} may run for ever. It ends after {seconds} s',
    'time-zone': 'CronJob {name} runs by the clock of the control plane. It runs by {zone}',
    'ttl-again': 'finished Job {name} stays until somebody deletes it',
    ttl: 'finished Job {name} stays until somebody deletes it. It goes after {seconds} s',
    'api-defaults': '{subject} leaves {fields} to the API. It says what that assumes',
  },
  briefs: {
    'restart-policy': 'restartPolicy {policy}',
    deadline: 'no startingDeadlineSeconds',
    concurrency: 'runs may overlap',
    'active-deadline': 'no activeDeadlineSeconds',
    'time-zone': 'no timeZone',
    'ttl-again': 'no TTL',
    ttl: 'no TTL',
    'api-defaults': '{fields} unset',
  },
  docs: {
    why: 'A run that hangs blocks the next ones or runs beside them, a backlog of missed starts falls on a cluster that has just come up, and finished Jobs pile up.',
    risk: 'A run that starts later than its deadline is left out. What was meant to overlap does no longer. A Job that is deleted once it has finished runs again where a GitOps controller puts it back.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
      'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
    ],
    sameAs: [
      'kube-score:cronjob-has-deadline',
      'kube-score:cronjob-restartpolicy',
      'kube-linter:job-ttl-seconds-after-finished',
    ],
    sameAsOf: {
      deadline: ['kube-score:cronjob-has-deadline'],
      'restart-policy': ['kube-score:cronjob-restartpolicy'],
      ttl: ['kube-linter:job-ttl-seconds-after-finished'],
    },
  },
  *plan(resource, { root, options, configured }) {
    const workload = asWorkload(resource);
    if (workload === undefined || !workload.apiVersion.startsWith('batch/')) return;
    yield* restartProposals(workload);
    if (workload.kind === 'CronJob') yield* cronJobProposals(workload, root, options, configured);
    yield* jobProposals(workload, root, options, configured);
  },
});
