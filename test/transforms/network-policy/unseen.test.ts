/** Callers that nothing here shows, and that there must be. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { type Proposed, propose, rootOf, workload } from '../root.ts';

function about(name: string, text: string): Proposed | undefined {
  return propose(networkPolicy, rootOf(text)).find(each => each.at.on === `Deployment/${name}`);
}

const OPERATOR = workload(
  'serviceAccountName: hooks\ncontainers: [{name: a, image: "a:1", ports: [{containerPort: 5555}]}]',
  { name: 'hooks' },
);
const rights = (resource: string, verb: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: hooks}
rules: [{apiGroups: ["*"], resources: [pods, ${resource}], verbs: [get, ${verb}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: hooks}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hooks}
subjects: [{kind: ServiceAccount, name: hooks, namespace: shop}]
---
`;

test('the API server calls who makes webhooks by itself', () => {
  expect(about('hooks', OPERATOR + rights('mutatingwebhookconfigurations', 'create'))).toMatchObject({
    changes: [],
    known: expect.stringContaining('ClusterRole hooks lets it make webhooks'),
  });
});

test.each([
  ['makes other objects', 'deployments', 'create'],
  ['only fills in what is rendered', 'validatingwebhookconfigurations', 'patch'],
])('and not who %s', (_, resource, verb) => {
  expect(about('hooks', OPERATOR + rights(resource, verb))!.changes).toHaveLength(1);
});
