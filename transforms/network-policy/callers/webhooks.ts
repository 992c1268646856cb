/** Programs that make webhooks themselves: the API server calls them, and no configuration that could be read says so. */

import type { JsonObject, Resource, Root, Workload } from '../../../src/transform.ts';
import { bindingsOf } from '../../shared/accounts/accounts.ts';
import { isMap, mapsIn, stringsIn } from '../../shared/data.ts';

const CONFIGURATIONS = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'];

/** The role that lets a workload make configurations of webhooks; who may only change them has others that are rendered. */
export function webhookRole(workload: Workload, root: Root): Resource | undefined {
  const names = bindingsOf(workload, root).flatMap(binding => {
    const role = binding.get(['roleRef']);
    return binding.kind === 'ClusterRoleBinding' && isMap(role) ? [role.name] : [];
  });
  return root.platform
    .find('ClusterRole', undefined)
    .find(role => names.includes(role.name) && mapsIn(role.get(['rules'])).some(makesWebhooks));
}

function makesWebhooks({ resources, verbs }: JsonObject): boolean {
  return (
    stringsIn(resources).some(each => CONFIGURATIONS.includes(each)) &&
    stringsIn(verbs).some(each => each === 'create' || each === '*')
  );
}
