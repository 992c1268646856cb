/** What is known of well-known images: the record, and how the tables write it. */

import { isWithinBounds, type VersionBounds } from '../../../kubernetes/images/tag-version.ts';
import type { Answering, JsonObject, Metrics, RootStep } from '../../../transform.ts';

/** Facts of a family that can be verified one by one. */
export type FamilyFact =
  | 'user'
  /** That its configuration names no user: what is built on it starts as root unless it says otherwise. */
  | 'root'
  /** That its configuration names its user by that number, so that the kubelet sees that it is not root. */
  | 'number'
  | 'group'
  | 'fsGroup'
  | 'nonRoot'
  | 'writes'
  | 'readOnlyRoot'
  | 'capabilities'
  | 'rootCapabilities'
  | 'ports'
  | 'liveness'
  | 'readiness'
  | 'startup'
  | 'apiToken'
  | 'escalation'
  | 'seccomp'
  | 'hostAccess'
  | 'minimumMemory'
  | 'metrics'
  | 'up';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** Facts that somebody has read in one place, and the tags that they were read for. */
export interface Reading extends VersionBounds {
  readonly facts: readonly FamilyFact[];
  /** The image's own files or documentation: repository and path, or the address of a page. */
  readonly source: string;
  /** Only tags that say so, for images whose builds differ at the same version. */
  readonly tag?: RegExp;
}

export interface Family {
  /** `postgres`, or `postgres:alpine` for a variant. */
  readonly id: string;
  /** Globs over full repositories: `docker.io/library/postgres`. */
  readonly match: readonly string[];
  /** The first words of a command that starts what the image is for: program and subcommand. */
  readonly server: RegExp;
  /** USER of the image: `root`, a name, or a number. The kubelet cannot verify a name. */
  readonly defaultUser: string | number;
  /** The UID that the process itself runs as, or may be set to. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly fsGroup: number | undefined;
  /** Undefined for base images: what runs in them decides. */
  readonly nonRoot: 'yes' | 'needs-config' | 'no' | undefined;
  /** What it does when it starts, and certainly stops at without root. */
  readonly rootSteps: readonly RootStep[];
  /** Undefined when nobody has listed them. */
  readonly writes:
    | {
        readonly emptyDirs: readonly string[];
        /** Hold content of the image: an empty volume over them breaks it. */
        readonly hydrate: readonly string[];
        /** Want a volume that lasts. */
        readonly data: readonly string[];
      }
    | undefined;
  /** The argument with which it leaves the content in `hydrate` as it is. */
  readonly leavesFilesBy: string | undefined;
  /** Undefined where another program runs than the one that is known. */
  readonly readOnlyRoot: 'yes' | 'unknown' | 'no' | undefined;
  /** Needed when the container starts as root and drops ALL. */
  readonly capabilitiesIfRoot: readonly string[];
  /** True where its entrypoint gives files away and changes users, and its server does neither. */
  readonly stepsDownInEntrypoint: boolean;
  /** Needed whoever runs it: set on the binary, or used by it. Undefined where nobody knows, or another program runs. */
  readonly capabilities: readonly string[] | undefined;
  readonly ports: readonly number[];
  /** Binds below 1024 unless configured otherwise. */
  readonly privilegedPort: boolean;
  readonly probes: Readonly<Partial<Record<ProbeKind, JsonObject>>>;
  /** What its probes wait for, where it does not answer them however it is started. */
  readonly answering: Answering | undefined;
  /** False: exec probes fail. */
  readonly shell: boolean | undefined;
  /** Whether the program talks to the Kubernetes API; undefined where configuration or plugins decide. */
  readonly needsApiToken: boolean | undefined;
  readonly hostAccess: boolean;
  /** Whether something gains privileges while it runs: `allowPrivilegeEscalation: false` breaks it then. */
  readonly escalates: boolean | undefined;
  /** Whether it runs under the profile RuntimeDefault. */
  readonly defaultSeccomp: boolean | undefined;
  /** What it does in another way under that profile, `as a part of a sentence`: it runs all the same. */
  readonly underSeccomp: string | undefined;
  readonly minimumMemory: string | undefined;
  /** Where it serves metrics as it comes, in the form that Prometheus reads. */
  readonly metrics: Metrics | undefined;
  /** The metric by which an exporter says whether what it asks answers: 1 where it does. */
  readonly up: string | undefined;
  readonly stateful:
    | 'database'
    | 'broker'
    | 'cache'
    | 'search'
    | 'coordination'
    | 'storage'
    | 'application'
    | undefined;
  /** Role in a system, as `app.kubernetes.io/component` says it; undefined for bases and tools. */
  readonly component: string | undefined;
  /** Members vote: an even number or fewer than three helps nobody. */
  readonly quorum: boolean;
  /** For who keeps the row up to date, and never shown: a part of it is beside the point wherever it would be. */
  readonly notes: string | undefined;
  readonly readings: readonly Reading[];
  /** What somebody has read for the tag in question, and where. */
  readonly verified: ReadonlyMap<FamilyFact, Reading>;
  /** Every variant that fits the tag replaces what it states, one after the other. */
  readonly variants: readonly Variant[];
  /** The row as it is written. */
  readonly row: Partial<FamilyFacts>;
}

