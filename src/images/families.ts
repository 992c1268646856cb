/** What is known of well-known images: the record, and how the tables write it. */

import type { JsonObject } from '../transform.ts';

/** Facts of a family that can be verified one by one. */
export type FamilyFact =
  | 'user'
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
  | 'hostAccess'
  | 'minimumMemory';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

export interface Family {
  /** `postgres`, or `postgres:alpine` for a variant. */
  readonly id: string;
  /** Globs over full repositories: `docker.io/library/postgres`. */
  readonly match: readonly string[];
  /** USER of the image: `root`, a name, or a number. The kubelet cannot verify a name. */
  readonly defaultUser: string | number;
  /** The UID that the process itself runs as, or may be set to. */
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly fsGroup: number | undefined;
  /** Undefined for base images: what runs in them decides. */
  readonly nonRoot: 'yes' | 'needs-config' | 'no' | undefined;
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
  readonly readOnlyRoot: 'yes' | 'unknown' | 'no';
  /** Needed when the container starts as root and drops ALL. */
  readonly capabilitiesIfRoot: readonly string[];
  /** Needed whoever runs it: set on the binary, or used by it. */
  readonly capabilities: readonly string[];
  readonly ports: readonly number[];
  /** Binds below 1024 unless configured otherwise. */
  readonly privilegedPort: boolean;
  readonly probes: Readonly<Partial<Record<ProbeKind, JsonObject>>>;
  /** False: exec probes fail. */
  readonly shell: boolean | undefined;
  readonly needsApiToken: boolean | undefined;
  readonly hostAccess: boolean;
  /** `allowPrivilegeEscalation: false` breaks it. */
  readonly escalates: boolean;
  /** seccomp RuntimeDefault breaks it. */
  readonly seccompUnsafe: boolean;
  readonly minimumMemory: string | undefined;
  readonly stateful:
    | 'database'
    | 'broker'
    | 'cache'
    | 'search'
    | 'coordination'
    | 'storage'
    | 'application'
    | undefined;
  /** Role in a system, as `app.kubernetes.io/component` says it. */
  readonly component: string | undefined;
  /** Members vote: an even number or fewer than three helps nobody. */
  readonly quorum: boolean;
  readonly notes: string | undefined;
  /** Where the verified facts were read. */
  readonly source: string | undefined;
  readonly verified: ReadonlySet<FamilyFact>;
  /** The first variant whose expression fits the tag replaces what it states. */
  readonly variants: readonly Variant[];
}

export interface Variant {
  /** Completes the family's id. */
  readonly id: string;
  readonly tag: RegExp;
  readonly facts: Partial<FamilyFacts>;
}

/** How a table row is written: `verified` as words, paths as lists. */
export interface FamilyFacts extends Omit<Family, 'id' | 'match' | 'verified' | 'writes' | 'privilegedPort'> {
  readonly writes: readonly string[];
  readonly hydrate: readonly string[];
  readonly data: readonly string[];
  readonly verified: string;
}

/**
 * A row of the table. Unstated: no ports, no capabilities, no host access, writes unknown, nothing verified.
 *
 * Two facts follow from others. A family whose process itself ends as a verified UID can run as that UID, so `nonRoot`
 * is verified with `user`; and a process without root has no capabilities but those of its binary, so `capabilities`
 * is too.
 *
 * A stateful family's `fsGroup` is its group unless stated, also as undefined.
 *
 * @param match repositories; without a registry on Docker Hub, without a slash in its library
 */
export function family(id: string, match: readonly string[], facts: Partial<FamilyFacts>): Family {
  const { hydrate = [], data = [], stateful, ports = [], gid } = facts;
  const words = (facts.verified ?? '').split(' ').filter(word => word !== '') as FamilyFact[];
  const verified = new Set<FamilyFact>(words);
  if (verified.has('user') && facts.nonRoot === 'yes') verified.add('nonRoot').add('capabilities');
  if (verified.has('group') && !('fsGroup' in facts)) verified.add('fsGroup');
  const isKnown = facts.writes !== undefined;
  return {
    id,
    match: match.map(fullPattern),
    defaultUser: facts.defaultUser ?? 'root',
    uid: facts.uid,
    gid,
    fsGroup: 'fsGroup' in facts ? facts.fsGroup : stateful === undefined ? undefined : gid,
    nonRoot: facts.nonRoot,
    writes: isKnown ? { emptyDirs: facts.writes ?? [], hydrate, data } : undefined,
    readOnlyRoot: facts.readOnlyRoot ?? (isKnown ? 'yes' : 'unknown'),
    capabilitiesIfRoot: facts.capabilitiesIfRoot ?? [],
    capabilities: facts.capabilities ?? [],
    ports,
    privilegedPort: ports.some(port => port < 1024),
    probes: facts.probes ?? {},
    shell: facts.shell,
    needsApiToken: facts.needsApiToken,
    hostAccess: facts.hostAccess ?? false,
    escalates: facts.escalates ?? false,
    seccompUnsafe: facts.seccompUnsafe ?? false,
    minimumMemory: facts.minimumMemory,
    stateful,
    component: facts.component,
    quorum: facts.quorum ?? false,
    notes: facts.notes,
    source: facts.source,
    verified,
    variants: (facts.variants ?? []).map(variant => ({
      ...variant,
      facts: { ...facts, variants: [], ...variant.facts },
    })),
  };
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
