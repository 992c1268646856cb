/** Accounts that another root gives rights, which has nothing in the namespace of their pods. */
import serviceAccountToken from '../../transforms/service-account-token/index.ts';
import type { Repo } from '../harness/repo.ts';
import { deployment, outcome } from './tiny.ts';

const POD = deployment('judge').replace('    spec:\n', '    spec:\n      serviceAccountName: judge\n');
const repo = (subject: string): Repo => ({
  'app/kustomization.yaml': 'namespace: shop-dev\nresources:\n  - judge.yaml\n',
  'app/judge.yaml': POD.replace(/image: .*/, 'image: postgres:16'),
  'sandbox/kustomization.yaml': 'resources:\n  - rights.yaml\n',
  'sandbox/rights.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: judge
  namespace: shop-dev-sandbox
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: judge
subjects:
  - kind: ServiceAccount
    name: ${subject}
    namespace: shop-dev
`,
});

test.each([
  ['judge', 0],
  ['other', 1],
])('a binding of %s in a namespace of its own', (subject, count) => {
  expect(outcome(repo(subject), [serviceAccountToken]).plan.fixes).toHaveLength(count);
});
