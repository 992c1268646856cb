/** Every root as transforms see it. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import type { FieldSpec } from '../../kustomize/data/field-specs.ts';
import type { Files } from '../../kustomize/files/files.ts';
import type { Node } from '../../kustomize/tree/node.ts';
import type { Environment, FieldPath, Root } from '../../transform.ts';
import type { PlanInput } from '../model/input.ts';
import { collectFormerNames, imageNamesOf } from '../rendered/image-names.ts';
import { belowRenames } from '../rendered/image-parts.ts';
import type { Locator } from '../rendered/locator.ts';
import { nodeAt, type RenderedObject, type RenderedRoot, renderedRoot } from '../rendered/rendered.ts';
import { canonical, sameJson } from '../rendered/same-data.ts';
import { markAt } from '../repository/automation-marks.ts';
import { type ImageOverride, repositoryOf } from '../repository/image-overrides.ts';
import type { Repository } from '../repository/repository.ts';
import { factsLookup } from './facts.ts';
import { valueAt } from './field-values.ts';
import { buildRoot } from './root.ts';
import { formerNamesOf, ownOf, type Wholes, wholesOf } from './whole.ts';

export interface ViewedRoot {
  readonly rendered: RenderedRoot;
  readonly view: Root;
  readonly environment: Environment;
  /** The question that is left where an automation writes the value of a field; null where none writes any. */
  readonly automationOf: ((object: RenderedObject, path: FieldPath) => string | undefined) | null;
  readonly sharesNamespace: boolean;
  /** What else its view is made of: two views of one render are equal when they have this and the namespace in common. */
  readonly context: SharedContext;
}

/** What the views of all roots are made of, besides the renders. */
interface SharedContext {
  readonly wholes: Wholes;
  /** Names that images had before, and the fields that hold images, as text. */
  readonly images: string;
}

/** Contexts that a plan has met: an equal one is the same one. */
export type ViewMemory = SharedContext[];

type Viewed = ViewedRoot & { readonly selected: boolean };

export function viewRoots(
  input: PlanInput,
  repository: Repository,
  evaluator: Evaluator,
  locator: Locator,
  memory: ViewMemory,
): Viewed[] {
  const rendered = repository.choices.flatMap(choice => {
    const outcome = evaluator.evaluate(choice.folder);
    return outcome.state === 'evaluated' ? [{ choice, rendered: renderedRoot(outcome) }] : [];
  });
  const namespaces = new Map(rendered.map(each => [each.rendered, namespacesOf(each.rendered)]));
  const used = new Map<string, number>();
  for (const names of namespaces.values())
    for (const name of names) used.set(name, (used.get(name) ?? 0) + 1);
  const formerNames = new Map<string, Set<string>>();
  for (const { rendered: root } of rendered) {
    for (const object of root.objects) collectFormerNames(object.final.node, formerNames);
  }
  const imageSpecs = allImageSpecs(rendered.map(each => each.rendered));
  const wholes = wholesOf(rendered.map(each => each.rendered.objects));
  const renames = [...formerNames].map(([name, former]) => [name, ...former]);
  const context = known(memory, { wholes, images: canonical([renames, imageSpecs]) });
  const factsFor = factsLookup(input.config, image => [...(formerNames.get(image) ?? [])]);
  return rendered.map(({ choice, rendered: root }) => {
    const sharesNamespace = [...(namespaces.get(root) ?? [])].some(name => (used.get(name) ?? 0) > 1);
    const overrides = repository.imageOverrides.filter(({ folder }) => root.accumulated.visits.has(folder));
    const view = buildRoot({
      path: choice.folder,
      environment: choice.environment,
      objects: root.objects.map(object => ({
        key: object.key,
        object: object.object,
        where: path => locator.where(object.final.node, path),
        formerNames: formerNamesOf(object),
      })),
      factsFor,
      imageSpecs,
      repository: repository.facts,
      sharesNamespace,
      whole: wholes.of(ownOf(root.accumulated, locator)),
    });
    return {
      rendered: root,
      environment: choice.environment,
      selected: choice.selected,
      automationOf:
        repository.holdsMarks || overrides.length > 0
          ? (object, path) =>
              automationAt(evaluator.files, nodeAt(object.final.node, path)) ??
              overrideOf(overrides, view, object, path)?.reason
          : null,
      sharesNamespace,
      context,
      view,
    };
  });
}

function known(memory: ViewMemory, context: SharedContext): SharedContext {
  const found = memory.find(each => each.images === context.images && each.wholes.isLike(context.wholes));
  if (!found) memory.push(context);
  return found ?? context;
}

/** What holds an image for one root holds one for all: the fields of a kind are the same everywhere. */
function allImageSpecs(roots: readonly RenderedRoot[]): readonly FieldSpec[] {
  // Roots without a configuration share one list.
  const lists = new Set(roots.map(root => root.accumulated.config.images));
  return [...new Map([...lists].flat().map(spec => [canonical(spec), spec])).values()];
}

/** Marks where the value is written, and where an entry that only renames an image leaves its tag to. */
function automationAt(files: Files, node: Node | undefined): string | undefined {
  return node && (markAt(files, node) ?? markAt(files, belowRenames(node)));
}

/** The override of an image in a root: by any name that it has on its way through the layers. */
function overrideOf(
  overrides: readonly ImageOverride[],
  root: Root,
  object: RenderedObject,
  path: FieldPath,
): ImageOverride | undefined {
  if (overrides.length === 0) return undefined;
  const images = root.resources.find(({ key }) => key === object.key)?.images ?? [];
  if (!images.some(image => sameJson(image.path, path))) return undefined;
  const repositories = imageNamesOf(nodeAt(object.final.node, path)).map(repositoryOf);
  return overrides.find(override => repositories.some(name => override.repositories.has(name)));
}

/** Everything that objects of a root say for their namespace. */
function namespacesOf({ objects }: RenderedRoot): ReadonlySet<string> {
  const names = objects.map(({ object }) => valueAt(object, ['metadata', 'namespace']));
  return new Set(names.filter(name => typeof name === 'string'));
}
