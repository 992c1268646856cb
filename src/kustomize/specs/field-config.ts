/** The field specs in force: the built-in ones and what `configurations` and `crds` add (kustomize.md 1.15). */

import {
  DEFAULT_FIELD_SPECS,
  type FieldSpec,
  type FieldSpecs,
  type NameReference,
} from '../data/field-specs.ts';
import { LEGACY_RANKS } from '../object/order.ts';

/** Field specs by transformer, plus the ones of `labels` that only configurations set. */
export interface FieldSpecConfig extends FieldSpecs {
  readonly labels: readonly FieldSpec[];
}

export const DEFAULT_CONFIG: FieldSpecConfig = { ...DEFAULT_FIELD_SPECS, labels: [] };

export class FieldSpecConflict extends Error {}

type SpecList = Exclude<keyof FieldSpecConfig, 'nameReference'>;

/** A configuration without any spec. */
const EMPTY: FieldSpecConfig = {
  commonAnnotations: [],
  commonLabels: [],
  images: [],
  labels: [],
  namePrefix: [],
  nameReference: [],
  nameSuffix: [],
  namespace: [],
  replicas: [],
  templateLabels: [],
  varReference: [],
  volumeClaimTemplateLabels: [],
};

/**
 * Adds specs to a configuration; the same path with another `create` is a conflict. The result is sorted, and
 * that matters: a spec for any kind is dropped where one for some kind comes before it.
 */
export function mergeConfig(base: FieldSpecConfig, added: Partial<FieldSpecConfig>): FieldSpecConfig {
  const result: { -readonly [K in keyof FieldSpecConfig]: FieldSpecConfig[K] } = { ...base };
  for (const key of Object.keys(added) as (keyof FieldSpecConfig)[]) {
    if (key === 'nameReference')
      result.nameReference = sorted(mergeReferences(base.nameReference, added.nameReference!));
    else
      result[key as SpecList] = sorted(
        mergeSpecs(base[key] as readonly FieldSpec[], added[key] as readonly FieldSpec[]),
      );
  }
  return result;
}

/** What a kustomization starts with, before its bases have added theirs. */
export const NO_CONFIG: FieldSpecConfig = EMPTY;

const BUILT_IN: FieldSpecConfig = mergeConfig(EMPTY, DEFAULT_CONFIG);

/** A kustomization's own specs behind the built-in ones, added to what its bases brought. */
export function withOwnConfig(
  inherited: FieldSpecConfig,
  own: Partial<FieldSpecConfig> | null,
): FieldSpecConfig {
  if (!own && (inherited === EMPTY || inherited === BUILT_IN)) return BUILT_IN;
  return mergeConfig(inherited, own ? mergeConfig(BUILT_IN, own) : BUILT_IN);
}

/** Specs of bases joined: most bring the built-in ones only. */
export function joinConfigs(base: FieldSpecConfig, added: FieldSpecConfig): FieldSpecConfig {
  if (base === added || added === EMPTY) return base;
  return base === EMPTY && added === BUILT_IN ? BUILT_IN : mergeConfig(base, added);
}

function sorted<T extends { group?: string; version?: string; kind?: string }>(
  specs: readonly T[],
): readonly T[] {
  const keyed = specs.map(spec => ({
    spec,
    rank: LEGACY_RANKS.get(spec.kind ?? '') ?? 0,
    key: `${spec.group || '~G'}_${spec.version || '~V'}_${spec.kind || '~K'}`,
  }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(k => k.spec);
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
