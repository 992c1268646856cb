/** A Prometheus with a configuration of its own: objects of the operator are nothing to it. */

import type { Doubt, Root, WrittenScrapes } from '../../../src/transform.ts';
import { isOperatorSetUp } from './operator.ts';

const PLAIN = /^\s*scrape_configs:/m;
/** A collector of OpenTelemetry, or an agent, has the same field below its receivers, and values of a chart have it below the operator's. */
const OF_OTHERS = /^\s*(?:receivers|exporters|prometheusSpec|metrics):/m;

/** Undefined where none is seen. */
export function plainIn({ platform }: Root): WrittenScrapes | undefined {
  return platform.prometheus.scrapes.find(({ text }) => PLAIN.test(text) && !OF_OTHERS.test(text));
}

/** Against objects of the operator: monitors that are there show no more than that somebody has hoped for one. */
export function plainDoubts(root: Root): readonly Doubt[] {
  const plain = isOperatorSetUp(root) ? undefined : plainIn(root);
  return plain === undefined ? [] : [`a plain Prometheus runs here (${plain.at}) and reads no such objects`];
}
