/** What is known of an item only once it is planned by itself: worked out when it is asked for, and kept. */
import { isDeepStrictEqual } from 'node:util';
import type { Statement } from '../../config/statements.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { plan as planAll } from '../../plan/plan.ts';
import { planChosen } from '../../plan/plan-chosen.ts';
import { type ShownPatch, shownPatches } from '../../report/diff/diff.ts';
import {
  type Effect,
  type FieldChange,
  fieldEffects,
  type RenderedChange,
  renderedChanges,
  renderedEffects,
} from '../../report/effects/effects.ts';
import type { Documented } from '../../report/explain/explain.ts';
import { explainFixes } from '../../report/explain/explain-fix.ts';
import { explainQuestion } from '../../report/explain/explain-question.ts';
import type { Secrets } from '../../report/secrets/secrets.ts';
import { alsoChanged } from '../../report/words/also-changed.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import type { Item } from '../stating/items.ts';
import { configuredBy } from '../stating/stating.ts';
import { filesOf, isBelowRoots, type ShownPlaces } from './places.ts';

/** A plan of nothing but an item, as it is shown. */
export interface Facts {
  readonly patches: readonly ShownPatch[];
  readonly effects: readonly Effect<FieldChange>[];
  /** Where it changes what is rendered besides, as the end of a sentence. */
  readonly also: string | undefined;
  /** What comes along, because the item needs it. */
  readonly needs: readonly Fix[];
  /** Why nothing of it is written by itself. */
  readonly reason: string | undefined;
  /** Whether it stands elsewhere when it is wanted in the overlays; undefined while nobody has tried it. */
  readonly canMove: boolean | undefined;
}

export interface OtherPlace {
  readonly canMove: boolean;
  /** Its fixes, as they are planned where they are wanted elsewhere. */
  readonly tried: readonly Fix[];
}

export interface Knowledge {
  /** Undefined while nobody has worked it out. */
  facts(item: Item): Facts | undefined;
  /** Works it out. */
  learn(item: Item): Facts;
  /** Tries whether it can stand elsewhere: another plan, which what it changes does not wait for. */
  learnPlace(item: Item): OtherPlace;
  /** Ids of the fixes that cannot be without these. */
  takenAlong(rejected: ReadonlySet<string>): ReadonlySet<string>;
  rendered(item: Item): readonly Effect<string>[];
  /** The same object by object. */
  changes(item: Item): readonly RenderedChange[];
  why(item: Item): readonly string[];
  /** What is accepted, as one set, with what is stated of the configuration. */
  prove(accepted: ReadonlySet<string>, rejected: ReadonlySet<string>, stated: readonly Statement[]): Plan;
  /** Where fixes stood on the screens of this review, each planned with its item and nothing else. */
  readonly shown: ShownPlaces;
}

export interface Known {
  readonly input: PlanInput;
  /** The same without what has been stated since. */
  readonly onDisk: Pick<PlanInput, 'files' | 'config' | 'transforms'>;
  /** The plan of all fixes. */
  readonly whole: Plan;
  readonly secrets: Secrets;
  readonly documented: (transform: string) => Documented;
  /** What earlier plans of the same review have shown: this one adds to it. */
  readonly shown?: Map<string, readonly (readonly string[])[]>;
}

