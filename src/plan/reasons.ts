/** Why something is left as it is, in one line for all roots. */
import { groupedBy } from './rendered/grouped.ts';

/** So many reasons are said, and so many places of each. */
const SHOWN = 3;

/** Each once; of those that differ only in the place that they cite, `... (a.yaml:1)`, the places are listed. */
export function reasonsTogether(reasons: readonly string[]): string {
  const cited = [...new Set(reasons)].map(reason => {
    const [, says = reason, place] = /^(.*) \(([^()]+:\d+)\)$/.exec(reason) ?? [];
    return { says, place };
  });
  const all = [...groupedBy(cited, ({ says }) => says)].map(([says, same]) => {
    const places = same.flatMap(({ place }) => place ?? []);
    return places.length === 0 ? says : `${says} (${listed(places, ', ')})`;
  });
  return listed(all, '; ');
}

function listed(items: readonly string[], between: string): string {
  const rest = items.length - SHOWN;
  return [...items.slice(0, SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join(between);
}
