/** The field specs in force: the built-in ones and what `configurations` and `crds` add (kustomize.md 1.15). */
import { DEFAULT_FIELD_SPECS, type FieldSpec, type FieldSpecs, type NameReference } from './data/field-specs.ts';

/** Field specs by transformer, plus the ones of `labels` that only configurations set. */
export interface FieldSpecConfig extends FieldSpecs {
  readonly labels: readonly FieldSpec[];
}

export const DEFAULT_CONFIG: FieldSpecConfig = { ...DEFAULT_FIELD_SPECS, labels: [] };

export class FieldSpecConflict extends Error {}

type SpecList = Exclude<keyof FieldSpecConfig, 'nameReference'>;

/** Adds specs to a configuration; the same path with another `create` is a conflict. */
export function mergeConfig(base: FieldSpecConfig, added: Partial<FieldSpecConfig>): FieldSpecConfig {
  const result: { -readonly [K in keyof FieldSpecConfig]: FieldSpecConfig[K] } = { ...base };
  for (const key of Object.keys(added) as (keyof FieldSpecConfig)[]) {
    if (key === 'nameReference') result.nameReference = mergeReferences(base.nameReference, added.nameReference!);
    else result[key as SpecList] = mergeSpecs(base[key] as readonly FieldSpec[], added[key] as readonly FieldSpec[]);
  }
  return result;
}

export function mergeSpecs(base: readonly FieldSpec[], added: readonly FieldSpec[]): readonly FieldSpec[] {
  let result: FieldSpec[] | null = null;
  for (const spec of added) {
    const same = (result ?? base).find(other => covers(spec, other));
    if (!same) {
      result ??= [...base];
      result.push(spec);
    } else if ((same.create ?? false) !== (spec.create ?? false)) {
      throw new FieldSpecConflict(`conflicting fieldspecs for ${spec.path}`);
    }
  }
  return result ?? base;
}

/** What a spec names is known already when the older one is at least as narrow. */
function covers(added: FieldSpec, old: FieldSpec): boolean {
  return (
    added.path === old.path &&
    (!added.group || added.group === old.group) &&
    (!added.version || added.version === old.version) &&
    (!added.kind || added.kind === old.kind)
  );
}

function mergeReferences(
  base: readonly NameReference[],
  added: readonly NameReference[],
): readonly NameReference[] {
  const result = [...base];
  for (const reference of added) {
    const index = result.findIndex(
      other =>
        (other.group ?? '') === (reference.group ?? '') &&
        (other.version ?? '') === (reference.version ?? '') &&
        (other.kind ?? '') === (reference.kind ?? ''),
    );
    if (index < 0) result.push(reference);
    else {
      const old = result[index]!;
      result[index] = { ...old, fieldSpecs: mergeSpecs(old.fieldSpecs, reference.fieldSpecs) };
    }
  }
  return result;
}
