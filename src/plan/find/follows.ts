/** What is only wanted because of fixes that need a look: nobody takes it unread either, whatever speaks for it then. */

import type { Finding } from './found/finding.ts';

/**
 * Of a plan with `--unsafe`: findings as they are to be read.
 *
 * @param settled what was found once everything that needs no look was there, and nothing else
 */
export function inLightOf(settled: readonly Finding[]): (finding: Finding) => Finding {
  let byKey: ReadonlyMap<string, Finding> | undefined;
  return finding => {
    if (finding.status !== 'candidate' || finding.safety === 'unsafe') return finding;
    // Keys are hashes: worked out where one is asked for.
    byKey ??= new Map(settled.map(each => [each.key, each]));
    const before = byKey.get(finding.key);
    if (before?.safety === 'safe' && before.status !== 'waiting') return finding;
    return finding.doubted(before?.doubts.at(-1) ?? FOLLOWS);
  };
}

const FOLLOWS = 'it follows from a fix that needs a look itself';
