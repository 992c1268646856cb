/** Objects that are to have another name, put together over all roots. */
import { type Graph, reachedFrom } from '../../kustomize/file/graph.ts';
import type { Json } from '../../transform.ts';
import type { Renaming } from '../model/renaming.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { namesOf, writtenName } from '../rendered/names/names.ts';
import { renamingOf } from '../rendered/names/renaming.ts';
import { objectName, objectNamed, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import type { Finding } from './found/finding.ts';

/** One source object with another name. */
export interface Rename extends Renaming {
  readonly sourceId: string;
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

/** @param roots all that are rendered, whether anything is looked for there or not */
export function renamesOf(
  findings: readonly Finding[],
  roots: ReadonlyMap<string, RenderedRoot>,
  graph: Graph,
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
  return [...groups.values()].map(group => {
    const [{ object, name }] = group;
    const { sourceId, accumulated } = object;
    const rendering = [...roots.values()].filter(root => root.objects.some(isOf(sourceId)));
    const from = writtenName(object);
    const names = new Map(
      rendering.flatMap(root =>
        root.objects
          .filter(isOf(sourceId))
          .flatMap(each => namesOf(each).map(known => [known, withoutLoss(known, from, name)] as const)),
      ),
    );
    return {
      ...renamingOf(names),
      sourceId,
      file: accumulated.source.file,
      fixIds: [...new Set(group.map(each => each.finding.fixId))],
      findings: group.map(each => each.finding.key),
      scope: new Set(rendering.flatMap(({ folder }) => [...reachedFrom(graph, folder)])),
      against: namesake(sourceId, object.object.kind, names, rendering),
    };
  });
}

/** Whether a finding is about the name of an object. */
export function isRename({ proposal }: Finding): boolean {
  return proposal.changes.some(({ type }) => type === 'rename');
}

function isOf(sourceId: string): (object: RenderedObject) => boolean {
  return object => object.sourceId === sourceId;
}

/** With what layers put before and behind it. */
function withoutLoss(known: string, from: string, to: string): string {
  const at = known.lastIndexOf(from);
  return at < 0 ? known : known.slice(0, at) + to + known.slice(at + from.length);
}

/** Words do not tell two objects of a name apart, and no two of a kind can have one. */
function namesake(
  sourceId: string,
  kind: Json | undefined,
  names: ReadonlyMap<string, string>,
  rendering: readonly RenderedRoot[],
): string | null {
  const fresh = new Set(names.values());
  for (const { folder, objects } of rendering) {
    for (const other of objects) {
      if (other.sourceId === sourceId) continue;
      const isKind = other.object.kind === kind;
      const name = namesOf(other).find(each => names.has(each) || (isKind && fresh.has(each)));
      if (name !== undefined) return `${objectName(other)} of ${folder || '.'} is called ${name} too`;
    }
  }
  return null;
}
