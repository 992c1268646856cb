/** Label pairs that every object of a root wants become one `labels:` entry of the root (catalogue L1). */
import { get, getFlag, itemsOf, type Kustomization } from '../../kustomize/file/kustomization.ts';
import { entry, textOf } from '../../kustomize/tree/node.ts';
import type { Json } from '../../transform.ts';
import type { YamlEdit } from '../../yaml/edit/edit.ts';
import type { FieldGoal, Goal } from '../find/goals.ts';
import type { PlacementContext } from '../place/types.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';
import type { Habits } from '../repository/habits.ts';
import type { Draft } from './draft/draft.ts';

/** One pair that a root's kustomization will say for all of its objects. */
export interface LabelPair {
  readonly root: string;
  readonly key: string;
  readonly value: string;
  readonly goals: readonly FieldGoal[];
}

/** Splits off the goals that a `labels:` entry says better than a source edit each. */
export function takeLabelPairs(
  goals: readonly Goal[],
  context: PlacementContext,
): { pairs: LabelPair[]; rest: Goal[] } {
  const byPair = new Map<string, FieldGoal[]>();
  for (const goal of goals) {
    if (!isMetadataLabel(goal) || !goal.entryOnly) continue;
    for (const root of goal.wants.keys()) {
      const id = JSON.stringify([root, goal.path[2], goal.value]);
      byPair.set(id, [...(byPair.get(id) ?? []), goal]);
    }
  }
  const pairs: LabelPair[] = [];
  const taken = new Map<FieldGoal, Set<string>>();
  for (const [id, members] of byPair) {
    const [folder, key, value] = JSON.parse(id) as [string, string, string];
    const root = context.roots.get(folder)!;
    if (!fitsWholeRoot(root, key, value, members, context)) continue;
    pairs.push({ root: folder, key, value, goals: members });
    for (const goal of members) taken.set(goal, (taken.get(goal) ?? new Set()).add(folder));
  }
  // Pairs that differ between roots come after those that do not: every root lists them in one order.
  const keys = [...new Set(pairs.map(pair => pair.key))];
  pairs.sort((a, b) => keys.indexOf(a.key) - keys.indexOf(b.key));
  return { pairs, rest: goals.flatMap(goal => withoutRoots(goal, taken.get(goal as FieldGoal))) };
}

function isMetadataLabel(goal: Goal): goal is FieldGoal {
  return (
    goal.type === 'set' &&
    goal.path.length === 3 &&
    goal.path[0] === 'metadata' &&
    goal.path[1] === 'labels' &&
    typeof goal.value === 'string'
  );
}

/** An entry writes the pair into every object: each must want it or say the same already. */
function fitsWholeRoot(
  root: RenderedRoot,
  key: string,
  value: string,
  members: readonly FieldGoal[],
  context: PlacementContext,
): boolean {
  const { file } = root.accumulated.kustomization;
  if (context.notEditable(file) !== null || context.refused.has(`labels@${file}`)) return false;
  // Others that build on this kustomization would get the pair too.
  for (const other of context.roots.values()) {
    if (other !== root && other.objects.some(o => o.accumulated.layers.includes(root.folder))) return false;
  }
  const wanted = new Set(members.map(goal => goal.sourceId));
  return root.accumulated.resources.every(resource => {
    const now = textOf(entry(entry(entry(resource.node, 'metadata'), 'labels'), key));
    return now === value || (now === undefined && wanted.has(resource.source.id));
  });
}

function withoutRoots(goal: Goal, roots: ReadonlySet<string> | undefined): Goal[] {
  if (!roots) return [goal];
  const wants = new Map([...goal.wants].filter(([folder]) => !roots.has(folder)));
  return wants.size === 0 ? [] : [{ ...goal, wants } as Goal];
}

/** Extends the root's entry that writes metadata only, or adds one. */
export function writeLabelPairs(
  draft: Draft,
  kustomization: Kustomization,
  pairs: readonly LabelPair[],
  habits: Habits,
): void {
  const values = Object.fromEntries(pairs.map(({ key, value }) => [key, value as Json]));
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
            value: { pairs: values, includeSelectors: false },
          },
        ]
      : [{ op: 'set', doc: 0, path: [field], value: [{ pairs: values, includeSelectors: false }] }];
  draft.edit(kustomization.file, edits, { indentSequences: habits.indentSequences });
}
