/** Rights are those of one workload (catalogue M16). */

import { defineTransform } from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import { absentAccounts } from './absent.ts';
import { defaultTokens } from './default-token.ts';
import { byAccount } from './holders.ts';
import { onDefault } from './on-default.ts';
import { together } from './together.ts';

export default defineTransform({
  id: 'dedicated-service-account',
  title: 'What uses the Kubernetes API has an account of its own',
  severity: 'medium',
  severities: { idle: 'low', together: 'low', 'default-token': 'low' },
  group: 'security',
  // After tokens: what needs none needs no account either.
  order: 310,
  preset: 'opt-in',
  each: 'root',
  options: {
    suffix: {
      type: 'string',
      description:
        'What new accounts have behind the name of their workload. Unset, it is what all accounts of the root have in common (`-sa`), or nothing.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    absent:
      '{subject} runs as ServiceAccount {account}, which nobody renders: its pods will not start{change}',
    bound:
      'account default has rights by {bindings}, and so has every pod there that names no other. They go along into accounts of their own, for {workloads}',
    uses: '{subject} uses the API as account default, which every pod is that names no other. It has an account of its own',
    idle: '{subject} runs as {account}, whose rights by {rights} it does not use. It has an account of its own',
    together: '{workloads} run as {account} and share its rights by {rights}',
    'default-token':
      'account default of {namespace} gives a token to every pod that does not refuse it. It gives none',
  },
  briefs: {
    absent: 'account {account} not rendered',
    bound: 'rights of a default account',
    uses: 'uses the API as account default',
    idle: 'unused rights of {account}',
    together: 'shared rights of {account}',
    'default-token': 'account default gives tokens',
  },
  docs: {
    why: 'Rights are given to accounts. Where several programs have one, each has what the others need, and whoever gets into one of them has it too; the account `default` is that of every pod that nobody has thought about.',
    risk: 'Clouds, vaults, meshes and OpenShift know pods by their account, and secrets for images may hang on it: none of that stands in every repository. Rights that are bound here go along. So it waits for a yes. Pods restart.',
    links: [
      'https://kubernetes.io/docs/concepts/security/service-accounts/',
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
    ],
    sameAs: ['kube-linter:non-existent-service-account', 'CKV_K8S_41'],
    sameAsOf: {
      absent: ['kube-linter:non-existent-service-account'],
      idle: [],
      together: [],
    },
  },
  *plan(root, { options: { suffix } }) {
    yield* absentAccounts(root);
    for (const group of byAccount(root)) {
      if (accountOf(group[0]) === 'default') yield* onDefault(group, root, suffix);
      else yield* together(group, root, suffix);
    }
    yield* defaultTokens(root);
  },
});
