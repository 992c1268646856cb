/** Commands of known probes that read variables of their image: without these the image has defaults of its own, and a probe has not. */

import type { Container, JsonObject } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';

/**
 * What stands for an option where the container is not told the variable (docker-library/docs postgres/content.md). An empty user means
 * that of the system: the server would log a role that it does not have with every probe.
 */
const UNTOLD: readonly (readonly [variable: string, option: string, instead: string])[] = [
  ['POSTGRES_USER', ' -U "$POSTGRES_USER"', ' -U postgres'],
  ['POSTGRES_DB', ' -d "$POSTGRES_DB"', ''],
];

/** @param target what `exec`, `httpGet` or the like of a probe says */
export function asTold(target: JsonObject, container: Container): JsonObject {
  const command = stringsIn(target.command);
  // Which variables come from there, nobody has to see.
  if (command.length === 0 || mapsIn(container.get(['envFrom'])).length > 0) return target;
  const told = new Set(mapsIn(container.get(['env'])).map(({ name }) => name));
  const untold = UNTOLD.filter(([variable]) => !told.has(variable));
  return {
    ...target,
    command: command.map(word =>
      untold.reduce((text, [, option, instead]) => text.replace(option, instead), word),
    ),
  };
}
