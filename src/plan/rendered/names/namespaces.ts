/** What a root renders for a namespace, and the layers that all of it passes. */
import { podKindOf } from '../../../kubernetes/pod-templates.ts';
import { nameOf, namespaceOf, type Resource } from '../../../kustomize/object/resource.ts';
import { memoized } from '../../../text/memo.ts';
import type { RenderedObject, RenderedRoot } from '../rendered.ts';

export interface RenderedFor {
  /** The Namespace itself. */
  readonly declared: RenderedObject | undefined;
  /** What runs there, as far as the root renders it. */
  readonly workloads: readonly RenderedObject[];
}

/** Where the root says no namespace of anything, somebody else does of all of it. */
export function renderedFor(root: RenderedRoot, name: string): RenderedFor {
  const { declared, workloads } = indexOf(root);
  return { declared: declared.get(name), workloads: workloads.get(name) ?? workloads.get('') ?? [] };
}

const indexOf = memoized(({ objects }: RenderedRoot) => {
  const declared = new Map<string, RenderedObject>();
  const workloads = new Map<string, RenderedObject[]>();
  for (const each of objects) {
    const { kind, apiVersion } = each.object;
    if (isNamespace(each)) declared.set(nameOf(each.final), each);
    if (podKindOf(String(kind), String(apiVersion)) === undefined) continue;
    const name = namespaceOf(each.final);
    const known = workloads.get(name);
    if (known) known.push(each);
    else workloads.set(name, [each]);
  }
  return { declared, workloads };
});

function isNamespace({ object }: Pick<RenderedObject, 'object'>): boolean {
  return object.kind === 'Namespace' && object.apiVersion === 'v1';
}

/** The namespace that an object is in, or that it is. */
export function namespaceSaidBy(object: RenderedObject, resource: Resource): string {
  return isNamespace(object) ? nameOf(resource) : namespaceOf(resource);
}

/** The layers that all of them pass, the innermost first. */
export function layersOfAll([first, ...others]: readonly RenderedObject[]): readonly string[] {
  const passed = others.map(({ accumulated }) => new Set(accumulated.layers));
  return (first?.accumulated.layers ?? []).filter(folder => passed.every(layers => layers.has(folder)));
}

export function passing(objects: readonly RenderedObject[], folder: string): readonly RenderedObject[] {
  return objects.filter(({ accumulated }) => accumulated.layers.includes(folder));
}

/**
 * Of the layers that only some of the objects pass, those that more than half do, and the one that is the only base; the
 * innermost first.
 *
 * @param isBase whether a layer counts
 */
export function mainLayers(
  objects: readonly RenderedObject[],
  isBase: (folder: string) => boolean,
): readonly string[] {
  const ways = objects.map(({ accumulated }) => accumulated.layers.filter(isBase));
  const all = [...new Set(ways.flat())];
  const many = (folder: string) => ways.filter(way => way.includes(folder)).length;
  const [only, ...others] = new Set(ways.flatMap(way => way.at(-1) ?? []));
  return all.filter(folder => many(folder) * 2 > objects.length || (others.length === 0 && folder === only));
}

/** Whether roots are environments of one thing: each of them has most of what it runs in common with the others. */
export function haveMostInCommon(groups: readonly (readonly RenderedObject[])[]): boolean {
  const [first = new Set<string>(), ...others] = groups.map(
    each => new Set(each.map(({ sourceId }) => sourceId)),
  );
  const common = [...first].filter(id => others.every(group => group.has(id))).length;
  return [first, ...others].every(group => common * 2 >= group.size);
}

/**
 * What gives a namespace its content: the innermost layer that all that runs there passes, else the Namespace's. Where that
 * is the root alone, what gives most of it: other environments have that too.
 */
export function homeOf(root: RenderedRoot, namespace: string): string {
  const { declared, workloads } = renderedFor(root, namespace);
  const objects = workloads.length > 0 || !declared ? workloads : [declared];
  const [first = ''] = layersOfAll(objects);
  return first === root.folder ? (mainLayers(objects, folder => folder !== root.folder)[0] ?? first) : first;
}
