/** A new probe as it is written. */

import type { JsonObject } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { DEFAULTS, TIMINGS, type WantedTimings } from './timings.ts';

/** The probe without what repeats the API, unless that is asked for. */
export function probeOf(handler: JsonObject, timings: WantedTimings, apiDefaults: boolean): JsonObject {
  const own = TIMINGS.flatMap(field => {
    const value = timings[field];
    return value === undefined || (!apiDefaults && value === DEFAULTS[field])
      ? []
      : [[field, value] as const];
  });
  return { ...(apiDefaults ? withScheme(handler) : handler), ...Object.fromEntries(own) };
}

function withScheme(handler: JsonObject): JsonObject {
  return isMap(handler.httpGet)
    ? { httpGet: { ...handler.httpGet, scheme: handler.httpGet.scheme ?? 'HTTP' } }
    : handler;
}
