/** A plan of chosen fixes, out of a plan of all of them. */
import type { PlanInput } from './model/input.ts';
import type { Fix, Plan } from './model/result.ts';
import { plan } from './plan.ts';
import type { Prepared } from './prepared.ts';

const MOST_STEPS = 5;

/**
 * Plans the chosen fixes as a set, with what they need. What one of a later round follows from comes along: a label of a
 * new budget needs the budget.
 *
 * @param whole the plan of all fixes, in which they were found
 * @param prepared what that was made of
 */
export function planChosen(
  input: PlanInput,
  whole: Plan,
  chosen: ReadonlySet<string>,
  prepared?: Prepared,
): Plan {
  const fixes = new Set(chosen);
  for (let step = 0; ; step++) {
    const result = plan({ ...input, selection: { ...input.selection, fixes } }, prepared);
    const found = new Set(result.fixes.map(fix => fix.id));
    const missing = whole.fixes.filter(fix => chosen.has(fix.id) && !found.has(fix.id));
    const size = fixes.size;
    for (const fix of missing) for (const id of earlierOnes(fix, whole, fixes)) fixes.add(id);
    if (fixes.size === size || step === MOST_STEPS) return withWhatComesAlong(result, chosen);
  }
}

/**
 * Fixes of earlier rounds that one may follow from, the likeliest that are not known yet: those that make the file it is
 * about or in, those of the same object, those of the same roots.
 */
function earlierOnes(
  { round, subject, roots, places }: Fix,
  { fixes }: Plan,
  known: ReadonlySet<string>,
): string[] {
  const earlier = fixes.filter(fix => fix.status === 'planned' && fix.round < round && !known.has(fix.id));
  const files = new Set([subject.at.replace(/:\d+$/, ''), ...places.map(({ file }) => file)]);
  const likely: readonly ((fix: Fix) => boolean)[] = [
    fix => fix.places.some(place => place.kind === 'new-file' && files.has(place.file)),
    fix => fix.subject.kind === subject.kind && fix.subject.name === subject.name,
    fix => fix.roots.some(root => roots.includes(root)),
  ];
  const groups = likely.map(isLikely => earlier.filter(isLikely).map(fix => fix.id));
  return groups.find(group => group.length > 0) ?? [];
}

/** What is written besides what is taken, each once: the taken ones need it. */
export function comingAlong({ fixes }: Pick<Plan, 'fixes'>, taken: ReadonlySet<string>): readonly Fix[] {
  const along = fixes.filter(({ id, status }) => status === 'planned' && !taken.has(id));
  return [...new Map(along.map(fix => [fix.id, fix])).values()];
}

const MOST_NAMED = 5;

function withWhatComesAlong(result: Plan, chosen: ReadonlySet<string>): Plan {
  const along = comingAlong(result, chosen);
  if (along.length === 0) return result;
  const named = along.map(
    ({ transform, id, subject }) => `${transform} ${id} of ${subject.kind}/${subject.name}`,
  );
  const rest = named.length - MOST_NAMED;
  const names = `${named.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const many = along.length === 1 ? 'one fix comes' : `${along.length} fixes come`;
  const message = `${many} along, which the chosen ones need: ${names}`;
  return { ...result, notices: [{ message }, ...result.notices] };
}
