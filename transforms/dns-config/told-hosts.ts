/** Names of the cluster that a pod is told, as far as the number of dots decides how they are looked up. */

import type { Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { commandLine } from '../shared/pods.ts';
import { configOf } from '../shared/storage/config-maps.ts';

/**
 * `db.shop.svc`, `db-0.db.shop.svc`: without the domain of the cluster it is only found below one of the domains that are
 * searched. Those are tried last, or by musl never, where a name has dots enough to be whole.
 */
const SHORTENED = /(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.){2,3}svc(?![\w-]|\.[\w-])/g;

/** The one with the most dots that its commands, its variables or its ConfigMaps name. */
export function shortenedHost(workload: Workload, root: Root): string | undefined {
  const variables = workload.containers.flatMap(each => mapsIn(each.get(['env'])));
  const single = new Set(
    variables.flatMap(({ valueFrom }) =>
      isMap(valueFrom) && isMap(valueFrom.configMapKeyRef) ? [valueFrom.configMapKeyRef.name] : [],
    ),
  );
  const configs = [
    ...configOf(workload, root),
    ...root.find('ConfigMap', each => each.namespace === workload.namespace && single.has(each.name)),
  ];
  const texts = [
    ...workload.containers.map(commandLine),
    ...variables.map(({ value }) => String(value)),
    ...configs.flatMap(({ object: { data } }) => (isMap(data) ? Object.values(data).map(String) : [])),
  ];
  const hosts = texts.flatMap(text => text.match(SHORTENED) ?? []);
  return hosts.sort((a, b) => dotsOf(b) - dotsOf(a) || (a < b ? -1 : 1))[0];
}

export function dotsOf(host: string): number {
  return host.split('.').length - 1;
}
