/** What a function is told by its `functionConfig`. */
import { SEVERITIES } from '../../plan/repository/active.ts';
import type { Severity } from '../../transform.ts';
import { isJsonMap, type Json, type JsonMap } from '../../yaml/read/data.ts';
import { UsageError } from '../process/errors.ts';

const PRESETS = ['recommended', 'complete'] as const;

export interface FunctionSettings {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly preset: (typeof PRESETS)[number];
  /** What is less severe is not said. */
  readonly severity: Severity | undefined;
  /** Findings as severe as this are errors, which end a build; without it none is. */
  readonly failOn: Severity | undefined;
  /** Name of the environment that the objects are of: it has a tier (docs/design/judgement.md). */
  readonly environment: string | undefined;
  /** As `kustomend.yaml` has it. */
  readonly config: JsonMap | undefined;
}

const KNOWN = ['only', 'skip', 'preset', 'severity', 'failOn', 'environment', 'config'];

/**
 * `spec` of an object of any kind, or `data` of a ConfigMap, whose lists are texts with commas.
 *
 * @throws UsageError
 */
export function settingsOf(functionConfig: JsonMap | undefined): FunctionSettings {
  const field = functionConfig?.kind === 'ConfigMap' ? 'data' : 'spec';
  const said = functionConfig?.[field] ?? {};
  const wrong = (name: string, expected: string) =>
    new UsageError(`functionConfig: ${field}${name === '' ? '' : `.${name}`}: expected ${expected}`);
  if (!isJsonMap(said)) throw wrong('', 'a map');
  const unknown = Object.keys(said).find(key => !KNOWN.includes(key));
  if (unknown !== undefined)
    throw new UsageError(`functionConfig: ${field}.${unknown}: unknown; known are ${KNOWN.join(', ')}`);
  const choice = <T extends string>(name: string, choices: readonly T[]): T | undefined => {
    const value = said[name];
    if (value === undefined) return undefined;
    const chosen = choices.find(each => each === value);
    if (chosen === undefined) throw wrong(name, `one of ${choices.join(', ')}`);
    return chosen;
  };
  const list = (name: string): readonly string[] => {
    const words = listOf(said[name]);
    if (words === undefined) throw wrong(name, 'ids of transforms');
    return words;
  };
  const { config, environment } = said;
  if (config !== undefined && !isJsonMap(config)) throw wrong('config', 'what kustomend.yaml says, as a map');
  if (environment !== undefined && (typeof environment !== 'string' || !/^[\w.-]+$/.test(environment)))
    throw wrong('environment', 'a name');
  return {
    only: list('only'),
    skip: list('skip'),
    preset: choice('preset', PRESETS) ?? 'recommended',
    severity: choice('severity', SEVERITIES),
    failOn: choice('failOn', SEVERITIES),
    environment,
    config,
  };
}

function listOf(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined) return [];
  if (typeof value === 'string') return value.split(',').map(word => word.trim());
  return Array.isArray(value) && value.every(each => typeof each === 'string') ? value : undefined;
}
