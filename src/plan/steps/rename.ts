/** The step of a plan that gives objects another name: behind what is written of them, so that it says the new one too. */
import type { Rename } from '../find/renames.ts';
import { wrongNames } from '../prove/new-names.ts';
import { writeRenamed } from '../write/renamed.ts';
import type { StepWay } from './proven-step.ts';

export const RENAMING: StepWay<Rename> = {
  write: (rename, draft, { repository: { graph }, notEditable }) =>
    writeRenamed(rename, { graph, draft, notEditable }),
  declare: ({ fixIds, sourceId, renaming, scope }) => ({
    fixIds,
    type: 'set',
    sourceId: null,
    level: { type: 'source' },
    path: ['metadata', 'name'],
    value: null,
    renamed: { ...renaming, sourceId, scope },
  }),
  wrongIn: (renames, before, after) =>
    wrongNames(
      before,
      after,
      renames.map(({ renaming, sourceId }) => ({ ...renaming, sourceId })),
    ),
};
