/** Which answers may be given again: those that rest on nothing but what can be asked again without planning. */

import { findKustomize } from '../../witness/tool.ts';
import type { PreviewFlags } from '../arguments/flags.ts';
import type { WantedFormat } from '../arguments/formats.ts';
import { factsOf } from '../cache/facts.ts';
import type { Io } from '../process/io.ts';
import { hasSightings } from './observed.ts';
import type { PlannedIn, Session } from './session.ts';

type Flags = Partial<Omit<PreviewFlags, 'format'>> & {
  readonly format?: readonly WantedFormat<string>[];
};

/** Once a command has printed everything. */
export function mayBeRepeated(
  io: Io,
  { workspace, since, env, choice: { baseline } }: Session,
  { input, whole }: PlannedIn,
  { paths, flags }: { readonly paths: readonly string[]; readonly flags: Flags },
): void {
  // Nothing is kept in a work tree.
  if (workspace.gitDir === undefined || writesFiles(flags) || asksOthers(flags)) return;
  const hasDoubts = whole.roots.some(({ isDoubtful }) => isDoubtful);
  // Kustomize had no time to answer, or may not be asked: next time it may.
  if (hasDoubts && flags.verify !== 'builtin' && findKustomize(env) !== undefined) return;
  // What it reads there is not looked at here.
  const isKustomizeAsked = hasDoubts || input.verdicts !== undefined;
  if (isKustomizeAsked && workspace.nested.length > 0) return;
  const hasDates = (workspace.config.config.ignore ?? []).some(({ until }) => until !== undefined);
  const growsOld = input.observed !== undefined && hasSightings(input.observed);
  const today = hasDates || growsOld ? input.today : null;
  io.repeatable(standpoint =>
    factsOf({ workspace, paths, since, today, baseline, isKustomizeAsked }, standpoint),
  );
}

function writesFiles({ output, format = [] }: Flags): boolean {
  return output !== undefined || format.some(({ file }) => file !== undefined);
}

function asksOthers({ enableHelm, allowNetwork, resolve, verify }: Flags): boolean {
  return enableHelm === true || allowNetwork === true || resolve === true || verify === 'kustomize';
}
