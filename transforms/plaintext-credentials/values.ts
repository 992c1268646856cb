/** Credentials among the values that a release or an application gives to its chart. */
import { literalOf } from '../../src/credentials/literal.ts';
import { writtenIn } from '../../src/credentials/written.ts';
import type { FieldPath, Json, JsonObject, Proposal, Resource } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { whereFrom } from './questions.ts';
import { areDefaults, spokenOf, spokenOfAll } from './words.ts';

export type ValuesMessage = 'values' | 'values-default';

/** Where the values stand, by kind: as a map, or as a text. */
const VALUES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  HelmRelease: [['spec', 'values']],
  HelmChart: [['spec', 'valuesContent']],
  HelmChartConfig: [['spec', 'valuesContent']],
  Application: [
    ['spec', 'source', 'helm', 'values'],
    ['spec', 'source', 'helm', 'valuesObject'],
    ['spec', 'source', 'helm', 'parameters'],
  ],
};

export function* inValues(resource: Resource): Generator<Proposal<ValuesMessage>> {
  for (const path of VALUES[resource.kind] ?? []) {
    const values = resource.get(path);
    if (typeof values === 'string') yield* inText(resource, path, values);
    else yield* below(resource, path, values);
  }
}

function* inText(resource: Resource, path: FieldPath, text: string): Generator<Proposal<ValuesMessage>> {
  const found = writtenIn(text);
  if (found.length === 0) return;
  const isDefault = areDefaults(found.map(({ literal }) => literal));
  yield finding(resource, path, spokenOfAll(found), isDefault);
}

/** Of lists only items that have names, which a path could speak of: variables and parameters. */
function* inItems(
  resource: Resource,
  path: readonly string[],
  items: readonly JsonObject[],
): Generator<Proposal<ValuesMessage>> {
  for (const { name, value } of items) {
    if (typeof name !== 'string' || typeof value !== 'string') continue;
    const literal = literalOf(name.slice(name.lastIndexOf('.') + 1), value);
    if (literal === undefined) continue;
    const what = `${path.slice(2).concat(name).join('.')} is ${spokenOf(literal)}`;
    yield finding(resource, [...path, { name }, 'value'], what, literal.isDefault);
  }
}

function* below(
  resource: Resource,
  path: readonly string[],
  value: Json | undefined,
): Generator<Proposal<ValuesMessage>> {
  if (Array.isArray(value)) yield* inItems(resource, path, mapsIn(value));
  if (!isMap(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'string') {
      yield* below(resource, [...path, key], child);
      continue;
    }
    const literal = literalOf(key, child);
    if (literal === undefined) continue;
    const what = `${path.slice(2).concat(key).join('.')} is ${spokenOf(literal)}`;
    yield finding(resource, [...path, key], what, literal.isDefault);
  }
}

function finding(
  resource: Resource,
  path: FieldPath,
  what: string,
  isDefault: boolean,
): Proposal<ValuesMessage> {
  const { kind, name, key } = resource;
  return {
    message: isDefault ? 'values-default' : 'values',
    data: { kind, name, what },
    at: { on: key, path },
    changes: [],
    evidence: [],
    ...whereFrom(
      path
        .filter(each => typeof each === 'string')
        .slice(2)
        .join('.'),
      resource.where(path),
      [],
    ),
  };
}
