/** The label by which policies know namespaces, on clusters that may be from before it. */

import type { Change, Doubt, Root } from '../../src/transform.ts';
import { isOnlyForOldCluster } from '../shared/clusters/old-cluster.ts';

const LABEL = 'kubernetes.io/metadata.name';

/** What speaks against changes that rely on the label, where the manifests are for an older cluster: nobody would be let in. */
export function labelDoubts(changes: readonly Change[], root: Root): readonly Doubt[] {
  if (!isOnlyForOldCluster(root) || !JSON.stringify(changes).includes(`"${LABEL}"`)) return [];
  return [
    `before Kubernetes 1.21 no namespace has the label ${LABEL} by itself, and what stands here is for a cluster before 1.22`,
  ];
}
