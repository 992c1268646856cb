/** Budgets whose selector takes no pod, and the workload that they mean (catalogue M3). */

import type { Change, Doubt, Json, Proposal, Resource, Root, Workload } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { podsElsewhere, sourceName } from '../shared/elsewhere.ts';
import { mayHoldUnseenPods } from '../shared/namespaces/namespaces.ts';
import { nearName } from '../shared/near.ts';
import { podSelector } from '../shared/pods.ts';
import { isScalable, leastReplicas } from '../shared/replicas/replicas.ts';
import { ownKeys } from '../shared/selectors/own-keys.ts';
import { heldClaims } from '../shared/storage/claims.ts';
import { blocksDrains, selectedBy } from './selected.ts';

const PATH = ['spec', 'selector', 'matchLabels'];
/** What budgets are called around the name of their workload. */
const AROUND = /^(?:pdb|budget)-|-(?:pdb|disruption-budget|budget)$/g;

/** Whether a budget is there for a workload and does not select it: with a second one nobody would look at the first. */
export function hasIdleBudget(workload: Workload, root: Root): boolean {
  return root.platform
    .find('PodDisruptionBudget', root.platform.namespaceOf(workload))
    .some(budget => isIdle(budget, root) && means(budget, workload));
}

function isIdle(budget: Resource, root: Root): boolean {
  const selector = budget.get(['spec', 'selector']);
  if (!isMap(selector) || selectedBy(budget, root).length > 0) return false;
  return podsElsewhere(selector, root.platform.namespaceOf(budget), root) === undefined;
}

/** The selector of an idle budget as the one workload has it that it means; undefined where that is not known. */
export function correction(budget: Resource, root: Root): Proposal<'misses-pods'> | undefined {
  const selector = budget.get(['spec', 'selector']);
  if (!isIdle(budget, root) || !isMap(selector) || mapsIn(selector.matchExpressions).length > 0)
    return undefined;
  const [workload, other] = root.platform
    .workloadsIn(root.platform.namespaceOf(budget))
    .filter(each => isScalable(each) && root.budgetsFor(each).length === 0 && means(budget, each));
  if (workload === undefined || other !== undefined) return undefined;
  const changes = selectorChanges(budget, workload, root);
  if (changes.length === 0) return undefined;
  const { kind, name } = workload;
  return {
    message: 'misses-pods',
    data: { name: budget.name, workload: `${kind} ${name}` },
    at: { on: budget.key, path: ['spec', 'selector'] },
    changes,
    evidence: [
      {
        kind: 'manifest',
        at: workload.where([]),
        says: `the pods of ${kind} ${name} have ${pairsOf(workload)}`,
      },
    ],
    doubts: [...sayings(budget, workload, root)],
  };
}

function* sayings(budget: Resource, workload: Workload, root: Root): Generator<Doubt> {
  if (mistakenLabel(budget, workload) === undefined)
    yield `only its name says that it is for ${workload.name}`;
  if (mayHoldUnseenPods(root.platform.namespaceOf(budget), root))
    yield 'pods that nobody renders here may be meant';
  const [claim] = heldClaims(workload, root);
  if (claim !== undefined)
    yield `the pods share claim ${claim.name} (${claim.mode}): one that is evicted waits for the other, which then may not go`;
  const minimum = budget.get(['spec', 'minAvailable']) ?? undefined;
  const maximum = budget.get(['spec', 'maxUnavailable']) ?? undefined;
  const pods = leastReplicas(workload, root);
  if (blocksDrains(minimum, maximum, pods))
    yield `of ${pods} pods none may go then: drains of nodes would hang`;
}

/** Without the label that is wrong, and with those by which the workload is told from others. */
function selectorChanges(budget: Resource, workload: Workload, root: Root): Change[] {
  const own = podSelector(workload)?.matchLabels;
  const said = labelsOf(budget);
  if (!isMap(own)) return [];
  const keys = ownKeys(workload, root) ?? Object.keys(own);
  const missing = keys.filter(key => said[key] !== own[key]);
  const wrong = Object.keys(said).filter(key => !keys.includes(key) && workload.podLabels[key] !== said[key]);
  return [
    ...missing.map(key => budget.set([...PATH, key], own[key]!)),
    ...wrong.map(key => budget.remove([...PATH, key])),
  ];
}

/** By its name, or by a selector of which a single label is off. */
function means(budget: Resource, workload: Workload): boolean {
  if (mistakenLabel(budget, workload) !== undefined) return true;
  const stem = sourceName(budget).replace(AROUND, '');
  return [workload.name, sourceName(workload)].includes(stem);
}

/** The one label that the pods lack: under another key they have its value, or under the same nearly that value. */
function mistakenLabel(budget: Resource, workload: Workload): string | undefined {
  const { podLabels, name } = workload;
  const off = Object.entries(labelsOf(budget)).filter(([key, value]) => podLabels[key] !== value);
  const [first, ...others] = off;
  if (first === undefined || others.length > 0) return undefined;
  const [key, value] = first;
  const now = podLabels[key];
  const isMeant =
    now === undefined
      ? [name, ...Object.values(podSelector(workload)?.matchLabels ?? {})].includes(value)
      : nearName(value, [now]) !== undefined;
  return isMeant ? key : undefined;
}

function pairsOf({ podLabels }: Workload): string {
  return Object.entries(podLabels)
    .map(each => each.join(': '))
    .join(', ');
}

function labelsOf(budget: Resource): Record<string, string> {
  const labels: Json | undefined = budget.get(PATH);
  return isMap(labels) ? (labels as Record<string, string>) : {};
}
