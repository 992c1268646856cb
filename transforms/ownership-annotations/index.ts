/** A workload says whose it is, and where to look when it fails (catalogue L2). */

import { defineTransform, type Json, type OwnerRule } from '../../src/transform.ts';
import { ownerOf } from '../shared/owners.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';

const FACTS = ['team', 'runbook', 'pager', 'slack', 'email'] as const;
const PATH = ['metadata', 'annotations'];

export default defineTransform({
  id: 'ownership-annotations',
  title: 'Workloads say whose they are',
  severity: 'low',
  group: 'metadata',
  order: 1150,
  preset: 'recommended',
  each: 'workload',
  options: {
    keys: {
      type: 'object',
      default: {
        team: 'owner.team',
        runbook: 'runbook.url',
        pager: 'pagerduty.service',
        slack: 'slack.channel',
        email: 'owner.email',
      },
      description:
        'Under which annotation each fact of an owner is written: `team`, `runbook`, `pager`, `slack`, `email`. What is not listed is not written.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: '{subject} does not say whose it is: {keys} {are} missing. The configuration knows',
  },
  briefs: { missing: 'no {keys}' },
  docs: {
    why: 'Who is woken by an alert sees the object, and not the repository: the runbook, the channel and the team stand where it is looked at.',
    risk: 'None: annotations of the object select nothing and restart nothing. Written ones are kept. Without `owners:` in the configuration nothing is found.',
    links: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/'],
    sameAs: ['kube-linter:required-annotation-email'],
  },
  *plan(workload, { root, options }) {
    const owner = ownerOf(workload, root.repository.owners);
    if (owner === undefined) return;
    const wanted = annotationsOf(owner, options.keys).filter(
      ([key]) => (workload.get([...PATH, key]) ?? null) === null,
    );
    if (wanted.length === 0) return;
    yield {
      message: 'missing',
      data: {
        subject: describeWorkload(workload),
        keys: enumerated(wanted.map(([key]) => key)),
        are: wanted.length === 1 ? 'is' : 'are',
      },
      at: { on: workload.key, path: PATH },
      changes: wanted.map(([key, value]) => workload.set([...PATH, key], value)),
      restarts: false,
      evidence: [{ kind: 'config', at: owner.at, says: `the owner of ${owner.pattern}` }],
    };
  },
});

function annotationsOf(owner: OwnerRule, keys: Readonly<Record<string, Json>>): [string, string][] {
  return FACTS.flatMap(fact => {
    const [key, value] = [keys[fact], owner[fact]];
    return typeof key === 'string' && key !== '' && value !== undefined ? [[key, value]] : [];
  });
}
