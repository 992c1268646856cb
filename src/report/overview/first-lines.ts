/** What a run could not see, in full, and its notices: all that there is room for. */
import type { Plan } from '../../plan/model/result.ts';
import type { Mask } from '../secrets/mask.ts';
import { cutTo, MOST } from '../words/list.ts';
import { count, oneLine, WIDTH, wrapped } from '../words/words.ts';
import { outOfSight } from './out-of-sight.ts';

type Screen = { readonly columns: number } | undefined;

/** On a screen one, in a line: what else there is to say would be pushed out. */
const MOST_ON_SCREEN = 1;

export function noticeLines(notices: readonly string[], screen: Screen): string[] {
  return firstOf(notices, 'notice', screen).flatMap(text =>
    screen === undefined ? wrapped(text, '', WIDTH) : [cutTo(text, Math.min(screen.columns, WIDTH))],
  );
}

/** @param one what a text is called where they are counted */
function firstOf(texts: readonly string[], one: string, screen: Screen): string[] {
  const most = screen === undefined ? MOST : MOST_ON_SCREEN;
  const rest = texts.length - most;
  return [
    ...texts.slice(0, most),
    ...(rest > 0 ? [`and ${count(rest, one)} more (kustomend doctor lists them)`] : []),
  ];
}

/** What brings roots back stands at the end: nothing of it is cut. */
function whole(texts: readonly string[], screen: Screen): string[] {
  return texts.flatMap(text => wrapped(text, '', Math.min(screen?.columns ?? WIDTH, WIDTH)));
}

/** After a write one cause in full, since a preview has said them all: what was written is not to be pushed out. */
export function firstCause(plan: Pick<Plan, 'roots'>, screen: Screen, mask: Mask): string[] {
  const [first, ...others] = causesOf(plan, screen, mask);
  if (first === undefined) return [];
  const more =
    others.length === 0 ? '' : `; and ${count(others.length, 'cause')} more (kustomend doctor lists them)`;
  return whole([`${first}${more}`], screen);
}

/** Why roots are out of sight. Where that is written is for whoever has room for it. */
export function causeLines(plan: Pick<Plan, 'roots'>, screen: Screen, mask: Mask): string[] {
  return whole(firstOf(causesOf(plan, screen, mask), 'cause', screen), screen);
}

function causesOf(plan: Pick<Plan, 'roots'>, screen: Screen, mask: Mask): string[] {
  return outOfSight(plan).map(({ at, says }) =>
    mask(oneLine(screen === undefined ? `${at}: ${says}` : says)),
  );
}