export interface Variant extends VersionBounds {
  /** Completes the family's id. */
  readonly id: string;
  readonly tag?: RegExp;
  readonly facts: Partial<FamilyFacts>;
}

/** How a table row is written: paths as lists. */
export interface FamilyFacts
  extends Omit<Family, 'id' | 'match' | 'verified' | 'readings' | 'writes' | 'privilegedPort' | 'row'> {
  readonly writes: readonly string[] | undefined;
  readonly hydrate: readonly string[];
  readonly data: readonly string[];
  readonly read: readonly Reading[];
}

/** A reading as the tables write it. Without bounds it holds for every tag. */
export function read(facts: string, source: string, bounds: Omit<Reading, 'facts' | 'source'> = {}): Reading {
  return { facts: facts.split(' ') as FamilyFact[], source, ...bounds };
}

/**
 * A row of the table, of which nothing is verified yet: {@link forTag} does that. Unstated: no ports, no capabilities, no
 * host access, everything else unknown. Stated as undefined, `capabilities` are unknown too.
 *
 * A stateful family's `fsGroup` is its group unless stated, also as undefined.
 *
 * @param match repositories; without a registry on Docker Hub, without a slash in its library
 */
export function family(id: string, match: readonly string[], facts: Partial<FamilyFacts>): Family {
  const { hydrate = [], data = [], stateful, ports = [], gid } = facts;
  const isKnown = facts.writes !== undefined;
  return {
    id,
    match: match.map(fullPattern),
    server: facts.server ?? new RegExp(`^${id.split(':')[0]!}(?:\\s|$)`),
    defaultUser: facts.defaultUser ?? 'root',
    uid: facts.uid,
    gid,
    fsGroup: 'fsGroup' in facts ? facts.fsGroup : stateful === undefined ? undefined : gid,
    nonRoot: facts.nonRoot,
    rootSteps: facts.rootSteps ?? [],
    writes: isKnown ? { emptyDirs: facts.writes ?? [], hydrate, data } : undefined,
    leavesFilesBy: facts.leavesFilesBy,
    readOnlyRoot: facts.readOnlyRoot ?? (isKnown ? 'yes' : 'unknown'),
    capabilitiesIfRoot: facts.capabilitiesIfRoot ?? [],
    stepsDownInEntrypoint: facts.stepsDownInEntrypoint ?? false,
    capabilities: 'capabilities' in facts ? facts.capabilities : [],
    ports,
    privilegedPort: ports.some(port => port < 1024),
    probes: facts.probes ?? {},
    answering: facts.answering,
    shell: facts.shell,
    needsApiToken: facts.needsApiToken,
    hostAccess: facts.hostAccess ?? false,
    escalates: facts.escalates,
    defaultSeccomp: facts.defaultSeccomp,
    underSeccomp: facts.underSeccomp,
    minimumMemory: facts.minimumMemory,
    metrics: facts.metrics,
    up: facts.up,
    stateful,
    component: facts.component,
    quorum: facts.quorum ?? false,
    notes: facts.notes,
    readings: withConsequences(facts),
    verified: new Map(),
    variants: facts.variants ?? [],
    row: facts,
  };
}

/**
 * A family whose process itself ends as a certain UID can run as that UID, so `nonRoot` is read with `user`; a process
 * without root has no capabilities but those of its binary, so `capabilities` is too. The owner of the data is read with
 * the group.
 */
function withConsequences(facts: Partial<FamilyFacts>): readonly Reading[] {
  return (facts.read ?? []).map(reading => {
    const words = new Set(reading.facts);
    if (words.has('user') && facts.nonRoot === 'yes') words.add('nonRoot').add('capabilities');
    if (words.has('group') && !('fsGroup' in facts)) words.add('fsGroup');
    return { ...reading, facts: [...words] };
  });
}

