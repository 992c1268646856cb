/** What a comment behind a written value says of it. */
import type { Files } from '../../kustomize/files/files.ts';
import { isPutOff } from './platform/put-off.ts';

/** What is meant for programs. */
const FOR_PROGRAMS = /^(?:kustomend:|renovate:|yamllint|checkov:|\{)/;
/** Words by which a comment gives a reason; others only mark the line. */
const REASON = /\b(?:as|because|due to|for|must|needs?|needed|requires?|required|since|so that|to \w+)\b/i;

/** @param at `file:line` of the value */
export function explanationAt(files: Files, at: string): string | undefined {
  const colon = at.lastIndexOf(':');
  const line = files.read(at.slice(0, colon))?.split('\n')[Number(at.slice(colon + 1)) - 1];
  const said = /\s#\s*(.+)$/.exec(line?.trimEnd() ?? '')?.[1];
  if (said === undefined || FOR_PROGRAMS.test(said) || isPutOff(said)) return undefined;
  return REASON.test(said) ? said : undefined;
}
