/** Fields that somebody has left out with a word: nothing is written for them. */

import type { Files } from '../../../kustomize/files/files.ts';
import type { Proposal } from '../../../transform.ts';
import { declinedField } from '../../repository/platform/comments/declined-fields.ts';

/**
 * The comment that declines the field of a proposal, where it is to stand. `No allowPrivilegeEscalation` speaks for a fix that
 * sets it to false.
 */
export function declinedBy({ at, changes }: Proposal, place: string, files: Files): string | undefined {
  const field = at.path.at(-1);
  const isTurnedOff = changes.some(
    change => change.type === 'set' && change.value === false && change.path.at(-1) === field,
  );
  if (isTurnedOff) return undefined;
  const names = field === undefined ? [] : [String(field), ...(SAID_AS[String(field)] ?? [])];
  return names.map(name => declinedField(files, place, name)).find(said => said !== undefined);
}

/** Whoever declines one of these declines the other. */
const SAID_AS: Readonly<Record<string, readonly string[]>> = {
  runAsUser: ['runAsNonRoot'],
  runAsNonRoot: ['runAsUser'],
};
