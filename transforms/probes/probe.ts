/** A new probe as it is written. */

import type { JsonObject } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { DEFAULTS, TIMINGS, type Timings } from './timings.ts';

/** The probe without what repeats the API, unless that is asked for. */
export function probeOf(handler: JsonObject, timings: Timings, apiDefaults: boolean): JsonObject {
  if (apiDefaults) return { ...withScheme(handler), ...timings };
  const own = TIMINGS.filter(field => timings[field] !== DEFAULTS[field]);
  return { ...handler, ...Object.fromEntries(own.map(field => [field, timings[field]])) };
}

function withScheme(handler: JsonObject): JsonObject {
  return isMap(handler.httpGet)
    ? { httpGet: { ...handler.httpGet, scheme: handler.httpGet.scheme ?? 'HTTP' } }
    : handler;
}
