/** Replaces a file whose text may be kept nowhere: no journal, no undo, and a temporary file with the new text alone. */
import { lstatSync } from 'node:fs';
import { DISK, readIfThere } from '../../text/durable.ts';
import { targetInside } from '../../text/inside.ts';
import { alone } from '../../text/lock.ts';
import { replaceOwn } from '../../text/own-file.ts';
import { ChangedOnDiskError, ReadOnlyError } from '../../text/write-files.ts';
import { thisWriter } from '../../text/writer.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { uninterrupted } from '../process/signals.ts';

/** @throws ChangedOnDiskError | ReadOnlyError | OutsideRootError: it stays as it is then */
export function replaceFile(
  { root, journalDir }: OpenWorkspace,
  path: string,
  before: string,
  after: string,
): void {
  const target = targetInside(root, path);
  const exchange = () => {
    if (!readIfThere(DISK, target)?.equals(Buffer.from(before))) throw new ChangedOnDiskError(path);
    const mode = lstatSync(target).mode & 0o777;
    if ((mode & 0o222) === 0) throw new ReadOnlyError(path);
    replaceOwn(target, Buffer.from(after), mode);
  };
  uninterrupted(() => alone(DISK, journalDir, thisWriter(), exchange));
}
