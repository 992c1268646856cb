/** Every root as transforms see it. */
import type { Evaluator } from '../kustomize/evaluate.ts';
import type { Files } from '../kustomize/files.ts';
import type { Node } from '../kustomize/node.ts';
import { canonical } from './canonical.ts';
import type { ViewedRoot } from './findings.ts';
import { collectFormerNames } from './image-names.ts';
import type { PlanInput } from './model.ts';
import { nodeAt, type RenderedObject, renderedRoot } from './rendered.ts';
import type { Repository } from './repository.ts';
import { buildRoot } from './view.ts';
import { factsLookup } from './view-facts.ts';
import { formerNamesOf, ownOf, wholesOf } from './view-whole.ts';
import type { Locator } from './where.ts';

type Viewed = ViewedRoot & { readonly selected: boolean };

export function viewRoots(
  input: PlanInput,
  repository: Repository,
  evaluator: Evaluator,
  locator: Locator,
): Viewed[] {
  const rendered = repository.choices.flatMap(choice => {
    const outcome = evaluator.evaluate(choice.folder);
    return outcome.state === 'evaluated' ? [{ choice, rendered: renderedRoot(outcome) }] : [];
  });
  const namespaces = new Map<string, number>();
  for (const { rendered: root } of rendered) {
    for (const ns of new Set(root.objects.map(o => namespaceOf(o)))) {
      if (ns !== undefined) namespaces.set(ns, (namespaces.get(ns) ?? 0) + 1);
    }
  }
  const formerNames = new Map<string, Set<string>>();
  for (const { rendered: root } of rendered) {
    for (const object of root.objects) collectFormerNames(object.final.node, formerNames);
  }
  const renames = canonical([...formerNames].map(([name, former]) => [name, ...former]));
  const wholes = wholesOf(rendered.map(each => each.rendered.objects));
  const factsFor = factsLookup(input.config, image => [...(formerNames.get(image) ?? [])]);
  return rendered.map(({ choice, rendered: root }) => {
    const sharesNamespace = [...new Set(root.objects.map(namespaceOf))].some(
      ns => ns !== undefined && namespaces.get(ns)! > 1,
    );
    return {
      rendered: root,
      environment: choice.environment,
      selected: choice.selected,
      isAutomated: (object, path) => isAutomated(evaluator.files, nodeAt(object.final.node, path)),
      context: `${sharesNamespace} ${wholes.context} ${renames}`,
      view: buildRoot({
        path: choice.folder,
        environment: choice.environment,
        objects: root.objects.map(object => ({
          key: object.key,
          object: object.object,
          where: path => locator.where(object.final.node, path),
          formerNames: formerNamesOf(object),
        })),
        factsFor,
        repository: repository.facts,
        sharesNamespace,
        whole: wholes.of(ownOf(root.accumulated, locator)),
      }),
    };
  });
}

/** `# {"$imagepolicy": "namespace:policy"}`, by which Flux finds the values that it renews. */
const MARKER = /#\s*\{\s*"\$[a-z]+"\s*:/;

function isAutomated(files: Files, node: Node | undefined): boolean {
  // Offsets inside inline texts mean nothing in the file.
  if (!node || ('inline' in node.origin.by && node.origin.by.inline)) return false;
  const { by, start, end } = node.origin;
  const text = by.file === '' ? undefined : files.read(by.file);
  if (text === undefined || !text.includes('"$')) return false;
  const lineEnd = text.indexOf('\n', end);
  return MARKER.test(text.slice(start, lineEnd < 0 ? text.length : lineEnd));
}

function namespaceOf(object: RenderedObject): string | undefined {
  return (object.object.metadata as { namespace?: string } | undefined)?.namespace;
}
