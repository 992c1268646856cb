/** The numbers of a quota: those that somebody has said, or a multiple of what the namespace renders. */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import type { Evidence, JsonObject } from '../../src/transform.ts';
import { COUNTED, type Usage } from '../shared/namespaces/quota.ts';
import { doubledUntil, isLess, readableFrom, times } from '../shared/numbers/amounts.ts';
import { enumerated } from '../shared/prose.ts';

export interface Numbers {
  readonly hard: Readonly<Record<string, string>>;
  /** For the message: where the numbers are from. */
  readonly raised: string;
}

/** Leaves out what a container does not state: its pods would be refused, and the sum is not known. */
export function bySum(
  { compute, silent }: Usage,
  factor: number,
  at: string,
): Numbers & { readonly evidence: readonly Evidence[] } {
  const unstated = new Set(silent.flatMap(each => each.unstated));
  const sums = COUNTED.filter(name => !unstated.has(name)).flatMap(name => {
    const used = times(printQuantity(compute[name]), 1);
    if (!isLess('0', used)) return [];
    const unit = name.endsWith('cpu') ? 'cpu' : 'memory';
    return [{ name, used, value: readableFrom(times(used, factor), unit) }];
  });
  const multiple = factor === 1 ? 'as large as' : `${factor} times`;
  const says = `at most ${enumerated(sums.map(({ name, used }) => `${name} ${used}`))} are rendered`;
  return {
    hard: Object.fromEntries(sums.map(({ name, value }) => [name, value])),
    raised: `, ${multiple} what is rendered`,
    evidence: [{ kind: 'manifest', at, says }],
  };
}

/** It counts what every container states: one that does not would be refused. */
export function bySaid(usage: Usage, table: JsonObject): Numbers {
  const unstated = new Set<string>(usage.silent.flatMap(each => each.unstated));
  const counted = Object.entries(table).filter(([name]) => !unstated.has(name));
  const larger = raisedFor(usage, Object.fromEntries(counted));
  const numbers = [...counted, ...larger.map(({ name, value }) => [name, value] as const)];
  const raised = larger.map(({ name, value, used }) => `${name} ${value} for ${used}`);
  return {
    hard: Object.fromEntries(numbers.map(([name, value]) => [name, String(value)])),
    raised: raised.length === 0 ? '' : `, larger than usual (${raised.join('; ')})`,
  };
}

interface Raised {
  readonly name: string;
  readonly value: string;
  readonly used: string;
}

/** The numbers of a quota that are too small for a usage: amounts are doubled until they hold it, counts become it. */
export function raisedFor(usage: Usage, hard: JsonObject): Raised[] {
  const amounts = COUNTED.flatMap(name => {
    const used = printQuantity(usage.compute[name]);
    return isLess(hard[name], used) ? [{ name, value: doubledUntil(String(hard[name]), used), used }] : [];
  });
  const counts = Object.entries(usage.counts).flatMap(([name, count]) => {
    const used = times(printQuantity(count), 1);
    return isLess(hard[name], used) ? [{ name, value: used, used }] : [];
  });
  return [...amounts, ...counts];
}
