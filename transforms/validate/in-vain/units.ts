/** Amounts that a unit too large makes of others: `512G` of memory, `100` processors. */

import { compareQuantities, multiplyQuantity, type Quantity } from '../../../src/kubernetes/quantity.ts';
import type { Json, Proposal, Root, Workload } from '../../../src/transform.ts';
import { mapAt } from '../../shared/data.ts';
import { amount } from '../../shared/numbers/amounts.ts';
import { describeContainer } from '../../shared/pods.ts';
import { remembered } from '../../shared/remembered.ts';

export type UnitMessage = 'wrong-unit';

/** From where on it is more than most nodes have. */
const LARGE = { cpu: amount('50')!, memory: amount('100G')! };
/** As many times the middle one of all, or the request of the same container. */
const TIMES = 100;
/** Of fewer there is no middle. */
const FEWEST = 4;

type Unit = keyof typeof LARGE;

/** What is far more than a node has and than everything else asks for; who takes devices takes such nodes. */
export function* wrongUnits(workload: Workload, root: Root): Generator<Proposal<UnitMessage>> {
  for (const container of workload.containers) {
    const resources = mapAt(container.object, 'resources');
    const said = ['requests', 'limits'].map(side => [side, mapAt(resources, side)] as const);
    if (said.some(([, amounts]) => Object.keys(amounts).some(key => key.includes('/')))) continue;
    for (const [side, amounts] of said) {
      for (const unit of ['cpu', 'memory'] as const) {
        const request = side === 'limits' ? mapAt(resources, 'requests')[unit] : undefined;
        const times = farAbove(amounts[unit], request, unit, root);
        if (times === undefined) continue;
        yield {
          message: 'wrong-unit',
          data: { subject: describeContainer(container), side, amount: String(amounts[unit]), unit, times },
          at: { on: workload.key, path: [...container.path, 'resources', side, unit] },
          changes: [],
          evidence: [],
          mayBeExplained: true,
        };
      }
    }
  }
}

/** Of what it is a multiple. */
function farAbove(
  value: Json | undefined,
  request: Json | undefined,
  unit: Unit,
  root: Root,
): string | undefined {
  const quantity = amount(value);
  if (quantity === undefined || compareQuantities(quantity, LARGE[unit]) < 0) return undefined;
  const isMultiple = (of: Quantity | undefined) =>
    of !== undefined && compareQuantities(quantity, multiplyQuantity(of, TIMES)) >= 0;
  if (isMultiple(amount(request))) return 'more than a hundred times its request';
  return isMultiple(middles(root)[unit]) ? 'more than a hundred times what others here have' : undefined;
}

const middles = remembered(({ workloads }: Root): Readonly<Record<Unit, Quantity | undefined>> => {
  const all = workloads.flatMap(({ containers }) =>
    containers.map(({ object }) => mapAt(object, 'resources')),
  );
  const middle = (unit: Unit) => {
    const amounts = all
      .flatMap(
        resources => amount(mapAt(resources, 'limits')[unit] ?? mapAt(resources, 'requests')[unit]) ?? [],
      )
      .sort(compareQuantities);
    return amounts.length < FEWEST ? undefined : amounts[Math.floor((amounts.length - 1) / 2)];
  };
  return { cpu: middle('cpu'), memory: middle('memory') };
});
