/** The answers of those who speak of an image, put in order: the configuration, the image itself, its Dockerfile, its family. */

import type { Evidence, Fact, ImageFacts, JsonObject } from '../transform.ts';
import {
  exposedBy,
  type Guessed,
  gainsNothing,
  hasNoCapabilities,
  healthOf,
  type ImageBuild,
  profileOf,
  startsWithoutRoot,
  writesOf,
} from './built.ts';
import { type Answer, type ConfiguredFacts, isAnswer, portsOf } from './configured.ts';
import { configuredAs } from './dockerfile/configured.ts';
import type { Family, FamilyFact, ProbeKind } from './families/record/family.ts';
import { leftOut } from './left-out.ts';
import type { RecordedFacts } from './recorded.ts';
import type { Start } from './start/running.ts';

/** `ImageFacts` of the transform contract, and what only hardening asks. */
export interface ResolvedFacts extends ImageFacts {
  /** What kind of state the image keeps; undefined for none or unknown. */
  readonly stateful: Family['stateful'];
  /** Path of the image's entry in the configuration, `['images', 'asmm8']`; undefined when it has none. */
  readonly configPath: readonly string[] | undefined;
}

export interface Spoken {
  readonly recorded?: RecordedFacts | undefined;
  readonly built?: ImageBuild | undefined;
  readonly guess?: Guessed | undefined;
  /** What it starts as by a Dockerfile: root where that names nobody, or the name that it says. */
  readonly starts?: Fact<string> | undefined;
  readonly start: Start;
}

/** Which number a Dockerfile means may be open where what it says besides is not. */
const OF_NUMBERS: ReadonlySet<FamilyFact> = new Set(['user', 'group']);

const PROBES: readonly ProbeKind[] = ['liveness', 'readiness', 'startup'];

/** The configured facts over those of the image and of a family; `at` says where the configuration states one. */
export function resolved(
  family: Family | null,
  said: ConfiguredFacts,
  at: (path: readonly string[]) => string,
  { recorded, built: build, guess, starts, start }: Spoken,
): Omit<
  ResolvedFacts,
  | 'configPath'
  | 'dockerfile'
  | 'userLeftAt'
  | 'setuid'
  | 'builtOn'
  | 'unread'
  | 'told'
  | 'isOther'
  | 'contents'
  | 'copies'
  | 'hints'
  | 'openedWrites'
