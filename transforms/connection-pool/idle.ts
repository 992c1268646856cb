/** Entries of `callers` that move nobody. */

import type { Proposal, Workload } from '../../src/transform.ts';
import { nearName } from '../shared/near.ts';
import { enumerated } from '../shared/prose.ts';
import { callersOf, isNamed, movedTo } from './callers.ts';
import type { Context, Message } from './context.ts';
import type { Target } from './target.ts';

/** @param targets all servers of the root: without one its entries are for other roots */
export function* idle(
  targets: readonly Target[],
  { root, options, configured }: Context,
): Generator<Proposal<Message>> {
  const stated = configured('callers', 'the team has named who moves');
  if (targets.length === 0 || stated === undefined) return;
  const told = targets.flatMap(target => [
    ...callersOf(target, root).map(({ workload }) => workload),
    ...movedTo(target, root),
  ]);
  const found = (options.callers ?? []).flatMap(entry => {
    const why = reasonFor(entry, told, options, root.workloads);
    return why === undefined ? [] : [{ entry, why }];
  });
  if (found.length === 0) return;
  yield {
    message: 'idle',
    data: { server: '', callers: enumerated(found.map(({ entry }) => entry)), pooler: '' },
    at: { on: root.path, path: [] },
    changes: [],
    evidence: [stated],
    known: found.map(({ why }) => why).join('; '),
  };
}

function reasonFor(
  entry: string,
  told: readonly Workload[],
  options: Context['options'],
  all: readonly Workload[],
): string | undefined {
  const isIt = (workload: Workload) => isNamed(workload, { ...options, callers: [entry] });
  if (told.some(isIt)) return undefined;
  if (all.some(isIt)) return `${entry} is told the address of no PostgreSQL that is seen here`;
  const near = nearest(
    entry,
    told.map(({ kind, name }) => `${kind}/${name}`),
  );
  // It may be of another root.
  return near === undefined ? undefined : `nothing here is called ${entry}, did you mean ${near}?`;
}

function nearest(entry: string, names: readonly string[]): string | undefined {
  const nameIn = (text: string) => text.slice(text.indexOf('/') + 1).toLowerCase();
  return names.find(each => nameIn(each) === nameIn(entry)) ?? nearName(entry, names);
}
