/** Proposals of single roots, put together over all roots in source coordinates. */
import { memoized } from '../../text/memo.ts';
import type { Change, Evidence, FieldPath, Json, JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import type { AnyTransform } from '../model/input.ts';
import { isReference, type SourceReference } from '../rendered/references.ts';
import { objectNamed, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import { canonical, pathText } from '../rendered/same-data.ts';
import type { Finding } from './finding.ts';

type CreateChange = Extract<Change, { readonly type: 'create' }>;
type FieldChange = Exclude<Change, CreateChange>;

/** One field of one source object, wanted by some roots. */
export interface FieldGoal {
  readonly id: string;
  readonly fixId: string;
  readonly transform: AnyTransform;
  readonly type: 'set' | 'remove';
  readonly sourceId: string;
  readonly path: FieldPath;
  readonly value: Json;
  readonly elsewhere: 'harmless' | 'unwanted';
  /** Where it would take a patch of its own it is left out. */
  readonly optional: boolean;
  /** An entry of the root's kustomization, or nothing. */
  readonly entryOnly: boolean;
  /** Folder of each root that wants it, with the object there. */
  readonly wants: ReadonlyMap<string, RenderedObject>;
  /** It is about what the field of another goal copies: that goal, and the layer that reads it; null: all layers have run. */
  readonly source?: { readonly of: string; readonly readBy: string | null };
  /** Every object that wants it: a root may render a source object more than once. */
  readonly wishes: readonly { readonly root: string; readonly key: string }[];
}

/** One new object, wanted by some roots. */
export interface CreateGoal {
  readonly id: string;
  readonly fixId: string;
  readonly transform: AnyTransform;
  readonly type: 'create';
  readonly manifest: JsonObject;
  /** Source object beside which it belongs; null: it belongs to the root. */
  readonly beside: string | null;
  readonly elsewhere: 'harmless' | 'unwanted';
  readonly wants: ReadonlyMap<string, RenderedObject | null>;
}

export type Goal = FieldGoal | CreateGoal;

/** Goals while they are being gathered. */
type Gathered = GatheredField | GatheredObject;
interface GatheredField extends FieldGoal {
  readonly wants: Map<string, RenderedObject>;
  readonly wishes: { readonly root: string; readonly key: string }[];
}
interface GatheredObject extends CreateGoal {
  readonly wants: Map<string, RenderedObject | null>;
}

/** The goals of all candidate findings; equal wishes of several roots become one goal. */
export function goalsOf(findings: readonly Finding[]): Goal[] {
  const goals = new Map<string, Gathered>();
  for (const finding of findings) {
    if (finding.status !== 'candidate') continue;
    for (const change of finding.proposal.changes) {
      if (change.type === 'create') addObject(goals, finding, change);
      else addField(goals, finding, change);
    }
  }
  return [...goals.values()];
}

function addObject(goals: Map<string, Gathered>, finding: Finding, change: CreateChange): void {
  const { root, transform, fixId } = finding;
  const beside = change.beside === null ? null : objectNamed(root, change.beside);
  const manifest = mapInSource(change.manifest, root);
  // A root that takes a base twice wants the new object once for each: one file says both.
  const id = idOf(finding, change, () =>
    JSON.stringify([transform.id, 'create', beside?.sourceId ?? root.folder, manifest]),
  );
  const goal = goals.get(id);
  if (goal?.type === 'create') {
    goal.wants.set(root.folder, beside);
    return;
  }
  goals.set(id, {
    id,
    fixId,
    transform,
    elsewhere: finding.proposal.elsewhere ?? 'unwanted',
    type: 'create',
    manifest,
    beside: beside?.sourceId ?? null,
    wants: new Map([[root.folder, beside]]),
  });
}

function addField(goals: Map<string, Gathered>, finding: Finding, change: FieldChange): void {
  const { root, transform, fixId } = finding;
  const object = objectNamed(root, change.resource);
  const isSet = change.type === 'set';
  const value = isSet ? inSourceCoordinates(change.value, root) : null;
  const id = idOf(finding, change, () =>
    [fixId, change.type, object.sourceId, pathText(change.path), canonical(value)].join('\0'),
  );
  const goal = goals.get(id);
  const wish = { root: root.folder, key: object.key };
  if (goal && goal.type !== 'create') {
    goal.wants.set(root.folder, object);
    goal.wishes.push(wish);
    return;
  }
  goals.set(id, {
    id,
    fixId,
    transform,
    elsewhere: (isSet ? change.elsewhere : undefined) ?? finding.proposal.elsewhere ?? 'unwanted',
    optional: isSet && change.optional === true,
    type: change.type,
    sourceId: object.sourceId,
    path: change.path,
    value,
    entryOnly: finding.proposal.via === 'labels',
    wishes: [wish],
    wants: new Map([[root.folder, object]]),
  });
}

/** Of the changes of a finding: attempts at a plan ask for them again and again. */
const idsOf = memoized((_: Finding) => new Map<Change, string>());

function idOf(finding: Finding, change: Change, make: () => string): string {
  const known = idsOf(finding);
  let id = known.get(change);
  if (id === undefined) known.set(change, (id = make()));
  return id;
}

/** References by source object instead of by key of one root. */
function inSourceCoordinates(value: Json, root: RenderedRoot): Json {
  if (isReference(value)) return atSource(value, root);
  if (isJsonList(value)) return value.map(item => inSourceCoordinates(item, root));
  return isJsonMap(value) ? mapInSource(value, root) : value;
}

function atSource(reference: SourceReference, root: RenderedRoot): JsonObject {
  return { ...reference, of: root.byKey.get(reference.of)?.sourceId ?? reference.of };
}

function mapInSource(map: JsonObject, root: RenderedRoot): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([k, v]) => [k, inSourceCoordinates(v, root)]));
}

/** Everything that speaks for a fix, each thing once. */
export function mergeEvidence(lists: readonly (readonly Evidence[])[]): Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const evidence of lists.flat()) seen.set(`${evidence.kind} ${evidence.at} ${evidence.says}`, evidence);
  return [...seen.values()];
}
