/** `kustomend pin [path...]`: asks registries for digests, and keeps them in the lock file. */
import type { Command } from 'commander';
import { lockEntry, lockPath, withEntries } from '../../config/lock.ts';
import type { LockEntry } from '../../config/lock-schema.ts';
import type { FileChange, Plan } from '../../plan/model/result.ts';
import { openRegistry } from '../../registry/client.ts';
import { count, oneLine } from '../../report/words/words.ts';
import type { LockedImage } from '../../transform.ts';
import {
  colorFlags,
  quietFlag,
  type RegistryFlags,
  registryFlags,
  type WorkspaceFlags,
  workspaceFlags,
} from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { type LookedUp, lookUp, lookupsOf, NO_NAME, PIN, sayUnanswered } from '../session/lookups.ts';
import { openSession, planSession, type Session, sayIfIncomplete } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { type KeepFlags, keep } from '../write/keep.ts';

interface PinFlags extends WorkspaceFlags, KeepFlags, RegistryFlags {
  readonly refresh?: boolean;
  readonly check?: boolean;
  readonly exitZero?: boolean;
}

export function addPin(program: Command, cli: Cli): void {
  const command = program
    .command('pin')
    .description('look up the digests of images, for kustomend.lock.yaml; shows its diff')
    .argument('[path...]', 'repository, or roots in it');
  colorFlags(quietFlag(registryFlags(workspaceFlags(command))))
    .option('--write', 'write the lock file')
    .option('--refresh', 'ask for what it knows already, too')
    .option('--check', 'exit 1 when there is a diff')
    .option('--exit-zero', 'exit 0 where --check would exit 1')
    .option('--allow-dirty', 'change the lock file although it has uncommitted changes')
    .option('--no-pager', 'print the diff without a pager')
    .action(async (paths: string[], flags: PinFlags) => cli.exit(await pin(cli.io, paths, flags)));
}

async function pin(io: Io, paths: readonly string[], flags: PinFlags): Promise<ExitCode> {
  if (flags.offline) throw new UsageError('pin asks registries, which --offline forbids');
  if (flags.write) recoverFirst(io, paths, flags);
  const asked = {
    ...flags,
    only: [PIN],
    preset: 'recommended',
    restart: true,
    foreignIgnores: true,
  } as const;
  const session = openSession(io, paths, asked);
  const plan = planSession(session);
  const known = flags.refresh ? [...session.input.lock.keys()] : [];
  const wanted = [...new Set([...lookupsOf(plan), ...known])].sort();
  const registry = openRegistry({ env: io.env, plainHttp: flags.plainHttp ?? [] });
  const answers = await lookUp(registry, wanted, line => {
    if (!flags.quiet) io.note(`${line}\n`);
  });
  const entries = changedEntries(session, answers);
  const change = changeOf(session, entries);
  if (change !== undefined) keep(io, session, change, flags, 'pin --write writes it');
  if (!flags.quiet)
    for (const line of [...report(session, entries, wanted, answers), ...notAsked(plan)])
      io.note(`${oneLine(line)}\n`);
  const isIncomplete = sayIfIncomplete(io, session, plan) !== null || answers.unanswered.length > 0;
  if (isIncomplete) return EXIT.incomplete;
  return change !== undefined && flags.check && !flags.exitZero ? EXIT.findings : EXIT.ok;
}

/** Those that say something new: a day alone is no reason to touch an entry. */
function changedEntries({ input }: Session, { images }: LookedUp): Map<string, LockEntry> {
  const changed = [...images].filter(([reference, image]) => {
    const known = input.lock.get(reference);
    return known === undefined || !isSame(known, image);
  });
  return new Map(changed.map(([reference, image]) => [reference, lockEntry(image, input.today)]));
}

function isSame(known: LockedImage, image: Omit<LockedImage, 'at'>): boolean {
  return JSON.stringify(lockEntry(known, '')) === JSON.stringify(lockEntry(image, ''));
}

function changeOf(
  { workspace: { files, config } }: Session,
  entries: ReadonlyMap<string, LockEntry>,
): FileChange | undefined {
  if (entries.size === 0) return undefined;
  const path = lockPath(config);
  const before = files.read(path);
  return { path, before: before ?? null, after: withEntries(before, entries) };
}

/** By registry how many have an answer, why others have none, and what becomes of the lock file. */
function report(
  { input, workspace }: Session,
  entries: ReadonlyMap<string, LockEntry>,
  wanted: readonly string[],
  { unanswered }: LookedUp,
): string[] {
  const registries = [...new Set(wanted.map(registryOf))].map(registry => {
    const own = wanted.filter(each => registryOf(each) === registry).length;
    const open = unanswered.filter(each => registryOf(each.reference) === registry).length;
    return open === 0
      ? `${registry}: ${count(own, 'image')} looked up`
      : `${registry}: ${own - open} of ${count(own, 'image')} looked up`;
  });
  const renewed = [...entries.keys()].filter(reference => input.lock.has(reference)).length;
  const added = entries.size - renewed;
  const isNew = `${count(added, 'new entry', 'new entries')}${renewed === 0 ? '' : `, ${renewed} renewed`}`;
  const file = lockPath(workspace.config);
  return [
    ...registries,
    ...sayUnanswered(unanswered),
    entries.size === 0 ? `${file}: nothing new` : `${file}: ${isNew}`,
    ...(unanswered.length === 0
      ? []
      : [
          `incomplete: ${count(unanswered.length, 'image has', 'images have')} no digest yet: ask again where the registries can be reached`,
        ]),
  ];
}

/** Texts in the place of images that name none. */
function notAsked({ fixes }: Plan): string[] {
  const found = fixes.filter(
    fix => fix.transform === PIN && fix.brief === NO_NAME && fix.status !== 'ignored',
  );
  const [first, ...others] = found;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${count(others.length, 'other')}`;
  return [
    `not asked for the image at ${first.subject.at}${more}: what is written there is not the name of an image yet`,
  ];
}

function registryOf(reference: string): string {
  return reference.split('/')[0]!;
}
