/** What a commit says below its title: a line for each fix, with what a reviewer looks up. */
import type { Fix, Plan } from '../../plan/model/result.ts';
import type { Mask } from '../secrets/mask.ts';
import { shortIds } from '../words/ids.ts';
import { enumerated, folderName, hanging, oneLine, wrapped } from '../words/words.ts';

/** As git's own messages are broken. */
const COLUMNS = 72;

/** @param mask hides before lines are broken: half of a secret would not be known any more */
export function bodyOf(plan: Pick<Plan, 'fixes' | 'roots'>, mask: Mask): string[] {
  const planned = plan.fixes.filter(({ status }) => status === 'planned');
  const titles = [...new Set(planned.map(({ title }) => title))];
  // What several are about is in their lines.
  const aim = titles.length === 1 ? [...wrapped(mask(`Towards: ${titles[0]}.`), '', COLUMNS), ''] : [];
  const short = shortIds(plan);
  const lines = planned.flatMap(fix =>
    saidOf(fix, plan).flatMap(said => {
      const about = [...basisOf(fix.evidence), `fix ${short(fix.id)}`].join(', ');
      return hanging(mask(`- ${oneLine(`${said} (${about})`)}`), '  ', COLUMNS);
    }),
  );
  return [...aim, ...lines];
}

/** Once for all roots, or for each environment by itself where not all have the same. */
function saidOf(fix: Fix, { roots }: Pick<Plan, 'roots'>): string[] {
  const { kind, name } = fix.subject;
  const said = (where: Pick<Fix, 'roots' | 'environments'>, message: string) =>
    `${kind}/${name}${whereOf(where, roots)}: ${message}`;
  if (new Set(fix.variants.map(({ message }) => message)).size < 2) return [said(fix, fix.message)];
  return fix.variants.map(each => said(each, each.message));
}

/** Nothing where it is in all of them, or in a text that none renders. */
function whereOf({ roots, environments }: Pick<Fix, 'roots' | 'environments'>, all: Plan['roots']): string {
  if (roots.length === 0 || all.every(({ folder, selected }) => !selected || roots.includes(folder)))
    return '';
  return ` in ${enumerated(environments.length > 0 ? environments : roots.map(folderName))}`;
}

/** What a person has stated comes before what was found. */
function basisOf(evidence: Fix['evidence']): string[] {
  const first = evidence.find(({ kind }) => kind === 'config') ?? evidence[0];
  return first === undefined ? [] : [`by ${first.at}`];
}
