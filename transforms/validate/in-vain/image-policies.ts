/**
 * Policies of Flux by which tags have no order.
 *
 * @see https://fluxcd.io/flux/guides/sortable-image-tags/
 */

import { apiGroupOf } from '../../../src/kubernetes/kinds.ts';
import { mapOf } from '../../../src/network/data.ts';
import type { Proposal, Resource } from '../../../src/transform.ts';

export type ImagePolicyMessage = 'tags-without-order';

/** Hashes of commits and nothing else, behind what stands before all of them. */
const HASHES =
  /^\^?\(?(?:\?P?<\w+>|\?:)?(?:[\w.-]+-)?\(?(?:\?P?<\w+>|\?:)?\[(?:a-f|A-F|0-9|\\d)+\](?:\{\d+(?:,\d*)?\}|\+)\)?\)?\$?$/;
const SORTS = ['alphabetical', 'numerical'] as const;

export function* imagePolicies(policy: Resource): Generator<Proposal<ImagePolicyMessage>> {
  if (policy.kind !== 'ImagePolicy' || apiGroupOf(policy.apiVersion) !== 'image.toolkit.fluxcd.io') return;
  const { pattern } = mapOf(policy.get(['spec', 'filterTags']));
  const order = SORTS.find(each => policy.get(['spec', 'policy', each]) !== undefined);
  if (order === undefined || typeof pattern !== 'string') return;
  if (!HASHES.test(pattern) || !/a-f/i.test(pattern)) return;
  yield {
    message: 'tags-without-order',
    data: { resource: `ImagePolicy ${policy.name}`, order, pattern },
    at: { on: policy.key, path: ['spec', 'policy', order] },
    changes: [],
    evidence: [{ kind: 'manifest', at: policy.where(['spec', 'filterTags', 'pattern']), says: pattern }],
    known:
      'a tag needs a time (`main-<hash>-<seconds>`) that filterTags.extract takes out and `numerical: {order: asc}` sorts by',
  };
}
