/** Labels where the repository has no convention: offered once, and nobody needs to answer. */

import { type Proposal, REPOSITORY, type Resource, type Root } from '../../src/transform.ts';
import { RECOMMENDED } from '../shared/labels/keys.ts';

export function* offer(resource: Resource, root: Root): Generator<Proposal<'offer'>> {
  const [first] = root.workloads;
  if (first === undefined || first.key !== resource.key) return;
  if (hasConvention(root)) return;
  if (RECOMMENDED.some(key => root.labelHabit(first, key) !== undefined)) return;
  yield {
    message: 'offer',
    at: { on: REPOSITORY, path: ['metadata', 'labels'] },
    changes: [],
    evidence: [],
    known:
      'transforms: {recommended-labels: {labels: all}} writes app.kubernetes.io/name and its like everywhere; `none` ends the report',
  };
}

/** Labels by which people say what something is without these. A selector needs one on pods: there it says nothing of a convention. */
const OWN_WORDS = ['app', 'k8s-app', 'component', 'service'];

/** Whether one label says it of all: whoever writes it, an entry of a kustomization as well as a manifest. */
function hasConvention({ workloads }: Root): boolean {
  const isRecommended = RECOMMENDED.some(key =>
    workloads.every(({ labels, podLabels }) => labels[key] !== undefined || podLabels[key] !== undefined),
  );
  return isRecommended || OWN_WORDS.some(key => workloads.every(({ labels }) => labels[key] !== undefined));
}
