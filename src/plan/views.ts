/** Every root as transforms see it, for who asks what is there and plans nothing. */

import { createEvaluator } from '../kustomize/build/evaluate.ts';
import type { Container, Root } from '../transform.ts';
import type { PlanInput } from './model/input.ts';
import { newLocator } from './rendered/locator.ts';
import { plainRoots } from './repository/plain-folders.ts';
import { type Repository, readRepository } from './repository/repository.ts';
import { newViewMemory, viewRoots } from './view/viewed-roots.ts';

export interface Views {
  readonly repository: Repository;
  readonly roots: readonly Root[];
}

export function viewsOf(given: PlanInput): Views {
  const { files, paths } = plainRoots({ ...given, selected: given.selection.paths });
  const input = { ...given, files, paths };
  const { loadRestrictor, rendered } = input;
  const evaluator = createEvaluator(files, { loadRestrictor, rendered });
  const repository = readRepository(input, evaluator);
  const roots = viewRoots(input, repository, evaluator, newLocator(files), newViewMemory()).map(
    ({ view }) => view,
  );
  return { repository, roots };
}

/** A container as a root renders it. */
export interface RenderedContainer {
  readonly root: Root;
  /** Undefined where nothing says it. */
  readonly namespace: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly container: Container;
}

export function renderedContainers({ roots }: Views): readonly RenderedContainer[] {
  return roots.flatMap(root =>
    root.workloads.flatMap(workload =>
      workload.containers.map(container => ({
        root,
        namespace: root.platform.namespaceOf(workload),
        kind: workload.kind,
        name: workload.name,
        container,
      })),
    ),
  );
}
