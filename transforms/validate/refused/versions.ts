/** Objects and references whose `apiVersion` is called otherwise: a search-and-replace has gone too far. */

import type { Json, JsonObject, Proposal, Resource } from '../../../src/transform.ts';
import { isMap } from '../../shared/data.ts';

export type VersionMessage = 'misspelt-version';

const VERSION = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*\/)?v\d+(?:(?:alpha|beta)\d+)?$/;
const NAMED = /version$/i;

/** The field of a map without `apiVersion` that says one. */
export function misspeltVersionIn(map: JsonObject): string | undefined {
  if (map.apiVersion !== undefined) return undefined;
  const [field, other] = Object.entries(map).flatMap(([key, value]) =>
    NAMED.test(key) && typeof value === 'string' && VERSION.test(value) ? [key] : [],
  );
  return other === undefined ? field : undefined;
}

/** An object of which the API server knows nothing but its kind. All that its fields of that name say is renamed with it. */
export function* misspeltVersion(resource: Resource): Generator<Proposal<VersionMessage>> {
  const { kind, name, key, object } = resource;
  const field = resource.apiVersion === '' ? misspeltVersionIn(object) : undefined;
  if (field === undefined) return;
  const version = String(object[field]);
  yield {
    message: 'misspelt-version',
    data: { resource: `${kind} ${name}`, field },
    at: { on: key, path: ['apiVersion'] },
    changes: [
      {
        type: 'convert',
        resource: key,
        apiVersion: version,
        fields: part => renamed(part, field) as JsonObject,
      },
    ],
    restarts: false,
    evidence: [{ kind: 'manifest', at: resource.where([field]), says: `${field}: ${version}` }],
  };
}

function renamed(value: Json, field: string): Json {
  if (Array.isArray(value)) return value.map(each => renamed(each, field));
  if (!isMap(value)) return value;
  const isMeant = misspeltVersionIn(value) === field;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) =>
      isMeant && key === field ? ['apiVersion', child] : [key, renamed(child, field)],
    ),
  );
}
