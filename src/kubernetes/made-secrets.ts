/** Secrets that a controller makes of an object: of what is encrypted, or fetched from a store. */

/** A Secret that will be there, with its keys as far as the object names them. */
export interface MadeSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

type Map = { readonly [key: string]: unknown };

/** None of an object of any other kind. */
export function secretsMadeBy(object: Map): readonly MadeSecret[] {
  const own = textOf(mapOf(object.metadata).name);
  const spec = mapOf(object.spec);
  if (own === undefined) return [];
  switch (object.kind) {
    case 'SealedSecret': {
      const name = textOf(mapOf(mapOf(spec.template).metadata).name) ?? own;
      return [{ name, keys: Object.keys(mapOf(spec.encryptedData)) }];
    }
    case 'ExternalSecret': {
      const target = mapOf(spec.target);
      const written = Object.keys(mapOf(mapOf(target.template).data));
      const fetched = mapsOf(spec.data).flatMap(({ secretKey }) => textOf(secretKey) ?? []);
      return [{ name: textOf(target.name) ?? own, keys: written.length > 0 ? written : fetched }];
    }
    case 'SopsSecret':
      return mapsOf(spec.secretTemplates).flatMap(({ name, data, stringData }) => {
        const made = textOf(name);
        return made === undefined
          ? []
          : [{ name: made, keys: [data, stringData].flatMap(each => Object.keys(mapOf(each))) }];
      });
    default:
      return [];
  }
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
