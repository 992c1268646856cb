/** How objects of the operator are called after what they are for. */

import type { Root } from '../../../src/transform.ts';
import { type KindOfOperator, sistersOf } from './operator.ts';

const OF_MONITORS = [
  '-service-monitor',
  '-pod-monitor',
  '-servicemonitor',
  '-podmonitor',
  '-monitor',
  '-metrics',
];
/** The end of one may be another: the longer ones come first. */
const SUFFIXES: Readonly<Record<KindOfOperator, readonly string[]>> = {
  ServiceMonitor: OF_MONITORS,
  PodMonitor: OF_MONITORS,
  PrometheusRule: ['-prometheus-rule', '-alert-rules', '-alerts', '-rules', '-rule'],
};

/** The end that the names of all others of a kind have; undefined where they have none in common. */
export function suffixLike(kind: KindOfOperator, root: Root): string | undefined {
  const names = sistersOf(kind, root).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return SUFFIXES[kind].find(each => names.every(name => name.endsWith(each)));
}
