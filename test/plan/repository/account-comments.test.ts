import { apartFromApi } from '../../../src/plan/repository/platform/comments/account-comments.ts';

const said = (text: string) => {
  const line = text.split('\n').findIndex(each => each.includes('kind: ServiceAccount')) + 1;
  return apartFromApi({ read: () => text } as never)(`sa.yaml:${line}`);
};
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n';

test.each([
  [
    `# One account for all, since the platform has no\n# Kubernetes API access and no cloud roles.\n${ACCOUNT}`,
    1,
  ],
  [`---\n# It does not talk to the cluster's API.\n${ACCOUNT}---\nkind: Role\n`, 2],
  [`${ACCOUNT}  # Only for IRSA: the role stands in Terraform.\n`, 5],
  [
    `# path: sa.yaml\n#\n# The account exists solely for Workload Identity, made for each project.\n---\n${ACCOUNT}`,
    1,
  ],
])('a comment says what an account is for: %j', (text, line) => {
  expect(said(text)).toMatchObject({ kind: 'manifest', at: `sa.yaml:${line}` });
});

test.each([
  ACCOUNT,
  `# Reads pods by the Kubernetes API.\n${ACCOUNT}`,
  `${ACCOUNT}  # IRSA annotation for AWS access\n`,
  `# Accounts with Workload Identity, one for each project.\n${ACCOUNT}`,
  `# There is no Workload Identity for it yet.\n${ACCOUNT}`,
  `# Workload Identity, and its RoleBinding lists pods.\n${ACCOUNT}`,
  `# TODO: remove, there is no Kubernetes API access any more\n${ACCOUNT}`,
  `# no Kubernetes API access\nkind: ConfigMap\n---\n${ACCOUNT}`,
  `${ACCOUNT}---\n# no Kubernetes API access\nkind: ConfigMap\n`,
])('or says nothing of it: %j', text => expect(said(text)).toBeUndefined());
