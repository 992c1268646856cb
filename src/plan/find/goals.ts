/** Proposals of single roots, put together over all roots in source coordinates. */
import { memoized } from '../../text/memo.ts';
import type {
  Change,
  Elsewhere,
  Evidence,
  FieldPath,
  Json,
  JsonObject,
  Proposal,
  RestateChange,
  SetChange,
} from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import type { AnyTransform } from '../model/input.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { layerOf } from '../rendered/heights.ts';
import { homeOf } from '../rendered/names/namespaces.ts';
import { isReference, type SourceReference } from '../rendered/references.ts';
import { nodeAt, objectNamed, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import { canonical, pathText } from '../rendered/same-data.ts';
import type { Finding } from './found/finding.ts';

type CreateChange = Extract<Change, { readonly type: 'create' }>;
type FieldChange = Extract<Change, { readonly type: 'set' | 'remove' }>;

/** An object of a root that wants a goal. A root may render a source object more than once: each wants for itself. */
export interface Wanting<O extends RenderedObject | null = RenderedObject | null> {
  readonly root: RenderedRoot;
  /** Null: the root itself wants it. */
  readonly object: O;
  /** Keys of the findings that say so. */
  readonly findings: readonly string[];
}

/** One field of one source object, wanted by some of its objects. */
export interface FieldGoal {
  readonly id: string;
  readonly fixId: string;
  readonly transform: AnyTransform;
  readonly type: 'set' | 'remove';
  readonly sourceId: string;
  readonly path: FieldPath;
  readonly value: Json;
  readonly elsewhere: Elsewhere;
  /** Where it would take a patch of its own it is left out. */
  readonly optional: boolean;
  /** Where it may be said, if not everywhere. */
  readonly via: Proposal['via'];
  /** The layer that writes what it rests on: it stands there, or above. */
  readonly floor?: string;
  readonly wants: ReadonlyMap<RenderedObject, Wanting<RenderedObject>>;
  /** It is about what the field of another goal copies: that goal, and the layer that reads it; null: all layers have run. */
  readonly source?: { readonly of: string; readonly readBy: string | null };
}

/** One new object, wanted beside some objects, or by some roots. */
export interface CreateGoal {
  readonly id: string;
  readonly fixId: string;
  readonly transform: AnyTransform;
  readonly type: 'create';
  readonly manifest: JsonObject;
  /** Source object beside which it belongs; null: it belongs to the root, or to a namespace of it. */
  readonly beside: string | null;
  /** The layer that writes what it rests on: it stands there, or above. */
  readonly floor?: string;
  /** By root the namespace that it is for; null where it is for none. */
  readonly namespaces: ReadonlyMap<RenderedRoot, string> | null;
  readonly elsewhere: Elsewhere;
  readonly wants: ReadonlyMap<RenderedObject | RenderedRoot, Wanting>;
  /** All fixes that want it: what roots lack that have nothing else in common is a fix of each. */
  readonly fixIds: ReadonlySet<string>;
}

export type Goal = FieldGoal | CreateGoal;

/** Goals while they are being gathered. */
type Gathered = GatheredField | GatheredObject;
interface GatheredField extends FieldGoal {
  readonly wants: Map<RenderedObject, Wanting<RenderedObject>>;
}
interface GatheredObject extends CreateGoal {
  readonly namespaces: Map<RenderedRoot, string> | null;
  readonly wants: Map<RenderedObject | RenderedRoot, Wanting>;
  readonly fixIds: Set<string>;
}

/** The goals of all candidate findings; equal wishes of several roots become one goal. */
export function goalsOf(findings: readonly Finding[]): Goal[] {
  const goals = new Map<string, Gathered>();
  for (const finding of findings) {
    if (finding.status !== 'candidate') continue;
    for (const change of finding.proposal.changes) {
      if (change.type === 'create') addObject(goals, finding, change);
      else if (change.type === 'set' || change.type === 'remove') addField(goals, finding, change);
    }
  }
  return [...goals.values()];
}

function addObject(goals: Map<string, Gathered>, finding: Finding, change: CreateChange): void {
  const { root, transform, fixId } = finding;
  const beside = 'beside' in change && change.beside !== null ? objectNamed(root, change.beside) : null;
  const namespace = 'namespace' in change ? change.namespace : null;
  const manifest = mapInSource(change.manifest, root);
  const floor = 'beside' in change ? floorOf(change.restsOn, root) : undefined;
  // A root that takes a base twice wants the new object once for each: one file says both.
  const shared = idOf(finding, change, () => {
    const place = namespace === null ? (beside?.sourceId ?? root.folder) : homeOf(root, namespace);
    return JSON.stringify([transform.id, 'create', place, manifest]);
  });
  const known = goals.get(shared);
  // Of two namespaces of a root each has a place of its own.
  const isOther = known?.type === 'create' && known.namespaces?.has(root) === true;
  const id = isOther ? JSON.stringify([shared, root.folder, namespace]) : shared;
  const by = beside ?? root;
  const wanting: Wanting = { root, object: beside, findings: [finding.key] };
  const goal = goals.get(id);
  if (goal?.type === 'create') {
    addWanting<RenderedObject | RenderedRoot, Wanting>(goal.wants, by, wanting);
    if (namespace !== null) goal.namespaces?.set(root, namespace);
    goal.fixIds.add(fixId);
    return;
  }
  goals.set(id, {
    id,
    fixId,
    fixIds: new Set([fixId]),
    transform,
    elsewhere: finding.proposal.elsewhere ?? 'unwanted',
    type: 'create',
    manifest,
    beside: beside?.sourceId ?? null,
    ...(floor !== undefined && { floor }),
    namespaces: namespace === null ? null : new Map([[root, namespace]]),
    wants: new Map([[by, wanting]]),
  });
}

function floorOf(field: SetChange['restsOn'], root: RenderedRoot): string | undefined {
  if (field === undefined) return undefined;
  const { accumulated } = objectNamed(root, field.resource);
  const written = nodeAt(accumulated.node, field.path);
  return (written && layerOf(written.origin.by)) ?? accumulated.source.layer;
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
  const floor = isSet ? floorOf(change.restsOn, root) : undefined;
  const wanting = { root, object, findings: [finding.key] };
  if (goal && goal.type !== 'create') {
    addWanting(goal.wants, object, wanting);
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
    via: finding.proposal.via,
    ...(floor !== undefined && { floor }),
    wants: new Map([[object, wanting]]),
  });
}

