/** `kustomend explain [ID] [path...]`: what a transform does and why, or all that is known of a fix. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { didYouMean } from '../../config/suggest.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { explainAll, explainOne } from '../../report/explain/explain.ts';
import { type Explained, explainFixes } from '../../report/explain/explain-fix.ts';
import type { Again } from '../../report/words/again.ts';
import { alsoChanged } from '../../report/words/also-changed.ts';
import { unreadEnvironments } from '../../report/words/tally.ts';
import { isFixId, resolveId, UnknownFixError } from '../arguments/fix-ids.ts';
import { type PlanFlags, planFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { typedIn } from '../arguments/typed-again.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { leavingOut } from '../session/leaving-out.ts';
import { openSession, planSession, type Session } from '../session/session.ts';
import { keptRuns } from '../write/kept-runs.ts';

/** An id says already what is wanted: these stay allowed, for whoever repeats a command with them. */
const OF_NO_MEANING: ReadonlySet<string> = new Set([
  '--baseline',
  '--file',
  '--id',
  '--severity',
  '--verbose',
  '--workload',
]);

export function addExplain(program: Command, cli: Cli): void {
  const command = program
    .command('explain')
    .description(
      'say what a transform does, or all that is known of a fix; without an id, list the transforms',
    )
    .argument('[id]', 'id of a transform, or the beginning of the id of a fix')
    .argument('[more...]', 'more ids of fixes, then where they are: repository, or roots in it');
  withExamples(command, [
    ['kustomend explain probes', 'what a transform does, and its options'],
    ['kustomend explain fb5e68 024e3e', 'all that is known of two fixes'],
    ['kustomend explain fb5e68 overlays/dev', 'the same of one, found in one root'],
  ]);
  planFlags(command);
  for (const option of command.options) option.hidden ||= OF_NO_MEANING.has(option.long ?? '');
  command.action((id: string | undefined, more: string[], flags: PlanFlags) => {
    const againIn = (paths: readonly string[]) => typedIn(command, paths).again;
    cli.io.out(textOf(cli.io, [id, ...more], flags, againIn));
    cli.exit(EXIT.ok);
  });
}

type AgainIn = (paths: readonly string[]) => Again;

function textOf(
  io: Io,
  [id, ...more]: readonly (string | undefined)[],
  flags: PlanFlags,
  againIn: AgainIn,
): string {
  const { transforms } = io;
  if (id === undefined) return explainAll(transforms);
  const transform = transforms.find(each => each.id === id);
  if (transform !== undefined) return explainOne(transform);
  const words = more.map(word => word!);
  // A folder may be called as an id is.
  const ids = [id, ...words.filter(word => isFixId(word) && !existsSync(resolve(io.cwd, word)))];
  const paths = words.filter(word => !ids.includes(word));
  if (isFixId(id)) return textOfFixes(io, ids, paths, flags, againIn(paths));
  const hint =
    didYouMean(
      id,
      transforms.map(each => each.id),
    ) || '; kustomend explain lists them, and ids of fixes are hexadecimal';
  throw new UsageError(`unknown transform "${id}"${hint}`);
}

function textOfFixes(
  io: Io,
  ids: readonly string[],
  paths: readonly string[],
  given: PlanFlags,
  again: Again,
): string {
  const { session, plan, flags } = planWith(io, ids, paths, given);
  const { fixes } = plan;
  const wholes = [...new Set(ids.map(id => knownId(id, fixes, session)))];
  // Some of its roots may be treated otherwise: as it is planned comes first.
  const isPlanned = ({ status }: Fix) => status === 'planned';
  const explained = wholes.flatMap(whole => {
    const found = fixes.filter(fix => fix.id === whole);
    return [...found.filter(isPlanned), ...found.filter(fix => !isPlanned(fix))].map((fix): Explained => {
      if (fix.status !== 'unsafe') return { fix, also: alsoChanged(plan, [fix]) };
      const alone = taken(io, whole, paths, flags);
      // What cannot be taken is no offer, and the reason is known by now.
      if (alone.fix === undefined) return { fix: alone.left ?? fix };
      const { places, passedOver } = alone.fix;
      return { fix, places, passedOver, also: alsoChanged(alone.plan, [alone.fix]) };
    });
  });
  const open = explained.map(({ fix }) => fix).filter(({ status }) => status !== 'ignored');
  const documented = (id: string) => io.transforms.find(each => each.id === id)!;
  const preset = flags.preset === given.preset ? '' : ` --preset ${flags.preset}`;
  return explainFixes(explained, {
    documented,
    mask: io.secrets().mask,
    unread: unreadEnvironments(plan),
    leftOut: leavingOut(open, fixes, session.workspace.config),
    again: (command, without = []) =>
      `${again(command, preset === '' ? without : [...without, '--preset'])}${preset}`,
  });
}

interface PlannedWith {
  readonly session: Session;
  readonly plan: Plan;
  readonly flags: PlanFlags;
}

/** What follows from fixes that wait for `--unsafe` is only there with it, and an id may be from a run with another preset. */
function planWith(io: Io, ids: readonly string[], paths: readonly string[], flags: PlanFlags): PlannedWith {
  const attempts: readonly PlanFlags[] = [
    flags,
    { ...flags, unsafe: true },
    { ...flags, unsafe: true, preset: 'complete' },
  ];
  let first: PlannedWith | undefined;
  for (const each of attempts) {
    const session = openSession(io, paths, each);
    const planned = { session, plan: planSession(session), flags: each };
    if (ids.every(id => planned.plan.fixes.some(fix => fix.id.startsWith(id)))) return planned;
    first ??= planned;
  }
  return first!;
}

/** @throws UsageError for one that no fix has, or that is none any more */
function knownId(id: string, fixes: readonly Fix[], { workspace }: Session): string {
  try {
    return resolveId(id, fixes, 'explain');
  } catch (error) {
    const isWritten = keptRuns(workspace).some(run => run.fixes.some(each => each.startsWith(id)));
    if (!(error instanceof UnknownFixError) || !isWritten) throw error;
    throw new UsageError(
      `explain: ${id} is written already, and is found no more; kustomend undo takes a run back`,
    );
  }
}

/** A fix that nobody has taken yet, as `fix --id` would write it. */
function taken(
  io: Io,
  id: string,
  paths: readonly string[],
  flags: PlanFlags,
): { readonly fix: Fix | undefined; readonly left: Fix | undefined; readonly plan: Plan } {
  const plan = planSession(openSession(io, paths, { ...flags, id: [id] }));
  const own = plan.fixes.filter(each => each.id === id);
  return { fix: own.find(({ status }) => status === 'planned'), left: own[0], plan };
}
