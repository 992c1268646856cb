/** The plugin by which RabbitMQ serves metrics: its image enables it, and a list of plugins in the place of that may leave it out. */

import type { Change, Container, Root } from '../../../src/transform.ts';
import { isWithin, mountsOf } from '../pods.ts';
import { configOf } from '../storage/config-maps.ts';

const LIST = '/etc/rabbitmq/enabled_plugins';
const KEY = 'enabled_plugins';
export const PLUGIN = 'rabbitmq_prometheus';

/** What enables it, nothing where it is; undefined where the list is not seen here, or in another form. */
export function pluginIn(container: Container, root: Root): readonly Change[] | undefined {
  if (container.facts.family?.split(':')[0] !== 'rabbitmq') return [];
  if (!mountsOf(container).some(({ path }) => isWithin(LIST, path))) return [];
  const map = configOf(container.workload, root).find(each => typeof each.get(['data', KEY]) === 'string');
  const text = map?.get(['data', KEY]);
  if (map === undefined || typeof text !== 'string') return undefined;
  if (text.includes(PLUGIN)) return [];
  const longer = withPlugin(text);
  return longer === undefined ? undefined : [map.set(['data', KEY], longer)];
}

/** The same list with the plugin at its end, in the writer's own spacing; undefined where it is no list. */
export function withPlugin(text: string): string | undefined {
  const [, start, items, end] = /^(\s*\[)([\w\s,]*?)(\s*\]\s*\.\s*)$/.exec(text) ?? [];
  if (start === undefined || items === undefined || end === undefined) return undefined;
  if (items.trim() === '') return `${start}${PLUGIN}${end}`;
  const between = /,(\s*)/.exec(items)?.[1] ?? '';
  return `${start}${items},${between}${PLUGIN}${end}`;
}
