/** What the entries of a kustomization meet: all that it takes in, before its own entries change anything. */

import type { Accumulated, Evaluator } from '../../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { splitDocuments } from '../../../yaml/read/documents.ts';

export interface Meeting {
  readonly met: Accumulated['met'];
  readonly within: Accumulated;
}

/** Of a component whatever those meet who take it in. None where one of them cannot be evaluated. */
export function meetingsOf(
  { folder, kind }: Kustomization,
  evaluator: Evaluator,
  graph: Graph,
): readonly Meeting[] {
  if (kind !== 'Component') {
    const within = evaluator.accumulate(folder);
    return within === null ? [] : [{ met: within.met, within }];
  }
  const meetings: Meeting[] = [];
  for (const user of reachersOf(graph, folder)) {
    if (graph.nodes.get(user)?.kustomization?.kind !== 'Kustomization') continue;
    const within = evaluator.accumulate(user);
    if (within === null) return [];
    const passing = within.visits.get(folder)?.passing;
    if (passing) meetings.push({ met: passing.met, within });
  }
  return meetings;
}

/** Every root that passes a kustomization asks the same of it: what is found there is found once. */
export function oncePerKustomization<T>(
  find: (kustomization: Kustomization, evaluator: Evaluator, graph: Graph) => readonly T[],
): typeof find {
  const known = new WeakMap<Evaluator, Map<string, readonly T[]>>();
  return (kustomization, evaluator, graph) => {
    const answers = known.get(evaluator) ?? new Map<string, readonly T[]>();
    known.set(evaluator, answers);
    const { folder } = kustomization;
    const found = answers.get(folder) ?? find(kustomization, evaluator, graph);
    answers.set(folder, found);
    return found;
  };
}

/** Folders of the kustomizations that are taken in. */
export function foldersOf(meetings: readonly Meeting[]): ReadonlySet<string> {
  return new Set(meetings.flatMap(({ within }) => [...within.visits.keys()]));
}

/** Whether all that is met is known: a chart, a remote base or a file that somebody fills may bring more. */
export function areInSight(meetings: readonly Meeting[], evaluator: Evaluator): boolean {
  return meetings.every(
    ({ within: { opaque, files } }) =>
      opaque.length === 0 && ![...files].some(file => isLeftEmpty(file, evaluator)),
  );
}

/** A file without a document is there for somebody who fills it (`flux bootstrap`). */
function isLeftEmpty(file: string, { files }: Evaluator): boolean {
  return /\.ya?ml$/.test(file) && splitDocuments(files.read(file) ?? '').length === 0;
}
