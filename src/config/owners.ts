/** The `owners:` section, with the place of each rule. */

import type { OwnerRule } from '../transform.ts';
import type { LoadedConfig } from './load.ts';

/** Owner rules in the order of the configuration. */
export function ownerRules({ config, at }: LoadedConfig): OwnerRule[] {
  return Object.entries(config.owners ?? {}).map(([pattern, owner]) => ({
    pattern,
    at: at(['owners', pattern]) ?? '',
    ...defined(owner),
  }));
}

/** Drops entries that are undefined: `OwnerRule` has optional fields, not undefined ones. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