/** A field of a kustomization that is to be said in its successor. */
export interface Restatement extends Pick<RestateChange, 'file' | 'field'> {
  readonly fixIds: ReadonlySet<string>;
  /** Keys of the findings that say so. */
  readonly findings: readonly string[];
}

/** What all candidate findings want to be said in other words, each file's fields in the order in which they were found. */
export function restatementsOf(findings: readonly Finding[]): Restatement[] {
  const wanted = findings
    .filter(({ status }) => status === 'candidate')
    .flatMap(finding =>
      finding.proposal.changes.flatMap(change => (change.type === 'restate' ? [{ finding, change }] : [])),
    );
  const groups = groupedBy(wanted, ({ change: { file, field } }) => JSON.stringify([file, field]));
  return [...groups.values()].map(group => ({
    file: group[0].change.file,
    field: group[0].change.field,
    fixIds: new Set(group.map(({ finding }) => finding.fixId)),
    findings: group.map(({ finding }) => finding.key),
  }));
}

export function isRestated({ proposal }: Finding): boolean {
  return proposal.changes.some(({ type }) => type === 'restate');
}

/** The fixes that a goal is for. */
export function fixesOf(goal: Goal): readonly string[] {
  return goal.type === 'create' ? [...goal.fixIds] : [goal.fixId];
}

/** Several findings may want the same of one object. */
export function addWanting<K, W extends Wanting>(wants: Map<K, W>, by: K, wanting: W): void {
  const known = wants.get(by);
  wants.set(by, known ? { ...known, findings: [...known.findings, ...wanting.findings] } : wanting);
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
