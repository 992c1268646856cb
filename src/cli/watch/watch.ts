/** `--watch`: the same command again and again, as files change. */
import { folderOf } from '../../kustomize/files/files.ts';
import { count } from '../../report/words/words.ts';
import type { WantedFormat } from '../arguments/formats.ts';
import type { Said } from '../cache/answer.ts';
import type { RunMemory } from '../cache/run-memory.ts';
import { failureOf, UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import { onInterrupt } from '../process/signals.ts';
import { watchedFolders } from './watched-folders.ts';

/** Milliseconds: a save is several events, and saving all files several saves. */
const QUIET = 20;
const MOST_NAMED = 3;
/** The end of a block. */
const WAITING = 'watching: Ctrl-C ends it\n';

/**
 * @throws UsageError for flags that make no sense together with `--watch`: what is written would be seen as a change, and a commit
 *   is none of the files that are watched
 */
export function refuseUnwatchable(flags: {
  readonly write?: boolean;
  readonly since?: string;
  readonly output?: string;
  readonly format?: readonly WantedFormat<string>[];
}): void {
  const { write, output, since, format = [] } = flags;
  if (since !== undefined)
    throw new UsageError('--watch looks at files, and --since at commits: leave one of them out');
  if (write || output !== undefined || format.some(({ file }) => file !== undefined))
    throw new UsageError('--watch prints: leave out --write, --output and --format name=FILE');
}

/**
 * Runs once, and then whenever something has changed; prints what is not what was printed last.
 *
 * @param run one run of the command
 * @returns when somebody interrupts it
 */
export async function watching(io: Io, run: (memory: RunMemory) => ExitCode): Promise<ExitCode> {
  const memory: RunMemory = { renders: {}, secrets: new Map() };
  const first = io.held(() => run(memory));
  io.release(first.said);
  io.unrepeatable();
  let last = first.said;
  let wake = (): void => {};
  let isOver = false;
  const changed = new Set<string>();
  const watched = watchedFolders(memory.read!.root, path => {
    changed.add(path);
    wake();
  });
  const dismiss = onInterrupt(() => {
    isOver = true;
    wake();
  });
  try {
    // What was saved between the look and the watching is no event: whatever is watched anew is looked at once more.
    let isNew = watched.follow(foldersOf(memory));
    io.note(WAITING);
    while (!isOver) {
      if (changed.size === 0 && !isNew) await new Promise<void>(resolve => (wake = resolve));
      await new Promise(resolve => setTimeout(resolve, QUIET));
      const names = [...changed].sort();
      changed.clear();
      const said = isOver ? last : saidBy(io, () => run(memory));
      if (JSON.stringify(said) !== JSON.stringify(last)) {
        io.note(`\n-- ${named(names)}\n`);
        io.release(said);
        io.note(WAITING);
      }
      last = said;
      isNew = watched.follow(foldersOf(memory));
    }
    return EXIT.interrupted;
  } finally {
    dismiss();
    watched.close();
  }
}

/** Half of a change is an error more often than not: that is said, and the rest is waited for. */
function saidBy(io: Io, run: () => ExitCode): readonly Said[] {
  return io.held(() => {
    try {
      run();
    } catch (error) {
      const { code, text } = failureOf(error, false);
      if (code === EXIT.internal) throw error;
      io.note(text);
    }
  }).said;
}

/** Those in which something lies that was listed or looked at. */
function foldersOf({ read, paths = [] }: RunMemory): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = folderOf(path); !folders.has(at); at = folderOf(at)) folders.add(at);
  for (const { path, stat } of read?.files.looks() ?? [])
    if (typeof stat === 'object' && stat.isDirectory()) folders.add(path);
  return folders;
}

function named(names: readonly string[]): string {
  if (names.length === 0) return 'what was saved meanwhile';
  const more = names.length - MOST_NAMED;
  const first = names.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${first} and ${count(more, 'more file')}` : first;
}
