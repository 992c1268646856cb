/** Objects that are to be said in another version of their API, put together over all roots. */
import type { ConvertChange, JsonObject } from '../../transform.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { objectNamed, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import type { Finding } from './found/finding.ts';

/** One source object in another version. */
export interface Conversion {
  readonly sourceId: string;
  readonly from: string;
  readonly to: string;
  readonly fields: ConvertChange['fields'];
  readonly fixIds: readonly string[];
  /** Keys of the findings that say so. */
  readonly findings: readonly string[];
  /** As roots render it that want it so. */
  readonly objects: readonly RenderedObject[];
  /** Why it stays as it is: somebody renders it who must not have it otherwise; null where nobody does. */
  readonly against: string | null;
}

/** @param roots all that are rendered, whether anything is looked for there or not */
export function conversionsOf(
  findings: readonly Finding[],
  roots: ReadonlyMap<string, RenderedRoot>,
): Conversion[] {
  const wanted = findings
    .filter(({ status }) => status === 'candidate')
    .flatMap(finding =>
      finding.proposal.changes.flatMap(change =>
        change.type === 'convert'
          ? [{ finding, change, object: objectNamed(finding.root, change.resource) }]
          : [],
      ),
    );
  const groups = groupedBy(wanted, ({ object, change }) =>
    JSON.stringify([object.sourceId, change.apiVersion]),
  );
  return [...groups.values()].map(group => {
    const [{ object, change }] = group;
    const objects = new Set(group.map(each => each.object));
    const from = versionOf(object.object);
    return {
      sourceId: object.sourceId,
      from,
      to: change.apiVersion,
      fields: change.fields,
      fixIds: [...new Set(group.map(({ finding }) => finding.fixId))],
      findings: group.map(({ finding }) => finding.key),
      objects: [...objects],
      against: heldBack(object.sourceId, from, objects, roots),
    };
  });
}

/** Whether a finding is about the version of an object, which changes before anything else does. */
export function isConversion({ proposal }: Finding): boolean {
  return proposal.changes.some(({ type }) => type === 'convert');
}

/** One text is for all that render it. */
function heldBack(
  sourceId: string,
  from: string,
  wanting: ReadonlySet<RenderedObject>,
  roots: ReadonlyMap<string, RenderedRoot>,
): string | null {
  for (const { folder, objects } of roots.values()) {
    const other = objects.find(
      each => each.sourceId === sourceId && versionOf(each.object) === from && !wanting.has(each),
    );
    if (other) return `${folder || '.'} renders it too, and is to stay as it is`;
  }
  return null;
}

/** '' where it says none. */
function versionOf({ apiVersion }: JsonObject): string {
  return typeof apiVersion === 'string' ? apiVersion : '';
}

/** What a conversion makes of an object, or of a patch of it; of one in another version nothing. */
export function convertedBy(
  { from, to, fields }: Conversion,
  part: JsonObject,
  isWhole: boolean,
): JsonObject {
  return versionOf(part) === from ? { ...fields(part, isWhole), apiVersion: to } : part;
}
