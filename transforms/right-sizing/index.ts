/** Amounts near what is used, and somebody who says what that is (catalogue M23). */

import { defineTransform } from '../../src/transform.ts';
import { advice } from './advice.ts';
import { amounts } from './measured.ts';

export default defineTransform({
  id: 'right-sizing',
  title: 'Workloads ask for what they were measured to use',
  severity: 'medium',
  severities: { above: 'low', 'no-advice': 'low' },
  group: 'resources',
  // After what is missing, before quotas count it.
  order: 720,
  preset: 'opt-in',
  each: 'workload',
  options: {
    factor: {
      type: 'number',
      default: 2,
      minimum: 1,
      description: 'By how much a written request may be above or below what was measured.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    tight:
      '{subject} may use {now} of {unit}, and was measured at {used}: it is killed there. It may use more',
    below: '{subject} asks for {now} of {unit}, and was measured at {used}. It asks for that',
    above: '{subject} asks for {now} of {unit}, and was measured at {used}. It asks for that',
    'no-advice':
      'nobody says what {subject} needs, where a VerticalPodAutoscaler does of others. One says it, and changes nothing',
  },
  briefs: {
    tight: '{unit} limit {now}, measured {used}',
    below: '{unit} request {now}, measured {used}',
    above: '{unit} request {now}, measured {used}',
    'no-advice': 'no recommendation',
  },
  docs: {
    why: 'What is asked for and never used is paid for and keeps others out. What is used and not asked for is taken from neighbours, and where memory is short such pods are stopped first.',
    risk: 'What was measured is what there was: not the load of next year, nor the one of a night that nobody watched. A written number is a decision, and is changed with `--unsafe` only. Numbers come from `kustomend evidence`. Pods restart.',
    links: [
      'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
      'https://kubernetes.io/docs/concepts/workloads/autoscaling/#scaling-workloads-vertically',
    ],
    sameAs: [],
  },
  *plan(workload, { root, options: { factor } }) {
    for (const container of workload.containers) yield* amounts(container, root, factor);
    yield* advice(workload, root);
  },
});
