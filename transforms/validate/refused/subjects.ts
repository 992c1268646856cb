/** Subjects of bindings that the API server does not take. */

import type { Proposal, Resource } from '../../../src/transform.ts';
import { mapsIn } from '../../shared/data.ts';

export type SubjectMessage = 'no-namespace';

/**
 * A ServiceAccount is known by its namespace too: kustomize writes it for accounts that it renders, and kubectl never does. A
 * RoleBinding without one means the account of its own namespace.
 */
export function* namelessSubjects(binding: Resource): Generator<Proposal<SubjectMessage>> {
  if (binding.kind !== 'ClusterRoleBinding') return;
  if (!binding.apiVersion.startsWith('rbac.authorization.k8s.io/')) return;
  const nameless = mapsIn(binding.get(['subjects'])).find(
    ({ kind, namespace }) => kind === 'ServiceAccount' && (namespace ?? '') === '',
  );
  if (nameless === undefined) return;
  yield {
    message: 'no-namespace',
    data: { resource: `${binding.kind} ${binding.name}`, account: String(nameless.name) },
    at: { on: binding.key, path: ['subjects'] },
    changes: [],
    evidence: [],
  };
}
