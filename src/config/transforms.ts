/** The `transforms:` section: checked against what the transforms declare, and resolved per environment. */

import type { Environment, Json, OptionSchema, Tier } from '../transform.ts';
import type { LoadedConfig } from './load.ts';
import type { ConfigProblem } from './problems.ts';
import type { Config } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** Options of one transform, as {@link Transform.options} declares them. */
export type OptionsSchema = Readonly<Record<string, OptionSchema>>;

const TIERS: readonly Tier[] = ['development', 'test', 'staging', 'production'];

/** What the configuration says of one transform. Options without `on` switch it on too. */
export function transformSetting(
  config: Config,
  id: string,
): { readonly state: 'on' | 'off' | undefined; readonly options: Readonly<Record<string, Json>> } {
  const entries = config.transforms ?? {};
  const entry = Object.hasOwn(entries, id) ? entries[id] : undefined;
  if (entry === undefined) return { state: undefined, options: {} };
  if (typeof entry === 'object') return { state: 'on', options: entry as Record<string, Json> };
  return { state: entry === true || entry === 'on' ? 'on' : 'off', options: {} };
}

/**
 * Checks the ids and options of `transforms:` and the ids of `ignore:`.
 *
 * @param known options of every transform, by id
 * @param entryFor what to write in place of an id that a finding has
 * @returns problems with file, line and column, in the order of the configuration
 */
export function checkTransforms(
  { config, locate }: LoadedConfig,
  known: ReadonlyMap<string, OptionsSchema>,
  entryFor: (id: string) => string | undefined = () => undefined,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (path: readonly (string | number)[], message: string) =>
    problems.push({ ...locate(path), message });
  const environments = Object.keys(config.environments ?? {});

  for (const [id, entry] of Object.entries(config.transforms ?? {})) {
    const schema = known.get(id);
    if (schema === undefined) {
      report(['transforms', id], `unknown transform "${id}"${didYouMean(id, known.keys())}`);
      continue;
    }
    if (typeof entry !== 'object') continue;
    for (const [name, value] of Object.entries(entry)) {
      const path = ['transforms', id, name];
      const option = Object.hasOwn(schema, name) ? schema[name] : undefined;
      if (option === undefined) {
        report(path, `unknown option "${name}" of ${id}${didYouMean(name, Object.keys(schema))}`);
        continue;
      }
      for (const { at, message } of mistakes(option, value as Json, environments)) {
        report([...path, ...at], `${[...path, ...at].join('.')}: ${message}`);
      }
    }
  }
  for (const [index, { id }] of (config.ignore ?? []).entries()) {
    if (id === 'all' || known.has(id)) continue;
    const entry = entryFor(id);
    const message =
      entry === undefined
        ? `unknown transform "${id}"${didYouMean(id, ['all', ...known.keys()])}`
        : `${id} is a finding, and an id here is that of a transform: write ${entry}`;
    report(['ignore', index, 'id'], message);
  }
  return problems;
}

interface Mistake {
  readonly at: readonly (string | number)[];
  readonly message: string;
}

function mistakes(option: OptionSchema, value: Json, environments: readonly string[]): Mistake[] {
  if (!isPerEnvironment(option, value)) {
    const expected = expectation(option, value);
    return expected === null
      ? []
      : [{ at: [], message: `expected ${expected}, found ${JSON.stringify(value)}` }];
  }
  const names = [...environments, ...TIERS, 'otherwise'];
  return Object.entries(value).flatMap(([name, each]): Mistake[] => {
    if (!names.includes(name)) {
      return [{ at: [name], message: `no environment or tier "${name}"${didYouMean(name, names)}` }];
    }
    const expected = expectation(option, each);
    return expected === null
      ? []
      : [{ at: [name], message: `expected ${expected}, found ${JSON.stringify(each)}` }];
  });
}

/** What the option wants instead of `value`, or null when the value fits. */
function expectation(option: OptionSchema, value: Json): string | null {
  const { type, minimum, maximum } = option;
  if (option.enum !== undefined) {
    return option.enum.includes(value) ? null : `one of ${option.enum.map(String).join(', ')}`;
  }
  if (!hasType(type, value))
    return `${type === 'integer' || type === 'array' || type === 'object' ? 'an' : 'a'} ${type}`;
  if (minimum !== undefined && Number(value) < minimum) return `at least ${minimum}`;
  if (maximum !== undefined && Number(value) > maximum) return `at most ${maximum}`;
  const itemType = option.items?.type;
  if (itemType !== undefined && Array.isArray(value) && !value.every(item => hasType(itemType, item))) {
    return `an array of ${itemType} values`;
  }
  return null;
}

function hasType(type: OptionSchema['type'], value: Json): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

/** A map gives values per environment where the option allows that; for map options, when no key is anything else. */
function isPerEnvironment(option: OptionSchema, value: Json): value is { readonly [key: string]: Json } {
  if (option.perEnvironment === undefined || typeof value !== 'object') return false;
  if (value === null || Array.isArray(value)) return false;
  if (option.type !== 'object') return true;
  return Object.keys(value).some(key => key === 'otherwise' || TIERS.includes(key as Tier));
}

/**
 * The options of a transform for one environment: the configuration over the defaults of the tier.
 *
 * A configured map is looked up by environment name, then tier, then `otherwise`. Tier test takes staging's value
 * where it has none. An option is absent from the result when its value depends on a tier that nobody has named.
 *
 * @param preset `complete` takes the defaults of those who want everything
 */
export function resolveOptions(
  schema: OptionsSchema,
  configured: Readonly<Record<string, Json>>,
  environment: Environment,
  preset: 'recommended' | 'complete' = 'recommended',
): Record<string, Json> {
  const options: Record<string, Json> = {};
  for (const [name, option] of Object.entries(schema)) {
    const otherwise =
      (preset === 'complete' ? option.complete : undefined) ?? defaultValue(option, environment);
    const value = configuredValue(option, configured[name], environment) ?? otherwise;
    if (value !== undefined) options[name] = value;
  }
  return options;
}

/** Whether the configuration says the value of an option for an environment; what is a default is nobody's word. */
export function isConfigured(
  option: OptionSchema,
  value: Json | undefined,
  environment: Environment,
): boolean {
  return configuredValue(option, value, environment) !== undefined;
}

function configuredValue(
  option: OptionSchema,
  value: Json | undefined,
  { name, tier }: Environment,
): Json | undefined {
  if (value === undefined || !isPerEnvironment(option, value)) return value;
  if (name !== undefined && Object.hasOwn(value, name)) return value[name];
  return byTier(value, tier);
}

function defaultValue(option: OptionSchema, { tier }: Environment): Json | undefined {
  const values = option.perEnvironment;
  return (values && byTier(values, tier)) ?? option.default;
}

function byTier(values: { readonly [key: string]: Json }, tier: Tier | undefined): Json | undefined {
  const value =
    tier === undefined ? undefined : (values[tier] ?? (tier === 'test' ? values.staging : undefined));
  return value ?? values.otherwise;
}
