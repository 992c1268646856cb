/** Writes what was planned. */
import type { FileChange, Plan } from '../plan/model/result.ts';
import type { OwnRecord } from '../text/journal.ts';
import { type Written, writeFiles } from '../text/write-files.ts';
import type { OpenWorkspace } from '../workspace/open.ts';

/** A file whose text does not stand for its bytes: writing the text back would change others. */
export class NotUtf8Error extends Error {
  constructor(path: string) {
    super(`${path} is not UTF-8`);
  }
}

/**
 * Writes the changes of a plan: all files or none.
 *
 * @param records what is kept beside the journal once all is written
 * @returns what a person should know of it
 * @throws when a file has changed since it was read, or is not UTF-8: nothing is written then, or the message says what is
 */
export function apply(
  workspace: OpenWorkspace,
  { changes }: Pick<Plan, 'changes'>,
  records: () => readonly OwnRecord[] = () => [],
): Written {
  return writeFiles({
    root: workspace.root,
    journalDir: workspace.journalDir,
    records,
    changes: changes.map(change => ({
      path: change.path,
      before: bytesBefore(workspace.files.bytes(change.path), change),
      after: Buffer.from(change.after),
    })),
  });
}

function bytesBefore(bytes: Uint8Array | undefined, { path, before }: FileChange): Buffer | null {
  if (bytes === undefined || before === null) return null;
  const buffer = Buffer.from(bytes);
  if (!buffer.equals(Buffer.from(before))) throw new NotUtf8Error(path);
  return buffer;
}