> {
  const built = build?.dockerfile;
  const stating = build?.statedAt === undefined ? '' : `; ${build.statedAt} builds it`;
  const settings = built && configuredAs(built, start);
  const configured = typeof settings === 'object' ? `; ${settings.at} configures it` : '';
  const base = built && `; ${built.baseAt} builds on ${built.base}${configured}${stating}`;
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
      const evidence: Evidence = { kind: 'manifest', at: built.at, says: says(shown) + stating };
      return {
        value: shown,
        evidence,
        verified: built.isSure || name === null || !OF_NUMBERS.has(name),
      } satisfies Fact<T>;
    }
    if (value === undefined || family === null || name === null) return undefined;
    const source = family.verified.get(name)?.source;
    const known = source === undefined ? says(value) : `${says(value)} (${source}${base ?? ''})`;
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
  const stated = isAnswer(said.user) ? said.user : (own?.value ?? built?.user);
  const sameUser = stated === undefined || stated === family?.uid;
  const nonRoot: Fact<'yes'> | undefined = own && { ...own, value: 'yes' };
  const withoutRoot = built !== undefined && startsWithoutRoot(built) ? 'yes' : undefined;
  const nonRootBuilt = built?.user === 0 ? 'no' : withoutRoot;
  const nonRootKnown = nonRoot?.value ?? nonRootBuilt ?? family?.nonRoot;
  const startsAsRoot = (isAnswer(nonRootSaid) ? nonRootSaid : nonRootKnown) !== 'yes';
  const rootCapabilities =
    family?.capabilities && [...new Set([...family.capabilities, ...family.capabilitiesIfRoot])].sort();
  const needs = (names: readonly string[]) => listed('needs capabilities', names);
  const rootFact = fact('capabilities', said.capabilities, 'rootCapabilities', rootCapabilities, needs);

  // What a Dockerfile builds on it may name a user.
  const startsAs = built === undefined && family?.verified.has('root') ? 'root' : undefined;
  const rootOfFamily = fact('user', undefined, 'root', startsAs, () => 'its configuration names no user');
  const number = built === undefined && family?.verified.has('number') ? String(family.uid) : undefined;
  const numberOfFamily = fact('user', undefined, 'number', number, user => `starts as ${user}`);

  const because = isAnswer(said.user) || built?.because === undefined ? '' : `, ${built.because}`;
  const runsAs = (uid: number) => `runs as UID ${uid}${because}`;

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
    // A startup probe asks what the liveness probe asks.
    const own = kind === 'startup' ? undefined : (healthOf(built, start) ?? guess?.health);
    const found = probe ?? own;
    if (found) probes[kind] = found;
  }

  return {
    // With an entrypoint of its own it is no image of that family: only its files are.
    family: built !== undefined && family?.component === undefined ? undefined : family?.id,
    component: family?.component,
    quorum: family?.quorum ?? false,
    user: own ?? fact('user', said.user, 'user', family?.uid, runsAs, built?.user) ?? guess?.user,
    imageUser: recorded?.imageUser ?? starts ?? rootOfFamily ?? numberOfFamily,
    startsAsUser:
      own?.verified === true ||
      (nonRootBuilt === undefined ? (family?.defaultUser ?? 'root') !== 'root' : nonRootBuilt === 'yes'),
    group:
      own !== undefined && !isAnswer(said.group)
        ? recorded?.group
        : (fact(
            'group',
            said.group,
            'group',
            sameUser ? family?.gid : undefined,
            gid => `runs as GID ${gid}`,
            isAnswer(said.user) ? undefined : built?.group,
          ) ?? (isAnswer(said.user) ? undefined : guess?.group)),
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
        nonRootBuilt,
      ) ??
      guess?.nonRoot,
    rootSteps: family?.rootSteps ?? [],
    writes:
      fact('writes', said.writes, 'writes', family?.writes?.emptyDirs, paths => listed('writes', paths)) ??
      writesOf(built, isAnswer(said.user) ? said.user : undefined) ??
      guess?.writes ??
      recorded?.writes,
    hydrate: family?.writes?.hydrate ?? [],
    data: isAnswer(said.writes) ? [] : (family?.writes?.data ?? []),
    leftOut: isAnswer(said.writes) ? leftOut(said.writes, family) : [],
    readOnlyRoot: fact<'yes' | 'unknown' | 'no'>(
      'writes',
      readOnlySaid,
      'readOnlyRoot',
      family?.readOnlyRoot,
      answer => `tolerates a read-only root file system: ${answer}`,
    ),
    capabilities:
      (startsAsRoot
        ? rootFact
        : fact(
            'capabilities',
            said.capabilities,
            'capabilities',
            family?.capabilities,
            needs,
            built !== undefined && hasNoCapabilities(built, start) ? [] : undefined,
          )) ?? guess?.capabilities,
    rootCapabilities: rootFact,
    ports: portsOf(said.ports) ?? family?.ports ?? recorded?.ports ?? exposedBy(built, start),
    privilegedPort: portsOf(said.ports)?.some(port => port < 1024) ?? family?.privilegedPort ?? false,
    shell: isAnswer(said.shell) ? said.shell : (built?.shell ?? family?.shell),
    needsApiToken: fact('apiToken', said.apiToken, 'apiToken', family?.needsApiToken, needs =>
      needs ? 'talks to the Kubernetes API' : 'does not talk to the Kubernetes API',
    ),
    hostAccess: family?.hostAccess ?? false,
    // Who lists what a program needs has not left out what it gains by a setuid program.
    escalates:
      fact(
        'capabilities',
        isAnswer(said.capabilities) ? false : said.capabilities,
        'escalation',
        family?.escalates,
        gains => (gains ? 'gains privileges while it runs' : 'gains no privileges while it runs'),
        built !== undefined && gainsNothing(built, start) ? false : undefined,
      ) ?? guess?.escalates,
    stateful: family?.stateful,
    probes,
    answering: family?.answering,
    minimumMemory: fact(
      'resources',
      undefined,
      'minimumMemory',
      family?.minimumMemory,
      amount => `needs ${amount}`,
    ),
    metrics: fact(
      'metrics',
      undefined,
      'metrics',
      family?.metrics,
      ({ port, path }) => `serves metrics at port ${port} under ${path}`,
    ),
    up: fact('metrics', undefined, 'up', family?.up, name => `says by ${name} whether its server answers`),
    resources: fact(
      'resources',
      said.resources as Answer<JsonObject>,
      null,
      undefined,
      () => 'states its resources',
    ),
    underSeccomp: isAnswer(said.seccomp) ? undefined : family?.underSeccomp,
    defaultSeccomp:
      fact('seccomp', defaultSeccompSaid, 'seccomp', family?.defaultSeccomp, runs =>
        runs ? 'runs under the default seccomp profile' : 'uses system calls that the default profile blocks',
      ) ?? profileOf(built, start),
    candidate: undefined,
    wantedTag: fact('tag', said.tag, null, undefined, tag => `wants tag ${tag}`),
  };
}

function listed(verb: string, items: readonly string[]): string {
  return `${verb} ${items.length === 0 ? 'none' : items.join(', ')}`;
}
