/** Who writes the files that fixes are about (docs/design/judgement.md 6). */

import type { Fix } from './model/result.ts';
import type { Repository } from './repository/repository.ts';

/** What is found in a file of somebody else is said beside it, or not at all: whoever writes it can say it there, and is named. */
export function namingOwners({ ownerOf }: Pick<Repository, 'ownerOf'>): (fix: Fix) => Fix {
  return fix => {
    const file = fix.subject.at.replace(/:\d+$/, '');
    const owner = ownerOf(file);
    if (owner === undefined || fix.places.some(place => place.file === file)) return fix;
    const evidence = {
      kind: 'manifest',
      at: `${file}:1`,
      says: `it is ${owner.is}, and not edited`,
    } as const;
    return { ...fix, evidence: [...fix.evidence, evidence], ...(owner.isUpstream && { upstream: owner.is }) };
  };
}
