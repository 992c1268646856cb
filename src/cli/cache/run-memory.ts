/** What a run leaves to the next of the same process: what is still so is not read and not rendered again. */
import { type DiskFiles, diskFiles } from '../../kustomize/files/disk.ts';
import type { RenderMemory } from '../../plan/model/input.ts';
import type { TextMemory } from '../../report/secrets/collect.ts';

export interface RunMemory {
  readonly renders: RenderMemory;
  readonly secrets: TextMemory;
  read?: { readonly root: string; readonly files: DiskFiles };
  /** Files of the workspace. */
  paths?: readonly string[];
}

/** The files of a workspace as they are now. */
export function filesNow(memory: RunMemory, root: string): DiskFiles {
  const { read } = memory;
  const files = read?.root === root ? read.files.again() : diskFiles(root);
  memory.read = { root, files };
  return files;
}
