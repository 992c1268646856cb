/** Namespaces that kustomizations of roots are to say for all that they render. */
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { isClusterScopedKind } from '../../kustomize/object/id.ts';
import { apiVersionOf, gvkOf, kindOf, nameOf } from '../../kustomize/object/resource.ts';
import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';
import type { Finding } from './found/finding.ts';

export interface RootNamespace {
  readonly root: RenderedRoot;
  readonly namespace: string;
  readonly fixIds: readonly string[];
  /** Keys of the findings that say so. */
  readonly findings: readonly string[];
  /** Why the root says none; null where nothing speaks against it. */
  readonly against: string | null;
}

/** @param roots all that are rendered, whether anything is looked for there or not */
export function rootNamespacesOf(
  findings: readonly Finding[],
  roots: ReadonlyMap<string, RenderedRoot>,
): RootNamespace[] {
  const wanted = findings
    .filter(({ status }) => status === 'candidate')
    .flatMap(finding =>
      finding.proposal.changes.flatMap(change =>
        change.type === 'namespace' ? [{ finding, namespace: change.namespace }] : [],
      ),
    );
  const groups = groupedBy(wanted, ({ finding, namespace }) =>
    JSON.stringify([finding.root.folder, namespace]),
  );
  return [...groups.values()].map(group => {
    const [{ finding, namespace }] = group;
    return {
      root: finding.root,
      namespace,
      fixIds: [...new Set(group.map(each => each.finding.fixId))],
      findings: group.map(each => each.finding.key),
      against: takenIn(finding.root, roots) ?? givenOneToo(finding.root),
    };
  });
}

/** Whether a finding is about the namespace of a root. */
export function isRootNamespace({ proposal }: Finding): boolean {
  return proposal.changes.some(({ type }) => type === 'namespace');
}

/** What it says of all that it renders it says of theirs too. */
function takenIn({ folder }: RenderedRoot, roots: ReadonlyMap<string, RenderedRoot>): string | null {
  for (const other of roots.values()) {
    if (other.folder !== folder && other.accumulated.visits.has(folder))
      return `${other.folder || '.'} takes it in, and all of that would be there too`;
  }
  return null;
}

/** kustomize knows the kinds of its own time: others get a namespace, and the API server refuses those that can have none. */
function givenOneToo({ accumulated }: RenderedRoot): string | null {
  const other = accumulated.resources.find(
    each => isClusterScoped(kindOf(each), apiVersionOf(each)) === true && !isClusterScopedKind(gvkOf(each)),
  );
  return other === undefined
    ? null
    : `${kindOf(other)} ${nameOf(other)} is of the cluster as a whole, and kustomize gives it a namespace all the same`;
}
