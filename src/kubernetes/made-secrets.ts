/** Secrets that a controller makes of an object: of what is encrypted, or fetched from a store. */

/** A Secret that will be there, with its keys as far as the object names them. */
export interface MadeSecret {
  readonly name: string;
  readonly keys: readonly string[];
  /** Whether these are all: nothing else of the object, a store or a template makes more of them. */
  readonly isWhole: boolean;
}

type Map = { readonly [key: string]: unknown };

/** None of an object of any other kind. */
export function secretsMadeBy(object: Map): readonly MadeSecret[] {
  const own = textOf(mapOf(object.metadata).name);
  const spec = mapOf(object.spec);
  if (own === undefined) return [];
  switch (object.kind) {
    case 'SealedSecret': {
      // Whatever its template says, the controller gives it its own name.
      const keys = [spec.encryptedData, mapOf(spec.template).data].flatMap(each => Object.keys(mapOf(each)));
      return [{ name: own, keys: [...new Set(keys)], isWhole: true }];
    }
    case 'ExternalSecret': {
      const target = mapOf(spec.target);
      const written = Object.keys(mapOf(mapOf(target.template).data));
      const fetched = mapsOf(spec.data).flatMap(({ secretKey }) => textOf(secretKey) ?? []);
      return [
        {
          name: textOf(target.name) ?? own,
          keys: written.length > 0 ? written : fetched,
          isWhole: isUnset(spec.dataFrom) && isUnset(target.template) && makesItself(target.creationPolicy),
        },
      ];
    }
    case 'SopsSecret':
      return mapsOf(spec.secretTemplates).flatMap(({ name, data, stringData }) => {
        const made = textOf(name);
        return made === undefined
          ? []
          : [
              {
                name: made,
                keys: [data, stringData].flatMap(each => Object.keys(mapOf(each))),
                isWhole: true,
              },
            ];
      });
    default:
      return [];
  }
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

/** `Merge` adds to a Secret that somebody else makes, and `None` to nothing. */
function makesItself(policy: unknown): boolean {
  return isUnset(policy) || policy === 'Owner' || policy === 'Orphan';
}

function mapOf(value: unknown): Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Map) : {};
}

function mapsOf(value: unknown): readonly Map[] {
  return Array.isArray(value) ? value.map(mapOf) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
