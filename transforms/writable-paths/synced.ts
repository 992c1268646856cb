/** Commands that bring the packages of a project up to date before they start it, in the image: no answer about paths helps. */

import type { Container } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { commandLine } from '../shared/pods.ts';

/** https://docs.astral.sh/uv/concepts/projects/sync: it locks and syncs the environment of the project first. */
const UV_RUN = /(?:^|[\s;&|"'(/])uv (?:-\S+ )*run\b(?![^;&|]*\s--(?:no-sync|no-project)\b)/;

/** Why a read-only root stops the command; undefined where it does not do so. */
export function syncedBy(container: Container): string | undefined {
  const isOff = mapsIn(container.get(['env'])).some(
    ({ name, value }) => name === 'UV_NO_SYNC' && /^(?:1|true|yes)$/i.test(String(value)),
  );
  if (isOff || !UV_RUN.test(commandLine(container))) return undefined;
  return '`uv run` installs the project into its .venv before it starts: with --no-sync it writes nothing there';
}
