/** Whether something deletes old indices already. */

import type { Resource, Root, Workload } from '../../src/transform.ts';
import { commandLine } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';

/** Calls of the APIs for it, policies as they are given to them, and settings of shippers that have one made. */
const SAYS =
  /_(?:plugins|opendistro)\/_ism|"ism_template"|_ilm\/policy|"min_index_age"|\bcurator\b|(?:enable|setup)[._]ilm|\bilm[._](?:enabled|policy)|index\.lifecycle/i;
const KINDS = ['OpenSearchISMPolicy', 'OpensearchISMPolicy', 'StackConfigPolicy'];
const TEXTS = ['ConfigMap', 'Secret'];

/** In the root or beside it, by an object, a configuration or a program. */
export const hasRetention = remembered((root: Root): boolean => {
  if (KINDS.some(kind => root.rendersKind(kind))) return true;
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  const resources = [...namespaces].flatMap(each => root.platform.resourcesIn(each));
  const workloads = [...namespaces].flatMap(each => root.platform.workloadsIn(each));
  return [...root.resources, ...resources].some(saysIt) || [...root.workloads, ...workloads].some(runsIt);
});

function saysIt(resource: Resource): boolean {
  if (!TEXTS.includes(resource.kind)) return false;
  return ['data', 'stringData'].some(field =>
    Object.values(resource.get([field]) ?? {}).some(text => typeof text === 'string' && SAYS.test(text)),
  );
}

function runsIt({ containers }: Workload): boolean {
  return containers.some(
    each =>
      SAYS.test(each.image.name) ||
      SAYS.test(commandLine(each)) ||
      SAYS.test(JSON.stringify(each.object.env ?? null)),
  );
}
