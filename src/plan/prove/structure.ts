/**
 * Whether a plan makes an object worse in itself. Equal renders say that the plan did what it declared, and nothing of
 * what it declared: a mount without its volume may be declared, written and rendered all alike.
 */

import { secretsMadeBy } from '../../kubernetes/made-secrets.ts';
import { podFlaws, podReferences } from '../../kubernetes/pod-flaws.ts';
import type { Outcome } from '../../kustomize/build/evaluate.ts';
import { kindOf, nameOf, namespaceOf, type Resource } from '../../kustomize/object/resource.ts';
import type { MapNode } from '../../kustomize/tree/node.ts';
import { memoized } from '../../text/memo.ts';
import type { FieldPath } from '../../transform.ts';
import { jsonOf } from '../rendered/rendered.ts';

export interface Worsening {
  readonly resource: Resource;
  readonly message: string;
  readonly path: FieldPath;
}

type Evaluated = Outcome & { readonly state: 'evaluated' };

/** Flaws that an object of a kustomization has now, and had not before. */
export function newFlaws(before: Evaluated, after: Evaluated): Worsening[] {
  const old = byObject(before.accumulated.resources);
  return [...byObject(after.accumulated.resources)].flatMap(([key, resource]) => {
    const was = old.get(key);
    if (was?.node === resource.node) return [];
    const known = new Set((was ? flawsOf(was.node) : []).map(({ says }) => says));
    return flawsOf(resource.node)
      .filter(({ says }) => !known.has(says))
      .map(({ says, path }) => ({ resource, message: `${describe(resource)}: ${says}`, path }));
  });
}

/**
 * References of pods to what was rendered and is no more, and new ones to what nobody renders.
 *
 * @param promised `Kind/name` of what somebody makes by other means
 */
export function brokenReferences(
  before: Evaluated,
  after: Evaluated,
  promised: ReadonlySet<string>,
): Worsening[] {
  const [had, has] = [namesIn(before), namesIn(after)];
  const old = byObject(before.resources);
  // What kustomize would fetch may bring it.
  const isWhole = after.opaque.length === 0;
  return [...byObject(after.resources)].flatMap(([key, resource]) => {
    const was = old.get(key);
    const known = new Set((was ? referencesOf(was.node) : []).map(({ kind, name }) => `${kind}/${name}`));
    return referencesOf(resource.node).flatMap(({ kind, name, path }) => {
      const id = `${kind}/${name}`;
      const full = `${namespaceOf(resource)} ${id}`;
      if (has.has(full) || promised.has(id)) return [];
      if (!had.has(full) && (known.has(id) || !isWhole)) return [];
      return [{ resource, message: `${describe(resource)}: ${id} is rendered nowhere`, path }];
    });
  });
}

const flawsOf = memoized((node: MapNode) => podFlaws(jsonOf(node)));
const secretsIn = memoized((node: MapNode) => secretsMadeBy(jsonOf(node)));
const referencesOf = memoized((node: MapNode) => podReferences(jsonOf(node)));

function namesIn({ resources }: Evaluated): ReadonlySet<string> {
  return new Set(
    resources.flatMap(each => [
      `${namespaceOf(each)} ${kindOf(each)}/${nameOf(each)}`,
      ...secretsIn(each.node).map(({ name }) => `${namespaceOf(each)} Secret/${name}`),
    ]),
  );
}

/** A root may render one source object more than once. */
function byObject(resources: readonly Resource[]): Map<string, Resource> {
  const found = new Map<string, Resource>();
  const counts = new Map<string, number>();
  for (const resource of resources) {
    const seen = counts.get(resource.source.id) ?? 0;
    counts.set(resource.source.id, seen + 1);
    found.set(`${resource.source.id}~${seen}`, resource);
  }
  return found;
}

function describe(resource: Resource): string {
  return `${kindOf(resource)}/${nameOf(resource)}`;
}
