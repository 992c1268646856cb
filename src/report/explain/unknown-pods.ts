/** Kinds of a repository that seem to have pods and are not known: what is said of them, as nothing else looks there. */

import { type PodLike, podLikeIn } from '../../kubernetes/pod-likes.ts';
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { printPath } from '../../plan/model/print-path.ts';
import { newLocator } from '../../plan/rendered/locator.ts';
import { renderedRoot } from '../../plan/rendered/rendered.ts';
import { count, oneLine } from '../words/words.ts';

interface Kind {
  readonly name: string;
  readonly like: PodLike;
  /** Where its objects stand, each once. */
  readonly places: Set<string>;
}

/** One line for each kind, by where the first stands. */
export function unknownPods(folders: readonly string[], evaluator: Evaluator): string[] {
  const { where } = newLocator(evaluator.files);
  const kinds = new Map<string, Kind>();
  for (const folder of folders) {
    const outcome = evaluator.evaluate(folder);
    if (outcome.state !== 'evaluated') continue;
    for (const { object, final } of renderedRoot(outcome).objects) {
      const like = podLikeIn(object);
      if (like === undefined) continue;
      const name = `${String(object.kind)} of ${String(object.apiVersion)}`;
      const kind = kinds.get(name) ?? { name, like, places: new Set<string>() };
      kinds.set(name, kind);
      kind.places.add(where(final.node, like.path));
    }
  }
  return [...kinds.values()].map(line).sort();
}

function line({ name, like: { path, holds }, places }: Kind): string {
  const [first = '', ...others] = places;
  const more = others.length === 0 ? '' : `, and at ${count(others.length, 'other place')}`;
  const why = holds === 'containers' ? 'a kind that is not known' : 'whose pods an operator writes';
  return oneLine(
    `unknown pods: ${first}: ${name}, ${why}, has ${holds} at ${printPath(path)}${more}: nothing of its pods is looked at, changed or counted`,
  );
}
