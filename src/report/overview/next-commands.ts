/** What to type next, with all that this run was told. */
import type { Fix, Plan } from '../../plan/model/result.ts';
import type { Again } from '../words/again.ts';
import { type Outcome, outcomeFor } from '../words/findings.ts';
import { shortIds } from '../words/ids.ts';
import { isBlind } from '../words/tally.ts';
import { WIDTH } from '../words/words.ts';
import { flagThatShows } from './out-of-sight.ts';

/**
 * `next: kustomend review, kustomend fix`: those that are most likely wanted, as many as a line has room for. One stands whole,
 * whatever the width: it is copied.
 *
 * @param screen undefined where nobody can be asked
 */
export function nextLine(
  plan: Plan,
  again: Again | undefined,
  screen: { readonly columns: number } | undefined,
): string[] {
  if (again === undefined) return [];
  const width = Math.min(screen?.columns ?? WIDTH, WIDTH);
  const [first, ...others] = commandsFor(plan, again, screen !== undefined).map(
    commands => `next: ${commands.join(', ')}`,
  );
  if (first === undefined) return [];
  const all = [first, ...others];
  return [all.find(line => line.length <= width) ?? all.at(-1)!];
}

/** What to name, the most of it first. */
function commandsFor(plan: Plan, again: Again, isAskable: boolean): (readonly string[])[] {
  const firstWith = (outcome: Outcome) => plan.fixes.find(fix => outcomeFor(fix) === outcome);
  const [fixable, unsafe] = [firstWith('fixable'), firstWith('unsafe')];
  const explain = ({ id }: Fix) => `kustomend explain ${shortIds(plan)(id)}${again('explain', ['--id'])}`;
  const unsafeDiff = `kustomend --unsafe --diff${again('preview', ['--unsafe'])}`;
  const review = isAskable ? [`kustomend review${again('review')}`] : [];
  if (fixable) {
    const fix = `kustomend fix${again('fix')}`;
    const diff = `kustomend --diff${again('preview')}`;
    // A review shows every diff.
    return [
      [...review, diff, fix, explain(fixable)],
      ...(isAskable ? [[...review, fix, explain(fixable)]] : []),
      [...review, fix],
      review.length > 0 ? review : [fix],
    ];
  }
  if (unsafe)
    return [
      [...review, unsafeDiff, explain(unsafe)],
      [...review, unsafeDiff],
      isAskable ? review : [unsafeDiff],
    ];
  if (firstWith('answer')) return [[`kustomend init${again('init')}`, `kustomend scan${again('scan')}`]];
  if (firstWith('digest')) return [[`kustomend pin --write${again('pin')}`]];
  const flag = flagThatShows(plan);
  return flag !== undefined && isBlind(plan)
    ? [[`kustomend ${flag}${again('preview', [flag.split(' ')[0]!])}`]]
    : [];
}
