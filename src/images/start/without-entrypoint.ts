/** What is left of a family's facts where something else than its entrypoint runs. */

import type { Family, FamilyFact } from '../families/record/family.ts';
import type { Runs } from './running.ts';

/** Facts about the files of the image: they hold whatever runs. */
const OF_FILES: readonly FamilyFact[] = ['user', 'group', 'fsGroup'];

/**
 * A family as far as it holds for what runs. Beside other commands of a script the server is what it is, but what the script
 * does besides is not known. Another program leaves the files: the user, variants, whether there is a shell.
 */
export function withoutEntrypoint(family: Family, runs: Runs): Family {
  // A base has no server of its own, and what is said of it is never about one.
  if (runs === 'image') return family;
  if (family.component === undefined) return { ...family, metrics: undefined, up: undefined };
  const isNumbered = family.defaultUser !== 'root';
  const kept = isNumbered ? [...OF_FILES, 'nonRoot'] : OF_FILES;
  const verified = new Map([...family.verified].filter(([fact]) => kept.includes(fact)));
  const common = {
    ...family,
    verified,
    needsApiToken: undefined,
    escalates: undefined,
    defaultSeccomp: undefined,
    underSeccomp: undefined,
  };
  if (runs === 'script') return common;
  return {
    ...common,
    rootSteps: [],
    writes: undefined,
    readOnlyRoot: undefined,
    capabilities: undefined,
    capabilitiesIfRoot: [],
    ports: [],
    privilegedPort: false,
    probes: {},
    minimumMemory: undefined,
    metrics: undefined,
    up: undefined,
    stateful: undefined,
    component: undefined,
    quorum: false,
  };
}
