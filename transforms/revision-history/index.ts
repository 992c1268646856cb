/** A Deployment says how many old ReplicaSets it keeps (catalogue L5). */
import { defineTransform, type FieldPath } from '../../src/transform.ts';

const FIELD: FieldPath = ['spec', 'revisionHistoryLimit'];

export default defineTransform({
  id: 'revision-history',
  title: 'Deployments say how many old ReplicaSets they keep',
  severity: 'low',
  group: 'availability',
  order: 1300,
  preset: 'opt-in',
  each: 'workload',
  // StatefulSets and DaemonSets have the field too, but keep no ReplicaSets, and not every API server takes another limit in
  // a StatefulSet that exists.
  kinds: ['Deployment'],
  options: {
    limit: {
      type: 'integer',
      default: 5,
      // With 0, which Kubernetes takes as well, no rollout could be undone: nothing to bring about in every Deployment.
      minimum: 1,
      description:
        'Old ReplicaSets that a Deployment keeps: so many rollouts can be undone. Written here, it is taken as your decision and the fix is safe.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing:
      'Deployment {name} does not say how many old ReplicaSets it keeps, and Kubernetes keeps 10. It keeps {limit}',
  },
  briefs: {
    missing: 'no revisionHistoryLimit',
  },
  docs: {
    why: 'Every rollout leaves an empty ReplicaSet behind for a rollback, and without a limit the last 10 stay: they take room in etcd, and hide in lists and metrics the few that matter.',
    risk: 'No pod restarts. But the ReplicaSets beyond the limit are deleted once the change is applied and no rollout is under way, and `kubectl rollout undo` no longer reaches their revisions.',
    links: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#clean-up-policy',
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#revision-history-limit',
    ],
    sameAs: [],
  },
  *plan(deployment, { options: { limit }, configured }) {
    // A null in a manifest or a patch leaves the field to Kubernetes, as its absence does. A written 0 is a decision.
    if ((deployment.get(FIELD) ?? null) !== null) return;
    const decision = configured('limit', `${limit} old ReplicaSets are enough`);
    yield {
      message: 'missing',
      data: { name: deployment.name, limit },
      at: { on: deployment.key, path: FIELD },
      changes: [deployment.set(FIELD, limit)],
      // Nothing in a repository tells how far back its people roll: only they can say so, in the configuration.
      ...(decision === undefined
        ? { evidence: [], doubts: [`somebody may want to go back further than ${limit} rollouts`] }
        : { evidence: [decision] }),
    };
  },
});
