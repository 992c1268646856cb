/** Folders that the manifest names, and that the program may write to: for what comes and goes, and for what a variable says that it puts down. */

import type { Container, Hint } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
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

/** Variables that say where something is put: `INFERENCE_LOG_PATH`, `UPLOAD_DIR`. */
const PUT_DOWN =
  /(?:^|_)(?:LOGS?|CACHE|TE?MP|UPLOADS?|OUTPUTS?|EXPORTS?|REPORTS?|SPOOL|SNAPSHOTS?|BACKUPS?)(?:_(?:PATH|DIR|DIRECTORY|FOLDER|FILE|ROOT|HOME))?$/;
const FILE = /^(\/.+)\/[^/]+\.[A-Za-z]\w*$/;

interface Named {
  readonly folder: string;
  readonly because: string;
}

function inVariables(container: Container): readonly Named[] {
  return mapsIn(container.get(['env'])).flatMap(({ name, value }) => {
    const isPlace = typeof value === 'string' && /^\/[\w.-]+(?:\/[\w.-]+)*\/?$/.test(value);
    if (!isPlace || !PUT_DOWN.test(String(name)) || value.startsWith('/dev/')) return [];
    const folder = FILE.exec(value)?.[1] ?? value.replace(/\/$/, '');
    return [{ folder, because: `${String(name)} names ${value}` }];
  });
}

/** What whoever is asked for written paths has to look at first; undefined where nothing names such a place. */
export function namedPaths(container: Container): Hint | undefined {
  const inCommands = COMMANDS.flatMap(([path, says]) =>
    [...stringsIn(container.get(path)).join('\n').matchAll(PLACE)].map(([place, folder = '']) => ({
      folder,
      because: `${says} ${place}`,
    })),
  );
  const named = [...inCommands, ...inVariables(container)].filter(
    ({ folder }) => !isCovered(container, folder),
  );
  const [first] = named;
  if (first === undefined) return undefined;
  return { value: [...new Set(named.map(({ folder }) => folder))].sort(), because: first.because };
}
