/** Fixes that were asked for by their ids: what has become of them, and what a report counts on their line besides. */
import type { Fix } from '../../plan/model/result.ts';
import { type Again, OF_THE_CHOICE } from '../../report/words/again.ts';
import { findingsLike, outcomeOf } from '../../report/words/findings.ts';
import { shortIds } from '../../report/words/ids.ts';
import { namesOf } from '../../report/words/named-fix.ts';
import { oneLine, wrapped } from '../../report/words/words.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import { acceptedBy } from './choice.ts';
import type { PlannedIn, Session } from './session.ts';

/** @returns how a run ends that has written none of them */
export function sayOfIds(
  io: Io,
  { choice }: Session,
  { plan, whole }: Pick<PlannedIn, 'plan' | 'whole'>,
  { again, isQuiet = false }: { readonly again: Again; readonly isQuiet?: boolean | undefined },
): ExitCode | undefined {
  const asked = acceptedBy(choice, whole);
  if (asked.size === 0) return undefined;
  const isWritten = (id: string) => plan.fixes.some(fix => fix.id === id && fix.status === 'planned');
  const { mask } = io.secrets();
  const say = (text: string) => io.note(`${wrapped(mask(oneLine(text))).join('\n')}\n`);
  const refused = [...asked].filter(id => !isWritten(id));
  for (const id of refused) say(`not written: ${id}: ${whyNot(plan.fixes.find(fix => fix.id === id))}`);
  const alike = findingsLike(
    whole.fixes.filter(({ id }) => asked.has(id) && isWritten(id)),
    whole.fixes,
  );
  const left = [...new Set(alike.map(({ id }) => id))].filter(id => !isWritten(id));
  if (left.length > 0 && !isQuiet) {
    const others = whole.fixes.filter(({ id }) => left.includes(id));
    const command = `kustomend fix${again('fix', OF_THE_CHOICE)} --id ${left.map(shortIds(whole)).join(' ')}`;
    say(`the same fault is left (${namesOf(others)}): ${command}`);
  }
  return refused.length === asked.size ? EXIT.usage : undefined;
}

function whyNot(fix: Fix | undefined): string {
  return fix === undefined ? 'the other flags leave it out' : outcomeOf(fix);
}
