/** What is known of the image of a container: facts of the configuration over those of its family. */

import { fullRepository, type ImageReference, parseImageReference } from '../kubernetes/image-reference.ts';
import type { Evidence, Fact, ImageFacts, JsonObject } from '../transform.ts';
import type { Family, FamilyFact, ProbeKind } from './families.ts';
import { familyOf, originalRepository } from './match.ts';

/** An answer, or an open question. */
type Answer<T> = T | '?' | undefined;

/** Facts of one image as the configuration states them: `ImageEntry` of src/config fits. */
export interface ConfiguredFacts {
  readonly user?: Answer<number>;
  readonly group?: Answer<number>;
  readonly writes?: Answer<readonly string[]>;
  readonly capabilities?: Answer<readonly string[]>;
  readonly ports?: Answer<readonly (number | '?')[]>;
  readonly probes?: Answer<Readonly<Partial<Record<ProbeKind, Answer<object>>>>>;
  readonly shell?: Answer<boolean>;
  readonly apiToken?: Answer<boolean>;
  readonly tag?: Answer<string>;
  readonly resources?: Answer<object>;
}

/** The `images:` section, and where each entry of it stands. `LoadedConfig` of src/config fits. */
export interface ConfiguredImages {
  readonly config: { readonly images?: Readonly<Record<string, ConfiguredFacts | string>> | undefined };
  at(path: readonly (string | number)[]): string | undefined;
}

/** `ImageFacts` of the transform contract, and what only hardening asks. */
export interface ResolvedFacts extends ImageFacts {
  /** Capabilities that the image needs when it starts as root and drops ALL, those of `capabilities` included. */
  readonly rootCapabilities: Fact<readonly string[]> | undefined;
  /** True when `allowPrivilegeEscalation: false` breaks the image. */
  readonly escalates: boolean;
  /** What kind of state the image keeps; undefined for none or unknown. */
  readonly stateful: Family['stateful'];
  /** Path of the image's entry in the configuration, `['images', 'asmm8']`; undefined when it has none. */
  readonly configPath: readonly string[] | undefined;
}

const PROBES: readonly ProbeKind[] = ['liveness', 'readiness', 'startup'];

/**
 * Facts of an image. A configured fact wins over the family's and counts as verified. An open question ('?') keeps the
 * family's fact, but not as verified: somebody doubts it.
 *
 * @param image what the container runs; null when that is no image reference, and nothing is known
 * @param configured the loaded configuration
 * @param otherNames names that the image had before kustomize's `images:` renamed it; the configuration may use those
 */
