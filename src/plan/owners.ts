/** Who generates the files that fixes are about (docs/design/judgement.md 6). */

import type { Files } from '../kustomize/files/files.ts';
import type { Evidence } from '../transform.ts';
import type { Fix } from './model/result.ts';
import { generatorOf } from './repository/others/generated.ts';

/** What is found in a generated file is said beside it, or not at all: whoever generates it can say it there, and is named. */
export function namingOwners(files: Files): (fix: Fix) => Fix {
  const known = new Map<string, Evidence | undefined>();
  return fix => {
    const file = fix.subject.at.replace(/:\d+$/, '');
    if (!known.has(file)) known.set(file, ownerOf(file, files));
    const owner = known.get(file);
    if (owner === undefined || fix.places.some(place => place.file === file)) return fix;
    return { ...fix, evidence: [...fix.evidence, owner] };
  };
}

function ownerOf(file: string, files: Files): Evidence | undefined {
  const generator = generatorOf(files.read(file) ?? '');
  if (generator === undefined) return undefined;
  return { kind: 'manifest', at: `${file}:1`, says: `it is ${generator}, and not edited` };
}
