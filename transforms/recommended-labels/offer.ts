/** Labels where the repository has no convention: offered once, and nobody needs to answer. */

import { type Proposal, REPOSITORY, type Resource, type Root } from '../../src/transform.ts';
import { COMPONENT, NAME, PART_OF, RECOMMENDED } from '../shared/labels/keys.ts';

export function* offer(resource: Resource, root: Root): Generator<Proposal<'offer'>> {
  const [first] = root.workloads;
  if (first === undefined || first.key !== resource.key) return;
  // Whoever says it: an entry of a kustomization labels as well as a manifest.
  if (root.workloads.every(saysWhatItIs)) return;
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

function saysWhatItIs({ labels }: Resource): boolean {
  return labels[NAME] !== undefined && [COMPONENT, PART_OF].some(key => labels[key] !== undefined);
}