/**
 * The family as the variant that a tag names, with what is verified for it.
 *
 * A digest alone, or a tag with a variable, may be any version and any variant: only what holds for every tag of a family
 * without variants is verified then.
 */
export function forTag(base: Family, tag: string | undefined, digest: string | undefined): Family {
  const isOpen = tag === undefined ? digest !== undefined : /[${}]/.test(tag);
  if (isOpen && base.variants.length > 0) return base;
  const fitting = isOpen ? [] : base.variants.filter(each => isForTag(each, tag));
  const found = fitting.length === 0 ? base : variantOf(base, fitting);
  const verified = new Map<FamilyFact, Reading>();
  for (const reading of found.readings) {
    if (!isForTag(reading, isOpen ? undefined : tag)) continue;
    for (const fact of reading.facts) if (!verified.has(fact)) verified.set(fact, reading);
  }
  return { ...found, verified };
}

function isForTag(bounds: VersionBounds & { readonly tag?: RegExp }, tag: string | undefined): boolean {
  return (bounds.tag === undefined || bounds.tag.test(tag ?? '')) && isWithinBounds(tag, bounds);
}

function variantOf(base: Family, fitting: readonly Variant[]): Family {
  const id = `${base.id}:${fitting.map(each => each.id).join('-')}`;
  const facts: Partial<FamilyFacts> = Object.assign({}, base.row, ...fitting.map(each => each.facts));
  return { ...family(id, [], facts), match: base.match, variants: [] };
}

function fullPattern(repository: string): string {
  const slash = repository.indexOf('/');
  if (slash < 0) return `docker.io/library/${repository}`;
  return repository.slice(0, slash).includes('.') ? repository : `docker.io/${repository}`;
}

/** Probe handlers. */
export function http(path: string, port: number, scheme?: 'HTTPS'): JsonObject {
  return { httpGet: scheme ? { path, port, scheme } : { path, port } };
}

export function tcp(port: number): JsonObject {
  return { tcpSocket: { port } };
}

export function exec(...command: string[]): JsonObject {
  return { exec: { command } };
}

/** Liveness and readiness by one question; whoever uses both leaves the second out. */
export function health(path: string, port: number): Readonly<Record<'liveness' | 'readiness', JsonObject>> {
  return { liveness: http(path, port), readiness: http(path, port) };
}

/** Patience for a start that takes minutes. */
export function slowStart(handler: JsonObject): JsonObject {
  return { ...handler, periodSeconds: 10, failureThreshold: 60 };
}

/** Starting a Java or Erlang VM for a probe takes seconds. */
export const SLOW_EXEC = { periodSeconds: 30, timeoutSeconds: 15 };
/** What an entrypoint needs that starts as root, owns its files and steps down. */
export const STEP_DOWN: readonly string[] = ['CHOWN', 'SETGID', 'SETUID'];
export const ALPINE = /(?:^|[-.])alpine/;
/** A server and nothing else: no client of the API, nothing that gains privileges, and the usual system calls. */
export const PLAIN_SERVER = { needsApiToken: false, escalates: false, defaultSeccomp: true } as const;
/** Scratch and distroless images: one program, and nothing beside it that it could gain privileges by. */
export const ONE_PROGRAM = { escalates: false, shell: false } as const;
/** An init system (s6-overlay) starts as root, owns files, starts each service as a user of its own, and stops it. */
export const BY_INIT = {
  nonRoot: 'no',
  capabilitiesIfRoot: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'SETGID', 'SETUID'],
  readOnlyRoot: 'no',
  shell: true,
} as const;
/** A server that listens below 1024 as it comes. */
export function bindsPort(
  port: number,
  settled: Partial<Pick<RootStep, 'unless' | 'configuredAt' | 'flags'>>,
): RootStep {
  return { does: `listens on port ${port}`, by: 'server', unless: [], port, ...settled };
}
/** The account that images of Prometheus and its exporters start as, by its name. */
export const NOBODY = { defaultUser: 'nobody', uid: 65534, gid: 65534, nonRoot: 'yes' } as const;
/** A container that starts as a user with a number, which the kubelet can verify. */
export function startsAs(uid: number, gid?: number) {
  return { defaultUser: uid, uid, gid, nonRoot: 'yes' } as const;
}
/**
 * Docker applies its default profile to every container, and RuntimeDefault is that of the container runtime, made from it:
 * an image whose documentation starts it by a bare `docker run` runs under it.
 */
export function startedPlainly(documentation: string): Reading {
  return read('seccomp', `${documentation}: docker run without security options`);
}
