/** Proposals of single roots, put together over all roots in source coordinates. */
import { memoized } from '../../text/memo.ts';
import type { Change, Evidence, FieldPath, Json, JsonObject } from '../../transform.ts';
import type { AnyTransform } from '../model/input.ts';
import { isReference } from '../rendered/references.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';
import { canonical, pathText } from '../rendered/same-data.ts';
import type { Finding } from './finding.ts';

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

/** The goals of all candidate findings; equal wishes of several roots become one goal. */
export function goalsOf(findings: readonly Finding[]): Goal[] {
  const goals = new Map<string, Goal & { wants: Map<string, RenderedObject | null> }>();
  for (const finding of findings) {
    if (finding.status !== 'candidate') continue;
    for (const change of finding.proposal.changes) addChange(goals, finding, change);
  }
  return [...goals.values()] as Goal[];
}

function addChange(
  goals: Map<string, Goal & { wants: Map<string, RenderedObject | null> }>,
  finding: Finding,
  change: Change,
): void {
  const { root, transform, fixId } = finding;
  const elsewhere = finding.proposal.elsewhere ?? 'unwanted';
  if (change.type === 'create') {
    const beside = change.beside === null ? null : root.byKey.get(change.beside)!;
    const manifest = inSourceCoordinates(change.manifest, root) as JsonObject;
    // A root that takes a base twice wants the new object once for each: one file says both.
    const id = idOf(finding, change, () =>
      JSON.stringify([transform.id, 'create', beside?.sourceId ?? root.folder, manifest]),
    );
    const goal = goals.get(id);
    if (goal) goal.wants.set(root.folder, beside);
    else {
      goals.set(id, {
        id,
        fixId,
        transform,
        elsewhere,
        type: 'create',
        manifest,
        beside: beside?.sourceId ?? null,
        wants: new Map([[root.folder, beside]]),
      });
    }
    return;
  }
  const object = root.byKey.get(change.resource)!;
  const value = change.type === 'set' ? (inSourceCoordinates(change.value, root) as Json) : null;
  const id = idOf(finding, change, () =>
    [fixId, change.type, object.sourceId, pathText(change.path), canonical(value)].join('\0'),
  );
  const goal = goals.get(id);
  const wish = { root: root.folder, key: object.key };
  if (goal) {
    goal.wants.set(root.folder, object);
    (goal as unknown as { wishes: (typeof wish)[] }).wishes.push(wish);
  } else {
    goals.set(id, {
      id,
      fixId,
      transform,
      elsewhere,
      type: change.type,
      sourceId: object.sourceId,
      path: change.path,
      value,
      entryOnly: finding.proposal.via === 'labels',
      wishes: [wish],
      wants: new Map([[root.folder, object]]),
    });
  }
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
function inSourceCoordinates(value: unknown, root: RenderedRoot): unknown {
  if (isReference(value)) return { ...value, of: root.byKey.get(value.of)?.sourceId ?? value.of };
  if (Array.isArray(value)) return value.map(item => inSourceCoordinates(item, root));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, inSourceCoordinates(v, root)]));
}

/** Everything that speaks for a fix, each thing once. */
export function mergeEvidence(lists: readonly (readonly Evidence[])[]): Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const evidence of lists.flat()) seen.set(`${evidence.kind} ${evidence.at} ${evidence.says}`, evidence);
  return [...seen.values()];
}
