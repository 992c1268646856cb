/** Which labels a repository writes itself (docs/design/judgement.md 5). */

import { podKindOf } from '../../../kubernetes/pod-templates.ts';
import { entry, type MapNode } from '../../../kustomize/tree/node.ts';
import type { JsonObject } from '../../../transform.ts';
import { stringsAt, valueAt } from './field-values.ts';

/** An object, and its tree where it is known who wrote what of it. */
export interface Labelled {
  readonly object: JsonObject;
  readonly final?: { readonly node: MapNode };
}

/** By class of objects and label key: the values that are written. */
export type LabelHabits = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** Fewer objects than this show no habit, however large their share. */
const FEWEST = 3;
const SHARE = 1 / 3;

/** @param objects everything that is rendered: what several roots render under one name counts once */
export function labelHabitsOf(objects: readonly Labelled[]): LabelHabits {
  const classes = new Map<string, Map<string, Set<string>>>();
  const values = new Map<string, Map<string, Set<string>>>();
  const members = new Map<string, Set<string>>();
  for (const labelled of objects) {
    const { object } = labelled;
    const group = classOf(String(object.kind), String(object.apiVersion));
    const id = `${String(object.kind)}/${String(valueAt(object, ['metadata', 'name']))}`;
    addTo(members, group, id);
    for (const [key, value] of Object.entries(stringsAt(object, ['metadata', 'labels']))) {
      if (isGiven(labelled, key)) continue;
      addTo(at(classes, group), key, id);
      addTo(at(values, group), key, value);
    }
  }
  return new Map(
    [...classes].map(([group, labelled]) => {
      const least = Math.max(FEWEST, members.get(group)!.size * SHARE);
      const habits = [...labelled].filter(([, ids]) => ids.size >= least);
      return [group, new Map(habits.map(([key]) => [key, values.get(group)!.get(key)!]))];
    }),
  );
}

/**
 * Given by an entry for everything that a layer passes on. How far it reaches was decided by who placed it: that others
 * lack the label is no gap.
 */
function isGiven({ final }: Labelled, key: string): boolean {
  const by = entry(entry(entry(final?.node, 'metadata'), 'labels'), key)?.origin.by.type;
  return by === 'labels' || by === 'commonLabels' || by === 'transformer';
}

/** The values with which objects like this one are labelled; undefined where that is no habit. */
export function habitFor(
  habits: LabelHabits,
  { kind, apiVersion }: { readonly kind: string; readonly apiVersion: string },
  key: string,
): ReadonlySet<string> | undefined {
  return habits.get(classOf(kind, apiVersion))?.get(key);
}

/** Whether two repositories label the same with the same keys and values. */
export function areSameHabits(a: LabelHabits, b: LabelHabits): boolean {
  return keysOf(a) === keysOf(b);
}

function keysOf(habits: LabelHabits): string {
  const sorted = (keys: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...keys].map(([key, values]) => [key, ...[...values].sort()]).sort();
  return JSON.stringify([...habits].map(([group, keys]) => [group, sorted(keys)]));
}

/** All that runs pods is labelled alike; of other kinds each has habits of its own. */
function classOf(kind: string, apiVersion: string): string {
  return podKindOf(kind, apiVersion) === undefined ? kind : 'workload';
}

function at(groups: Map<string, Map<string, Set<string>>>, group: string): Map<string, Set<string>> {
  const known = groups.get(group) ?? new Map<string, Set<string>>();
  groups.set(group, known);
  return known;
}

function addTo(sets: Map<string, Set<string>>, key: string, member: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([member]));
  else known.add(member);
}
