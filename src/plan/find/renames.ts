/** Objects that are to have another name, put together over all roots. */
import { type Graph, reachedFrom } from '../../kustomize/file/graph.ts';
import { namespaceOf } from '../../kustomize/object/resource.ts';
import type { Renaming } from '../model/renaming.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { namesOf } from '../rendered/names/names.ts';
import { renamingOf, renderingOf } from '../rendered/names/renaming-of.ts';
import { objectName, objectNamed, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import type { Finding } from './found/finding.ts';

/** One source object with another name. */
export interface Rename {
  readonly sourceId: string;
  readonly renaming: Renaming;
  /** Where it is written, or the entry that makes it. */
  readonly file: string;
  readonly fixIds: readonly string[];
  /** Keys of the findings that say so. */
  readonly findings: readonly string[];
  /** All kustomizations that roots which render it are made of: what they read says the new name. */
  readonly scope: ReadonlySet<string>;
  /** Why it keeps its name; null where nothing speaks against another one. */
  readonly against: string | null;
}

/**
 * @param roots all that are rendered, whether anything is looked for there or not
 * @param meet whether two roots may run in one cluster
 */
export function renamesOf(
  findings: readonly Finding[],
  roots: ReadonlyMap<string, RenderedRoot>,
  graph: Graph,
  meet: (one: RenderedRoot, other: RenderedRoot) => boolean,
): Rename[] {
  const wanted = findings
    .filter(({ status }) => status === 'candidate')
    .flatMap(finding =>
      finding.proposal.changes.flatMap(change =>
        change.type === 'rename'
          ? [{ finding, name: change.name, object: objectNamed(finding.root, change.resource) }]
          : [],
      ),
    );
  const groups = groupedBy(wanted, ({ object, name }) => JSON.stringify([object.sourceId, name]));
  const renames = [...groups.values()].map((group): Rename => {
    const [{ object, name }] = group;
    const { sourceId, accumulated } = object;
    const rendering = renderingOf(sourceId, roots.values());
    return {
      sourceId,
      renaming: renamingOf(object, name, rendering),
      file: accumulated.source.file,
      fixIds: [...new Set(group.map(each => each.finding.fixId))],
      findings: group.map(each => each.finding.key),
      scope: new Set(rendering.flatMap(({ folder }) => [...reachedFrom(graph, folder)])),
      against: null,
    };
  });
  return renames.map(each => ({ ...each, against: againstOf(each, renames, [...roots.values()], meet) }));
}

/** Whether a finding is about the name of an object. */
export function isRename({ proposal }: Finding): boolean {
  return proposal.changes.some(({ type }) => type === 'rename');
}

/** An object as it will be called. */
interface Outcome {
  readonly root: RenderedRoot;
  readonly object: RenderedObject;
  readonly name: string;
  /** Whether the cluster sees it, and not a layer alone. */
  readonly isRendered: boolean;
}

function againstOf(
  rename: Rename,
  renames: readonly Rename[],
  roots: readonly RenderedRoot[],
  meet: (one: RenderedRoot, other: RenderedRoot) => boolean,
): string | null {
  const { sourceId, renaming } = rename;
  const namesakes = renderingOf(sourceId, roots).flatMap(root =>
    root.objects
      .filter(other => other.sourceId !== sourceId)
      .flatMap(object => {
        const name = namesOf(object).find(each => renaming.names.has(each));
        return name === undefined ? [] : [{ root, object, name, isRendered: true }];
      }),
  );
  // Words do not tell two objects of a name apart.
  const [namesake] = namesakes;
  if (namesake) return says(namesake, 'is');
  const own = outcomesOf(rename, roots);
  for (const other of renames) {
    if (other.sourceId === sourceId || other.renaming.named.kind !== renaming.named.kind) continue;
    const same = outcomesOf(other, roots).find(each => own.some(one => collide(one, each, meet)));
    if (same) return says(same, 'would be');
  }
  const taken = roots
    .flatMap(root =>
      root.objects
        .filter(({ object, sourceId: id }) => id !== sourceId && object.kind === renaming.named.kind)
        .flatMap(object => called(root, object, name => name)),
    )
    .find(each => own.some(one => collide(one, each, meet)));
  return taken ? says(taken, 'is') : null;
}

/** No two objects of a kind can have one name in a namespace. */
function collide(
  one: Outcome,
  other: Outcome,
  meet: (one: RenderedRoot, other: RenderedRoot) => boolean,
): boolean {
  if (one.name !== other.name) return false;
  if (one.root === other.root) return true;
  if (!one.isRendered || !other.isRendered || !meet(one.root, other.root)) return false;
  return namespaceOf(one.object.final) === namespaceOf(other.object.final);
}

function outcomesOf({ sourceId, renaming: { names } }: Rename, roots: readonly RenderedRoot[]): Outcome[] {
  return roots.flatMap(root =>
    root.objects
      .filter(each => each.sourceId === sourceId)
      .flatMap(object => called(root, object, name => names.get(name) ?? name)),
  );
}

function called(root: RenderedRoot, object: RenderedObject, become: (name: string) => string): Outcome[] {
  const names = namesOf(object);
  return names.map((name, i) => ({ root, object, name: become(name), isRendered: i === names.length - 1 }));
}

function says({ root, object, name }: Outcome, verb: 'is' | 'would be'): string {
  return `${objectName(object)} of ${root.folder || '.'} ${verb} called ${name} too`;
}