export function factsOf(
  image: ImageReference | null,
  configured: ConfiguredImages,
  otherNames: readonly string[] = [],
): ResolvedFacts {
  const family = image === null ? null : familyOf(image);
  const key =
    image === null ? undefined : configKeyOf(image, Object.keys(configured.config.images ?? {}), otherNames);
  const configPath = key === undefined ? undefined : (['images', key] as const);
  const entry = key === undefined ? undefined : configured.config.images?.[key];
  const said: ConfiguredFacts = typeof entry === 'string' ? { tag: entry as Answer<string> } : (entry ?? {});

  /** The configuration's answer, else the family's fact; `key` completes the path of the configured one. */
  const fact = <T>(
    key: string,
    answer: Answer<T>,
    name: FamilyFact | null,
    value: T | undefined,
    says: (value: T) => string,
  ) => {
    if (isAnswer(answer)) {
      const path = [...(configPath ?? []), ...(typeof entry === 'string' ? [] : key.split('.'))];
      const evidence: Evidence = { kind: 'config', at: configured.at(path) ?? '', says: says(answer) };
      return { value: answer, evidence, verified: true } satisfies Fact<T>;
    }
    if (value === undefined || family === null || name === null) return undefined;
    const evidence: Evidence = { kind: 'family', at: family.id, says: says(value) };
    return { value, evidence, verified: answer === undefined && family.verified.has(name) } satisfies Fact<T>;
  };

  const nonRootSaid: Answer<'yes' | 'no'> = isAnswer(said.user)
    ? said.user === 0
      ? 'no'
      : 'yes'
    : said.user;
  const readOnlySaid: Answer<'yes'> = isAnswer(said.writes) ? 'yes' : said.writes;
  // Another user than the family's brings another group: the family's no longer holds.
  const sameUser = !isAnswer(said.user) || said.user === family?.uid;
  const startsAsRoot = (isAnswer(nonRootSaid) ? nonRootSaid : family?.nonRoot) !== 'yes';
  const rootCapabilities =
    family === null ? undefined : [...new Set([...family.capabilities, ...family.capabilitiesIfRoot])].sort();
  const needs = (names: readonly string[]) => listed('needs capabilities', names);
  const rootFact = fact('capabilities', said.capabilities, 'rootCapabilities', rootCapabilities, needs);

  const probes: Partial<Record<ProbeKind, Fact<JsonObject>>> = {};
  for (const kind of PROBES) {
    const answer = isAnswer(said.probes) ? said.probes[kind] : said.probes;
    const probe = fact(
      `probes.${kind}`,
      answer as Answer<JsonObject>,
      kind,
      family?.probes[kind],
      () => `${kind} probe`,
    );
    if (probe) probes[kind] = probe;
  }

  return {
    family: family?.id,
    component: family?.component,
    quorum: family?.quorum ?? false,
    user: fact('user', said.user, 'user', family?.uid, uid => `runs as UID ${uid}`),
    group: fact(
      'group',
      said.group,
      'group',
      sameUser ? family?.gid : undefined,
      gid => `runs as GID ${gid}`,
    ),
    fsGroup: fact(
      'group',
      said.group,
      'fsGroup',
      sameUser ? family?.fsGroup : undefined,
      gid => `GID ${gid} owns its files`,
    ),
    nonRoot: fact('user', nonRootSaid, 'nonRoot', family?.nonRoot, answer => `runs without root: ${answer}`),
    writes: fact('writes', said.writes, 'writes', family?.writes?.emptyDirs, paths =>
      listed('writes', paths),
    ),
    hydrate: isAnswer(said.writes) ? [] : (family?.writes?.hydrate ?? []),
    data: isAnswer(said.writes) ? [] : (family?.writes?.data ?? []),
    readOnlyRoot: fact<'yes' | 'unknown' | 'no'>(
      'writes',
      readOnlySaid,
      'readOnlyRoot',
      family?.readOnlyRoot,
      answer => `tolerates a read-only root file system: ${answer}`,
    ),
    capabilities: startsAsRoot
      ? rootFact
      : fact('capabilities', said.capabilities, 'capabilities', family?.capabilities, needs),
    rootCapabilities: rootFact,
    ports: portsOf(said.ports) ?? family?.ports ?? [],
    privilegedPort: portsOf(said.ports)?.some(port => port < 1024) ?? family?.privilegedPort ?? false,
    shell: isAnswer(said.shell) ? said.shell : family?.shell,
    needsApiToken: isAnswer(said.apiToken) ? said.apiToken : family?.needsApiToken,
    hostAccess: family?.hostAccess ?? false,
    escalates: family?.escalates ?? false,
    stateful: family?.stateful,
    probes,
    minimumMemory: fact(
      'resources',
      undefined,
      'minimumMemory',
      family?.minimumMemory,
      amount => `needs ${amount}`,
    ),
    resources: fact(
      'resources',
      said.resources as Answer<JsonObject>,
      null,
      undefined,
      () => 'states its resources',
    ),
    seccompUnsafe: family?.seccompUnsafe ?? false,
    notes: family?.notes,
    wantedTag: fact('tag', said.tag, null, undefined, tag => `wants tag ${tag}`),
    configPath,
  };
}

/**
 * The configuration's key for an image: its name as written, its full repository, a name it had before, or its path
 * in a private registry (`asmm8` also names `registry.example.com/asmm8`).
 */
function configKeyOf(
  image: ImageReference,
  keys: readonly string[],
  otherNames: readonly string[],
): string | undefined {
  const full = originalRepository(fullRepository(image));
  const isFull = (key: string) => {
    const parsed = parseImageReference(key);
    return parsed !== null && originalRepository(fullRepository(parsed)) === full;
  };
  return (
    keys.find(key => key === image.name) ??
    keys.find(isFull) ??
    keys.find(key => otherNames.includes(key)) ??
    (image.registry === 'docker.io' ? undefined : keys.find(key => key === image.repository))
  );
}

/** A list with an open question among its items is no answer: it may be incomplete. */
function isAnswer<T>(answer: Answer<T>): answer is T {
  if (answer === undefined || answer === '?') return false;
  return !(Array.isArray(answer) && answer.includes('?'));
}

function portsOf(said: ConfiguredFacts['ports']): readonly number[] | undefined {
  return isAnswer(said) ? said.filter(port => port !== '?') : undefined;
}

function listed(verb: string, items: readonly string[]): string {
  return `${verb} ${items.length === 0 ? 'none' : items.join(', ')}`;
}
