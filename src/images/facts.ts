/** What is known of the image of a container: facts of the configuration over what the image says, over those of its family. */

import { fullRepository, type ImageReference, parseImageReference } from '../kubernetes/image-reference.ts';
import type { Evidence, Fact, ImageFacts, JsonObject, LockedImage } from '../transform.ts';
import type { DockerfileFacts } from './dockerfile.ts';
import type { Family, FamilyFact, ProbeKind } from './families.ts';
import { candidateOf, familyOf, originalRepository } from './match.ts';
import { type RecordedFacts, recordedFacts, recordedOf } from './recorded.ts';
import { runsOf, type Start } from './running.ts';
import { withoutEntrypoint } from './without-entrypoint.ts';

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
  readonly seccomp?: Answer<'RuntimeDefault' | 'Unconfined'>;
  /** Whether it is the public image that it has the name of. */
  readonly official?: Answer<boolean>;
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
  /** What kind of state the image keeps; undefined for none or unknown. */
  readonly stateful: Family['stateful'];
  /** Path of the image's entry in the configuration, `['images', 'asmm8']`; undefined when it has none. */
  readonly configPath: readonly string[] | undefined;
}

/** What speaks of an image besides the configuration and its family. */
export interface Sources {
  /** What registries have said of images. */
  readonly lock?: ReadonlyMap<string, LockedImage> | undefined;
  /** What it is built from, for an image of the repository itself. */
  readonly dockerfile?: DockerfileFacts | undefined;
}

interface Spoken {
  readonly recorded?: RecordedFacts | undefined;
  readonly built?: DockerfileFacts | undefined;
}

const NOTHING_LOCKED: ReadonlyMap<string, LockedImage> = new Map();

/** The image's own entrypoint, with its own arguments. */
const AS_IT_COMES: Start = { command: undefined, args: undefined };

const PROBES: readonly ProbeKind[] = ['liveness', 'readiness', 'startup'];

/**
 * Facts of an image. A configured fact wins and counts as verified; then what the image itself says, as the lock file has it;
 * then what the repository's own Dockerfile says, or what is known of its family. An open question ('?') says nothing: nobody
 * has answered it yet.
 *
 * An image of another registry that has the name of a known one has no family: it is a *candidate* until the configuration
 * says anything of it.
 *
 * @param image what the container runs; null when that is no image reference, and nothing is known
 * @param configured the loaded configuration
 * @param otherNames names that the image had before kustomize's `images:` renamed it; the configuration may use those
 * @param start what the manifest starts in it: what is known of the entrypoint holds only where that is what runs
 * @param sources what else speaks of it
 */
export function factsOf(
  image: ImageReference | null,
  configured: ConfiguredImages,
  otherNames: readonly string[] = [],
  start: Start = AS_IT_COMES,
  { lock = NOTHING_LOCKED, dockerfile }: Sources = {},
): ResolvedFacts {
  const key =
    image === null ? undefined : configKeyOf(image, Object.keys(configured.config.images ?? {}), otherNames);
  const configPath = key === undefined ? undefined : (['images', key] as const);
  const entry = key === undefined ? undefined : configured.config.images?.[key];
  const said: ConfiguredFacts = typeof entry === 'string' ? { tag: entry as Answer<string> } : (entry ?? {});
  const at = (path: readonly string[]) =>
    configured.at([...(configPath ?? []), ...(typeof entry === 'string' ? [] : path)]) ?? '';
  const candidate = image === null || said.official === false ? undefined : candidateOf(image);
  const family = said.official === true && candidate ? candidate.family : image && familyOf(image);
  const locked = recordedOf(image, lock);
  const recorded = locked && recordedFacts(locked, start);
  const known = family && withoutEntrypoint(family, runsOf(family, start, recorded?.entrypoint));
  const facts = resolved(known, said, at, { recorded, built: family || candidate ? undefined : dockerfile });
  if (candidate === undefined || isSettled(said)) return { ...facts, configPath };
  const { repository } = candidate;
  const official = withoutEntrypoint(candidate.family, runsOf(candidate.family, start, recorded?.entrypoint));
  return { ...facts, configPath, candidate: { repository, facts: resolved(official, {}, at) } };
}

/** Whether the configuration knows the image: by the answer, or by any fact of it. */
function isSettled({ tag: _, official, ...facts }: ConfiguredFacts): boolean {
  return isAnswer(official) || Object.values(facts).some(each => each !== undefined && isAnswer(each));
}

