/** The plugin by which RabbitMQ serves metrics: its image enables it, and a list of plugins in the place of that may leave it out. */

import type { Change, Container, Doubt, Root } from '../../../src/transform.ts';
import { isWithin, mountsOf } from '../pods.ts';
import { hasHash } from '../secrets/makers.ts';
import { configOf } from '../storage/config-maps.ts';

const LIST = '/etc/rabbitmq/enabled_plugins';
const KEY = 'enabled_plugins';
const PLUGIN = 'rabbitmq_prometheus';

interface Plugin {
  readonly changes: readonly Change[];
  /** The list is read when the server starts, and a ConfigMap that keeps its name starts nothing anew. */
  readonly notYet: readonly Doubt[];
}

const IS_ON: Plugin = { changes: [], notYet: [] };

/** What enables it, nothing where it is; undefined where the list is not seen here, or in another form. */
export function pluginIn(container: Container, root: Root): Plugin | undefined {
  if (container.facts.family?.split(':')[0] !== 'rabbitmq') return IS_ON;
  if (!mountsOf(container).some(({ path }) => isWithin(LIST, path))) return IS_ON;
  const map = configOf(container.workload, root).find(each => typeof each.get(['data', KEY]) === 'string');
  const text = map?.get(['data', KEY]);
  if (map === undefined || typeof text !== 'string') return undefined;
  if (text.includes(PLUGIN)) return IS_ON;
  const longer = withPlugin(text);
  if (longer === undefined) return undefined;
  return {
    changes: [map.set(['data', KEY], longer)],
    notYet: hasHash(map)
      ? []
      : [
          `ConfigMap ${map.name} keeps its name: the plugin is off until somebody starts ${container.workload.name} anew`,
        ],
  };
}

/** The same list with the plugin at its end, in the writer's own spacing; undefined where it is no list. */
export function withPlugin(text: string): string | undefined {
  const [, start, items, end] = /^(\s*\[)([\w\s,]*?)(\s*\]\s*\.\s*)$/.exec(text) ?? [];
  if (start === undefined || items === undefined || end === undefined) return undefined;
  if (items.trim() === '') return `${start}${PLUGIN}${end}`;
  const between = /,(\s*)/.exec(items)?.[1] ?? '';
  return `${start}${items},${between}${PLUGIN}${end}`;
}
