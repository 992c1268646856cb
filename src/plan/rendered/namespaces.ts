/** What a root renders for a namespace, and the layers that all of it passes. */
import { podKindOf } from '../../kubernetes/pod-templates.ts';
import { nameOf, namespaceOf, type Resource } from '../../kustomize/object/resource.ts';
import { memoized } from '../../text/memo.ts';
import type { RenderedObject, RenderedRoot } from './rendered.ts';

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

/** What gives a namespace its content: the innermost layer that all that runs there passes, else the Namespace's. */
export function homeOf({ declared, workloads }: RenderedFor): string {
  return layersOfAll(workloads.length > 0 || !declared ? workloads : [declared])[0] ?? '';
}