/** The configured facts over those of the image and of a family; `at` says where the configuration states one. */
function resolved(
  family: Family | null,
  said: ConfiguredFacts,
  at: (path: readonly string[]) => string,
  { recorded, built }: Spoken = {},
): Omit<ResolvedFacts, 'configPath'> {
  /** The configuration's answer, else the Dockerfile's, else the family's; `key` completes the path of the configured one. */
  const fact = <T>(
    key: string,
    answer: Answer<T>,
    name: FamilyFact | null,
    value: T | undefined,
    says: (value: T) => string,
    shown?: T,
  ) => {
    if (isAnswer(answer)) {
      const evidence: Evidence = { kind: 'config', at: at(key.split('.')), says: says(answer) };
      return { value: answer, evidence, verified: true } satisfies Fact<T>;
    }
    if (shown !== undefined && built !== undefined) {
      const evidence: Evidence = { kind: 'manifest', at: built.at, says: says(shown) };
      return { value: shown, evidence, verified: true } satisfies Fact<T>;
    }
    if (value === undefined || family === null || name === null) return undefined;
    const source = family.verified.get(name)?.source;
    const known = source === undefined ? says(value) : `${says(value)} (${source})`;
    const evidence: Evidence = { kind: 'family', at: family.id, says: known };
    return { value, evidence, verified: source !== undefined } satisfies Fact<T>;
  };

  const nonRootSaid: Answer<'yes' | 'no'> = isAnswer(said.user)
    ? said.user === 0
      ? 'no'
      : 'yes'
    : said.user;
  const defaultSeccompSaid: Answer<boolean> = isAnswer(said.seccomp)
    ? said.seccomp === 'RuntimeDefault'
    : said.seccomp;
  const readOnlySaid: Answer<'yes'> = isAnswer(said.writes) ? 'yes' : said.writes;
  // Another user than the family's brings another group: the family's no longer holds.
  const own = isAnswer(said.user) ? undefined : recorded?.user;
  const stated = isAnswer(said.user) ? said.user : own?.value;
  const sameUser = stated === undefined || stated === family?.uid;
  const nonRoot: Fact<'yes'> | undefined = own && { ...own, value: 'yes' };
  const startsAsRoot = (isAnswer(nonRootSaid) ? nonRootSaid : (nonRoot?.value ?? family?.nonRoot)) !== 'yes';
  const rootCapabilities =
    family?.capabilities && [...new Set([...family.capabilities, ...family.capabilitiesIfRoot])].sort();
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
    user: own ?? fact('user', said.user, 'user', family?.uid, uid => `runs as UID ${uid}`, built?.user),
    imageUser: recorded?.imageUser,
    group:
      own !== undefined && !isAnswer(said.group)
        ? recorded?.group
        : fact(
            'group',
            said.group,
            'group',
            sameUser ? family?.gid : undefined,
            gid => `runs as GID ${gid}`,
            isAnswer(said.user) ? undefined : built?.group,
          ),
    fsGroup: fact(
      'group',
      said.group,
      'fsGroup',
      sameUser ? family?.fsGroup : undefined,
      gid => `GID ${gid} owns its files`,
    ),
    nonRoot:
      nonRoot ??
      fact(
        'user',
        nonRootSaid,
        'nonRoot',
        family?.nonRoot,
        answer => `runs without root: ${answer}`,
        built?.user === undefined ? undefined : built.user === 0 ? 'no' : 'yes',
      ),
    writes:
      fact('writes', said.writes, 'writes', family?.writes?.emptyDirs, paths => listed('writes', paths)) ??
      recorded?.writes,
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
    ports: portsOf(said.ports) ?? family?.ports ?? recorded?.ports ?? [],
    privilegedPort: portsOf(said.ports)?.some(port => port < 1024) ?? family?.privilegedPort ?? false,
    shell: isAnswer(said.shell) ? said.shell : (built?.shell ?? family?.shell),
    needsApiToken: fact('apiToken', said.apiToken, 'apiToken', family?.needsApiToken, needs =>
      needs ? 'talks to the Kubernetes API' : 'does not talk to the Kubernetes API',
    ),
    hostAccess: family?.hostAccess ?? false,
    // Who lists what a program needs has not left out what it gains by a setuid program.
    escalates: fact(
      'capabilities',
      isAnswer(said.capabilities) ? false : said.capabilities,
      'escalation',
      family?.escalates,
      gains => (gains ? 'gains privileges while it runs' : 'gains no privileges while it runs'),
      // Bases without a shell bring no setuid program either.
      built?.shell === false ? false : undefined,
    ),
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
    defaultSeccomp: fact('seccomp', defaultSeccompSaid, 'seccomp', family?.defaultSeccomp, runs =>
      runs ? 'runs under the default seccomp profile' : 'uses system calls that the default profile blocks',
    ),
    notes: family?.notes,
    candidate: undefined,
    wantedTag: fact('tag', said.tag, null, undefined, tag => `wants tag ${tag}`),
  };
}

/**
 * The configuration's key for an image: its name as written, its full repository, a name it had before, or its path
 * in a private registry (`asmm8` also names `registry.example.com/asmm8`).
 */
export function configKeyOf(
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
