/** Folders for what comes and goes that commands of the manifest name: the program writes there, or somebody else to tell it. */

import type { Container, Hint } from '../../src/transform.ts';
import { stringsIn } from '../shared/data.ts';
import { isCovered } from '../shared/storage/volumes.ts';
import { EMPTY } from './read-paths.ts';

const COMMANDS: readonly (readonly [path: readonly string[], says: string])[] = [
  [['command'], 'its command names'],
  [['args'], 'its arguments name'],
  [['livenessProbe', 'exec', 'command'], 'its liveness probe names'],
  [['readinessProbe', 'exec', 'command'], 'its readiness probe names'],
  [['startupProbe', 'exec', 'command'], 'its startup probe names'],
  [['lifecycle', 'preStop', 'exec', 'command'], 'its preStop hook names'],
];

/** A place in such a folder, behind what may stand before a path. */
const PLACE = new RegExp(`(?<=^|[\\s"'=:<>(])(${EMPTY.join('|')})/[\\w.-]+`, 'gm');

/** What whoever is asked for written paths has to look at first; undefined where no command names such a place. */
export function namedPaths(container: Container): Hint | undefined {
  const named = COMMANDS.flatMap(([path, says]) =>
    [...stringsIn(container.get(path)).join('\n').matchAll(PLACE)].map(([place, folder = '']) => ({
      folder,
      because: `${says} ${place}`,
    })),
  ).filter(({ folder }) => !isCovered(container, folder));
  const [first] = named;
  if (first === undefined) return undefined;
  return { value: [...new Set(named.map(({ folder }) => folder))].sort(), because: first.because };
}
