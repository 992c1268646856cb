/** Fields of kustomizations that have a successor, and whether all renders stay what they are when it says them. */
import type { Evaluator, Outcome } from '../../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { joinPath, withChanges } from '../../../kustomize/files/files.ts';
import { type OutdatedField, restate, SUCCESSORS } from '../../../kustomize/restate/restate.ts';
import { sameNode } from '../../../kustomize/tree/node.ts';
import { memoized } from '../../../text/memo.ts';
import { applySplices } from '../../../text/splice.ts';
import type { OutdatedField as Described } from '../../../transform.ts';
import { Refusal } from '../../../yaml/read/refusal.ts';

interface Outdated extends Omit<Described, 'at'> {
  readonly offset: number;
}

const FIELDS = Object.keys(SUCCESSORS) as OutdatedField[];

/** Every root that takes a kustomization in asks, and the answer costs as many builds as take it in. */
const knownTo = memoized((_: Evaluator) => new Map<string, readonly Outdated[]>());

export function outdatedIn(
  kustomization: Kustomization,
  evaluator: Evaluator,
  graph: Graph,
): readonly Outdated[] {
  const known = knownTo(evaluator);
  let found = known.get(kustomization.folder);
  if (found === undefined)
    known.set(kustomization.folder, (found = lookedAt(kustomization, evaluator, graph)));
  return found;
}

function lookedAt(kustomization: Kustomization, evaluator: Evaluator, graph: Graph): Outdated[] {
  const { entries } = kustomization.node;
  const found: Outdated[] = FIELDS.flatMap(field => {
    const node = entries.get(field);
    if (node === undefined) return [];
    const against = whyNot(kustomization, field, evaluator, graph);
    return [{ field, successor: SUCCESSORS[field], offset: Math.max(node.origin.keyStart, 0), against }];
  });
  const vars = entries.get('vars');
  if (vars === undefined) return found;
  const against = 'what a variable does in the middle of a text takes a replacement for each place: by hand';
  return [
    ...found,
    { field: 'vars', successor: 'replacements', offset: Math.max(vars.origin.keyStart, 0), against },
  ];
}

function whyNot(
  kustomization: Kustomization,
  field: OutdatedField,
  evaluator: Evaluator,
  graph: Graph,
): string | undefined {
  const { files } = evaluator;
  const { file, folder, text } = kustomization;
  const isFile = (path: string) => {
    const joined = joinPath(folder, path);
    return joined !== undefined && files.read(joined) !== undefined;
  };
  try {
    const after = applySplices(text, restate(kustomization, field, isFile));
    const trial = evaluator.over(withChanges(files, new Map([[file, after]])), new Set([file]));
    for (const each of reachersOf(graph, folder)) {
      // A component is nothing by itself: what takes it in is among the others.
      if (graph.nodes.get(each)?.kustomization?.kind === 'Component') continue;
      const before = evaluator.evaluate(each);
      if (!isWhole(before)) return `${each || '.'} takes it in and cannot be rendered here as a whole`;
      if (!isSame(before, trial.evaluate(each))) return `${each || '.'} would render something else`;
    }
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** What is out of sight may be anything, and so may what does not build here: a file that git ignores may be missing. */
function isWhole(outcome: Outcome): boolean {
  return outcome.state === 'evaluated' && outcome.accumulated.opaque.length === 0;
}

function isSame(before: Outcome, after: Outcome): boolean {
  if (before.state !== 'evaluated' || after.state !== 'evaluated') return false;
  const [old, made] = [before.resources, after.resources];
  return old.length === made.length && old.every((each, index) => sameNode(each.node, made[index]!.node));
}
