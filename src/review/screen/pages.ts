/** Texts that are read in between: about the item on the screen, or about all that would be written. */
import type { PlanInput } from '../../plan/model/input.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { comingAlong } from '../../plan/plan-chosen.ts';
import { shownPatches } from '../../report/diff/diff.ts';
import { type OverviewContext, overview } from '../../report/overview/overview.ts';
import type { Secrets } from '../../report/secrets/secrets.ts';
import { type Colors, PLAIN } from '../../report/words/colors.ts';
import { shown } from '../../report/words/list.ts';
import { nameOf } from '../../report/words/named-fix.ts';
import { count } from '../../report/words/words.ts';
import type { Knowledge } from '../known/facts.ts';
import { traceOfFix } from '../known/field.ts';
import type { ShownPlaces } from '../known/places.ts';
import { landElsewhere, missesOverlays } from '../state/placing.ts';
import { acceptedOf, currentItem, type PageName, type ReviewState } from '../state/state.ts';
import { statementText } from '../stating/stated-words.ts';

export interface PageContext {
  readonly knowledge: Knowledge;
  readonly input: PlanInput;
  readonly secrets: Secrets;
  readonly colors: Colors;
}

/** @param proven what is taken, planned as one set */
export function pageText(
  page: PageName,
  state: ReviewState,
  proven: Plan | undefined,
  { knowledge, input, secrets, colors }: PageContext,
): readonly string[] {
  if (page === 'diff') return proven === undefined ? [] : diffOf(proven, secrets);
  const item = currentItem(state);
  if (item === undefined) return [];
  switch (page) {
    case 'why':
      return knowledge.why(item);
    case 'trace':
      return traceOfFix(input, item.fixes[0], secrets.find, colors);
    case 'rendered': {
      const effects = knowledge.rendered(item);
      if (effects.length === 0) return ['by itself it changes nothing that is rendered'];
      return effects.flatMap(({ where, changes }) => [`rendered in ${where}:`, ...changes, '']);
    }
    case 'help':
      return [];
  }
}

function diffOf(plan: Plan, secrets: Secrets): string[] {
  return shownPatches(plan, secrets).flatMap(({ path, isNew, lines }) => [
    `${isNew ? 'new file ' : ''}${path}`,
    ...(lines ?? ['not shown: the change stands beside a secret']),
    '',
  ]);
}

export interface SummaryContext extends Pick<OverviewContext, 'witness' | 'screen'> {
  readonly shown: ShownPlaces;
  readonly configPath: string;
}

/** What would be written, and what is taken and cannot be. */
export function summaryText(
  plan: Plan,
  state: ReviewState,
  { mask }: Secrets,
  { witness, screen, configPath, shown: seenAt }: SummaryContext,
): readonly string[] {
  const planned = new Set(plan.fixes.filter(({ status }) => status === 'planned').map(({ id }) => id));
  const missing = state.fixes.filter(({ id }) => acceptedOf(state).has(id) && !planned.has(id));
  const names = (fixes: readonly Fix[]) => shown(fixes.map(fix => mask(nameOf(fix))));
  const along = comingAlong(plan, acceptedOf(state));
  const below = missesOverlays(plan.fixes, state);
  const elsewhere = landElsewhere(plan.fixes, seenAt).map(({ fixes, files, shown: seen }) => {
    const goes = fixes.length === 1 ? '1 fix now goes' : `${fixes.length} fixes now go`;
    return `${goes} to ${shown(files)}, not to ${shown(seen, { most: 1 })} as shown: what is taken is one set (d shows the diff)`;
  });
  return [
    ...(missing.length === 0
      ? []
      : [
          `taken, but not without what is left out: ${count(missing.length, 'fix', 'fixes')} (${names(missing)})`,
          '',
        ]),
    ...(along.length === 0
      ? []
      : [
          `comes along, since what is taken needs it: ${count(along.length, 'fix', 'fixes')} (${names(along)}; d shows the diff)`,
          '',
        ]),
    ...(below.length === 0
      ? []
      : [
          `wanted in the overlays, which have no place for it: ${count(below.length, 'fix', 'fixes')} (${names(below)})`,
          '',
        ]),
    ...elsewhere.flatMap(line => [mask(line), '']),
    ...overview(plan, { witness, screen, hidden: [], mask }, PLAIN).trimEnd().split('\n'),
    ...state.stated.map(each => mask(`into ${configPath}: ${statementText(each)}`)),
    '',
    'd shows the diff; y writes it.',
  ];
}
