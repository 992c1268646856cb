/** Label pairs that every object of a root wants become one `labels:` entry of the root (catalogue L1). */
import { get, getFlag, itemsOf, type Kustomization } from '../../kustomize/file/kustomization.ts';
import { entry, textOf } from '../../kustomize/tree/node.ts';
import type { YamlEdit } from '../../yaml/edit/edit.ts';
import type { FieldGoal, Goal } from '../find/goals.ts';
import type { PlacementContext } from '../place/types.ts';
import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';
import type { Habits } from '../repository/habits/habits.ts';
import type { Draft } from './draft/draft.ts';

/** One pair that a root's kustomization will say for all of its objects. */
export interface LabelPair {
  readonly root: RenderedRoot;
  readonly key: string;
  readonly value: string;
  readonly goals: readonly FieldGoal[];
}

/** Keys of the findings that a pair answers. */
export function findingsOfPair({ root, goals }: LabelPair): string[] {
  return goals
    .flatMap(goal => [...goal.wants.values()])
    .flatMap(wanting => (wanting.root === root ? wanting.findings : []));
}

/** Splits off the goals that a `labels:` entry says better than a source edit each. */
export function takeLabelPairs(
  goals: readonly Goal[],
  context: PlacementContext,
): { pairs: LabelPair[]; rest: Goal[] } {
  const wishes = goals.flatMap(goal => pairsOf(goal));
  const byPair = groupedBy(wishes, ({ root, key, value }) => JSON.stringify([root.folder, key, value]));
  const pairs: LabelPair[] = [];
  const taken = new Map<FieldGoal, Set<string>>();
  for (const group of byPair.values()) {
    const [{ root, key, value }] = group;
    const pair = { root, key, value, goals: group.map(({ goal }) => goal) };
    if (!fitsWholeRoot(pair, context)) continue;
    pairs.push(pair);
    for (const goal of pair.goals) taken.set(goal, (taken.get(goal) ?? new Set()).add(root.folder));
  }
  // Pairs that differ between roots come after those that do not: every root lists them in one order.
  const keys = [...new Set(pairs.map(pair => pair.key))];
  pairs.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
  return {
    pairs,
    rest: goals.flatMap((goal): Goal[] =>
      goal.type === 'create' ? [goal] : withoutRoots(goal, taken.get(goal)),
    ),
  };
}

/** A label that a goal wants in a root. */
interface LabelWish extends Omit<LabelPair, 'goals'> {
  readonly goal: FieldGoal;
}

function pairsOf(goal: Goal): LabelWish[] {
  if (goal.type !== 'set' || goal.via !== 'labels') return [];
  const { value } = goal;
  const [metadata, labels, key, ...below] = goal.path;
  if (metadata !== 'metadata' || labels !== 'labels' || typeof key !== 'string' || below.length > 0)
    return [];
  if (typeof value !== 'string') return [];
  const wanting = new Set([...goal.wants.values()].map(({ root }) => root));
  return [...wanting].map(root => ({ goal, root, key, value }));
}

/** An entry writes the pair into every object: each must want it or say the same already. */
function fitsWholeRoot({ root, key, value, goals }: LabelPair, context: PlacementContext): boolean {
  const { file } = root.accumulated.kustomization;
  if (context.notEditable(file) !== null || context.refused.has(`labels@${file}`)) return false;
  // Others that build on this kustomization would get the pair too.
  for (const other of context.roots.values()) {
    if (other !== root && other.objects.some(o => o.accumulated.layers.includes(root.folder))) return false;
  }
  const wanted = new Set(goals.flatMap(goal => [...goal.wants.keys()].map(object => object.accumulated)));
  return root.accumulated.resources.every(resource => {
    const now = textOf(entry(entry(entry(resource.node, 'metadata'), 'labels'), key));
    return now === value || (now === undefined && wanted.has(resource));
  });
}

function withoutRoots(goal: FieldGoal, roots: ReadonlySet<string> | undefined): FieldGoal[] {
  if (!roots) return [goal];
  const wants = new Map([...goal.wants].filter(([, { root }]) => !roots.has(root.folder)));
  return wants.size === 0 ? [] : [{ ...goal, wants }];
}

/** Extends the root's entry that writes metadata only, or adds one. */
export function writeLabelPairs(
  draft: Draft,
  kustomization: Kustomization,
  pairs: readonly LabelPair[],
  habits: Habits,
): void {
  const values = Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
  const items = itemsOf(kustomization, 'labels');
  const own = items.find(
    ({ node }) =>
      get(node, 'pairs')?.kind === 'map' &&
      !['includeSelectors', 'includeTemplates', 'includeVolumeClaimTemplates'].some(flag =>
        getFlag(node, flag),
      ) &&
      get(node, 'fields') === undefined,
  );
  const field = kustomization.spelling.get('labels') ?? 'labels';
  const edits: YamlEdit[] = own
    ? Object.entries(values).map(([key, value]) => ({
        op: 'set',
        doc: 0,
        path: [field, own.index, 'pairs', key],
        value,
      }))
    : items.length > 0
      ? [
          {
            op: 'insert',
            doc: 0,
            path: [field],
            index: items.length,
            values: [{ pairs: values, includeSelectors: false }],
          },
        ]
      : [{ op: 'set', doc: 0, path: [field], value: [{ pairs: values, includeSelectors: false }] }];
  draft.edit(kustomization.file, edits, { indentSequences: habits.indentSequences });
}