export function newKnowledge({
  input,
  onDisk,
  whole,
  secrets,
  documented,
  shown = new Map(),
}: Known): Knowledge {
  const known = new Map<
    string,
    { readonly plan: Plan; readonly facts: Facts; readonly place?: OtherPlace }
  >();
  const decided = (accepted: ReadonlySet<string>, rejected: ReadonlySet<string>): PlanInput => ({
    ...input,
    decisions: { ...input.decisions, accepted, rejected },
  });
  let last: { readonly rejected: ReadonlySet<string>; readonly along: ReadonlySet<string> } = {
    rejected: new Set(),
    along: new Set(),
  };
  /** Without those that fall with what is rejected, unless all of them do. */
  const idsOf = ({ fixes }: Item): readonly string[] => {
    const ids = fixes.map(({ id }) => id);
    const standing = ids.filter(id => !last.along.has(id));
    return standing.length > 0 ? standing : ids;
  };
  const keyOf = (item: Item) => idsOf(item).join(' ');
  /** Undefined where only a plan can tell. */
  const isMovableAtOnce = (ids: ReadonlySet<string>) => {
    const own = whole.fixes.filter(({ id, status }) => status === 'planned' && ids.has(id));
    // Back from the overlays there is always a way.
    if (own.every(({ id }) => input.decisions.raised.has(id))) return true;
    return own.some(isBelowRoots) ? undefined : false;
  };
  const placeOf = (plan: Plan, ids: ReadonlySet<string>): OtherPlace => {
    const planned = decided(ids, new Set());
    const above = { ...planned.decisions, raised: new Set([...input.decisions.raised, ...ids]) };
    const there = planChosen({ ...planned, decisions: above }, whole, ids);
    const canMove = !isDeepStrictEqual(placesIn(there, ids), placesIn(plan, ids));
    return { canMove, tried: there.fixes.filter(({ id }) => ids.has(id)) };
  };
  const learned = (item: Item) => {
    const key = keyOf(item);
    let found = known.get(key);
    if (found === undefined) {
      const ids = new Set(idsOf(item));
      const plan = planChosen(decided(ids, new Set()), whole, ids);
      found = { plan, facts: { ...factsOf(plan, ids, secrets), canMove: isMovableAtOnce(ids) } };
      known.set(key, found);
      for (const fix of plan.fixes)
        if (ids.has(fix.id) && fix.status === 'planned')
          shown.set(fix.id, [...(shown.get(fix.id) ?? []), filesOf(fix)]);
    }
    return found;
  };
  const fallenWithout = (rejected: ReadonlySet<string>): ReadonlySet<string> => {
    const followers = [...rejected].flatMap(id => mayFollow(whole, id));
    const candidates = new Set(followers.filter(id => !rejected.has(id)));
    if (candidates.size === 0) return candidates;
    const selection = { ...input.selection, fixes: new Set([...candidates, ...rejected]) };
    const planned = (turnedDown: ReadonlySet<string>) =>
      plannedIds(planAll({ ...decided(candidates, turnedDown), selection }));
    // What is not planned with them either does not fall with them.
    const [before, after] = [planned(new Set()), planned(rejected)];
    return new Set([...candidates].filter(id => before.has(id) && !after.has(id)));
  };
  return {
    shown,
    facts: item => known.get(keyOf(item))?.facts,
    learn: item => learned(item).facts,
    learnPlace(item) {
      const { plan, facts, place: before } = learned(item);
      if (before !== undefined) return before;
      const { canMove } = facts;
      if (canMove !== undefined) return { canMove, tried: item.fixes };
      const place = placeOf(plan, new Set(idsOf(item)));
      known.set(keyOf(item), { plan, facts: { ...facts, canMove: place.canMove }, place });
      return place;
    },
    rendered: item => renderedEffects(learned(item).plan, secrets.mask),
    changes: item => renderedChanges(learned(item).plan, secrets.mask),
    why: item => {
      if (item.question !== undefined) return explainQuestion(item.question, documented, secrets.mask);
      const explained = item.fixes.map(fix => ({ fix }));
      const options = { documented, mask: secrets.mask, width: Number.POSITIVE_INFINITY };
      return explainFixes(explained, options).trimEnd().split('\n');
    },
    takenAlong(rejected) {
      const isMore = [...last.rejected].every(id => rejected.has(id));
      const added = [...rejected].filter(id => !last.rejected.has(id));
      // Most are needed by nobody: nothing has to be planned to see that.
      const isSame = isMore && added.every(id => mayFollow(whole, id).every(each => rejected.has(each)));
      const known = isSame ? last.along : fallenWithout(rejected);
      const along = new Set([...known].filter(id => !rejected.has(id)));
      last = { rejected, along };
      return along;
    },
    prove(accepted, rejected, stated) {
      const { config, change } = configuredBy(onDisk, stated);
      const plan = planChosen({ ...decided(accepted, rejected), config }, whole, accepted);
      return change === undefined ? plan : { ...plan, changes: [...plan.changes, change] };
    },
  };
}

function plannedIds({ fixes }: Plan): ReadonlySet<string> {
  return new Set(fixes.filter(({ status }) => status === 'planned').map(({ id }) => id));
}

/** Of the same object, or found once it was there: what could need a fix. */
function mayFollow({ fixes }: Plan, id: string): string[] {
  const fix = fixes.find(each => each.id === id && each.status === 'planned');
  if (fix === undefined) return [];
  const made = new Set(fix.places.filter(({ kind }) => kind === 'new-file').map(({ file }) => file));
  const isSame = ({ subject }: Fix) => subject.kind === fix.subject.kind && subject.name === fix.subject.name;
  const isInMade = ({ subject, places }: Fix) =>
    [subject.at.replace(/:\d+$/, ''), ...places.map(({ file }) => file)].some(file => made.has(file));
  const isLater = (each: Fix) => each.round > fix.round && (isSame(each) || isInMade(each));
  const isAlike = (each: Fix) => each.transform === fix.transform && isSame(each);
  const found = fixes.filter(
    each => each.id !== id && each.status === 'planned' && (isLater(each) || isAlike(each)),
  );
  return [...new Set(found.map(each => each.id))];
}

function placesIn({ fixes }: Plan, ids: ReadonlySet<string>): readonly unknown[] {
  return fixes.flatMap(({ id, status, places }) =>
    ids.has(id) && status === 'planned' ? [[id, places]] : [],
  );
}

function factsOf(plan: Plan, ids: ReadonlySet<string>, secrets: Secrets): Omit<Facts, 'canMove'> {
  const isPlanned = plan.fixes.some(({ id, status }) => ids.has(id) && status === 'planned');
  const refused = plan.fixes.find(({ id }) => ids.has(id));
  const along = plan.fixes.filter(({ id, status }) => status === 'planned' && !ids.has(id));
  return {
    patches: shownPatches(plan, secrets),
    effects: fieldEffects(plan, secrets.find),
    also: alsoChanged(
      plan,
      plan.fixes.filter(({ status }) => status === 'planned'),
    ),
    needs: along.map(fix => maskedFix(fix, secrets.mask)),
    reason: isPlanned
      ? undefined
      : secrets.mask(refused?.reason ?? 'it is written together with others of its kind only'),
  };
}
