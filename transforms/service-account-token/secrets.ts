/** Rights to read all Secrets, in pods that do not seem to use the API. */

import type { Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { accountOf, bindingsOf } from '../shared/accounts/accounts.ts';
import { signOfUse } from '../shared/accounts/api-token.ts';
import { readSecrets, ruleOf } from '../shared/accounts/rules.ts';
import { mapAt, mapsIn } from '../shared/data.ts';

/** Programs that are known to read them: who brings certificates, routes, Secrets of others and deployments. */
const READERS =
  /(?:^|[/_-])(?:argo-?cd|argo-rollouts|cert-manager|crossplane|external-secrets|flux|haproxy-ingress|ingress-nginx|nginx-ingress|istio|keda|kong|contour|kubernetes-(?:reflector|replicator)|rancher|reloader|sealed-secrets|traefik|velero)(?=$|[/_-])/;
/** Roles that Kubernetes brings, and that let read Secrets: all rights are found by `cluster-admin`. */
const BUILT_IN = /^(?:admin|edit)$/;

/** The first binding that lets a pod without any sign of use read every Secret. */
export function* readSecretsIdly(workload: Workload, root: Root): Generator<Proposal<'secrets'>> {
  if (workload.containers.some(({ image }) => READERS.test(image.name))) return;
  const found = bindingsOf(workload, root).flatMap(binding => roleOf(binding, root));
  const [first] = found;
  if (first === undefined || signOfUse(workload, root) !== undefined) return;
  const { binding, role } = first;
  const { kind, name } = workload;
  const isOfAll = binding.kind === 'ClusterRoleBinding';
  const where = isOfAll
    ? 'of the cluster'
    : `of namespace ${root.platform.namespaceOf(binding) ?? 'its own'}`;
  yield {
    message: 'secrets',
    data: { kind, name, where },
    at: { on: workload.key, path: [...workload.podPath, 'serviceAccountName'] },
    changes: [],
    evidence: [],
    mayBeExplained: true,
    known: `${binding.kind} ${binding.name} (${binding.where(['roleRef'])}) gives ServiceAccount ${accountOf(workload)} ${role}, and its token is mounted`,
  };
}

/** The role that a binding names, where it lets read every Secret. */
function roleOf(binding: Resource, root: Root): { readonly binding: Resource; readonly role: string }[] {
  const { kind, name } = mapAt(binding.object, 'roleRef');
  const known =
    kind === 'ClusterRole'
      ? root.platform.find('ClusterRole', undefined)
      : root.platform.find('Role', root.platform.namespaceOf(binding));
  const role = known.find(each => each.name === name);
  if (role === undefined)
    return kind === 'ClusterRole' && BUILT_IN.test(String(name))
      ? [{ binding, role: `ClusterRole ${String(name)}` }]
      : [];
  if (!readSecrets(mapsIn(role.get(['rules'])).map(ruleOf))) return [];
  return [{ binding, role: `${role.kind} ${role.name} (${role.where(['rules'])})` }];
}
