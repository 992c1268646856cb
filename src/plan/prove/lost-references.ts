/** References by kustomize's rules that lead to another object than before, or to none. */
import type { Outcome } from '../../kustomize/build/evaluate.ts';
import { isClusterScopedKind, selectsGvk } from '../../kustomize/object/id.ts';
import { gvkOf, kindOf, nameOf, namespaceOf, type Resource } from '../../kustomize/object/resource.ts';
import { applyFieldSpec, FieldSpecProblem } from '../../kustomize/specs/field-spec.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';

type Evaluated = Outcome & { readonly state: 'evaluated' };

interface Found {
  readonly kind: string;
  readonly name: string;
  /** Source of the object that it leads to. */
  readonly to: string | undefined;
}

/**
 * @param idBehind what the source of an object is called afterwards: one that a generator makes is called by its name
 * @param isHeld whether what gets another name is there, by its kind and old name: else nothing can lead to it
 */
export function lostReferences(
  before: Evaluated,
  after: Evaluated,
  idBehind: (id: string) => string,
  isHeld: (kind: string, name: string) => boolean,
): string[] {
  const [targets, fresh] = [targetsOf(before), targetsOf(after)];
  const now = new Map(numbered(after.resources));
  return numbered(before.resources, idBehind).flatMap(([id, was]) => {
    const is = now.get(id);
    if (is === undefined) return [];
    const next = referencesOf(is, after, fresh);
    return referencesOf(was, before, targets).flatMap(({ kind, name, to }, i) => {
      const other = next[i];
      // What led nowhere is not this object's: it stays as it is.
      const isFree = to === undefined && (!isHeld(kind, name) || isClusterScopedKind(gvkOf(is)));
      if (isFree || (to === undefined ? other?.name === name : other?.to === idBehind(to))) return [];
      return [
        `${kindOf(is)}/${nameOf(is)}: ${kind} ${name} is not what ${other?.name ?? 'nothing'} leads to`,
      ];
    });
  });
}

/** A root may render one source object more than once. */
function numbered(
  resources: readonly Resource[],
  idOf = (id: string) => id,
): (readonly [string, Resource])[] {
  const counts = new Map<string, number>();
  return resources.map(each => {
    const id = idOf(each.source.id);
    const seen = counts.get(id) ?? 0;
    counts.set(id, seen + 1);
    return [`${id}~${seen}`, each] as const;
  });
}

function targetsOf({ resources }: Evaluated): ReadonlyMap<string, string> {
  return new Map(resources.map(each => [keyOf(kindOf(each), spaceOf(each), nameOf(each)), each.source.id]));
}

function spaceOf(resource: Resource): string {
  return isClusterScopedKind(gvkOf(resource)) ? '' : namespaceOf(resource);
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function referencesOf(
  referrer: Resource,
  { accumulated }: Evaluated,
  targets: ReadonlyMap<string, string>,
): Found[] {
  const id = gvkOf(referrer);
  const found: Found[] = [];
  const add = (kind: string, node: Node, said?: string) => {
    const name = textOf(node);
    const to =
      targets.get(keyOf(kind, said ?? namespaceOf(referrer), name ?? '')) ??
      (isClusterScopedKind({ ...id, kind }) ? targets.get(keyOf(kind, '', name ?? '')) : undefined);
    if (name !== undefined) found.push({ kind, name, to });
  };
  for (const { kind, fieldSpecs } of accumulated.config.nameReference) {
    if (kind === undefined) continue;
    for (const spec of fieldSpecs) {
      if (!selectsGvk(id, spec)) continue;
      // It reads, and leaves everything as it is.
      const read = (node: Node): Node => {
        for (const each of node.kind === 'list' ? node.items : [node]) {
          const name = entry(each, 'name');
          if (each.kind === 'scalar') add(kind, each);
          else if (name && (textOf(entry(each, 'kind')) ?? kind) === kind)
            add(kind, name, textOf(entry(each, 'namespace')));
        }
        return node;
      };
      try {
        applyFieldSpec(referrer.node, { ...spec, create: false }, read, null);
      } catch (error) {
        if (!(error instanceof FieldSpecProblem)) throw error;
      }
    }
  }
  return found;
}
