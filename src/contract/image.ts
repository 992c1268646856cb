/** What is known of an image. */
import type { Json, JsonObject } from './data.ts';
import type { Fact } from './evidence.ts';

export interface ImageName {
  /** As rendered. */
  readonly text: string;
  /** Without tag and digest, as written. */
  readonly name: string;
  readonly registry: string;
  /** `library/nginx` */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/**
 * Something that an image does when it starts and that only root may do: as another user it stops there. All that a manifest
 * can say against it is listed.
 */
export interface RootStep {
  /** `runs setcap on its program` */
  readonly does: string;
  /** Whether the entrypoint does it, and not the server: then a command that passes it by leaves it out. */
  readonly by: 'entrypoint' | 'server';
  /** Variables that leave it out. */
  readonly unless: readonly string[];
  /** Paths at which a volume may bring other configuration, or what is missing. */
  readonly configuredAt?: readonly string[];
  /** Flags of the command that do so. */
  readonly flags?: RegExp;
  /** It does so only to volumes at these paths. */
  readonly volumes?: readonly string[];
  /** The port in question, where it is one: a sysctl of the pod may leave that to everybody. */
  readonly port?: number;
  /** It changes a file of the image: a read-only root stops root too. */
  readonly changesImage?: true;
}

/**
 * What is known of an image: config facts over the built-in family. Where a container replaces the entrypoint, only what is
 * known of the image's files is left of the family.
 */
export interface ImageFacts {
  readonly family: string | undefined;
  /** Role of the family: database, broker, cache, search, web, monitoring, ... */
  readonly component: string | undefined;
  readonly quorum: boolean;
  readonly user: Fact<number> | undefined;
  /**
   * How the image itself names the user that it starts as: `root`, `node`, `1000`; undefined where nobody has recorded it, and no
   * Dockerfile leaves it to a base that is known to start as root.
   */
  readonly imageUser: Fact<string> | undefined;
  /** Whether the image is known to start as another user than root by itself: to state that one changes nothing that runs. */
  readonly startsAsUser: boolean;
  readonly group: Fact<number> | undefined;
  readonly fsGroup: Fact<number> | undefined;
  readonly nonRoot: Fact<'yes' | 'needs-config' | 'no'> | undefined;
  /** What it certainly stops at without root, unless the manifest says otherwise. */
  readonly rootSteps: readonly RootStep[];
  /** Every path that the image writes and that may be an emptyDir, besides `data`. */
  readonly writes: Fact<readonly string[]> | undefined;
  /** Where another user than root may write, by a Dockerfile whose image starts as root. */
  readonly openedWrites: Fact<readonly string[]> | undefined;
  /** Paths with content from the image: an emptyDir over them would hide it. */
  readonly hydrate: readonly string[];
  readonly data: readonly string[];
  /** What the image is known to write, where the configuration lists other paths. */
  readonly leftOut: readonly string[];
  readonly readOnlyRoot: Fact<'yes' | 'unknown' | 'no'> | undefined;
  /** Capabilities that the image needs although it drops ALL. */
  readonly capabilities: Fact<readonly string[]> | undefined;
  /** The same when it starts as root: what its entrypoint needs to own files and step down included. */
  readonly rootCapabilities: Fact<readonly string[]> | undefined;
  /** Whether something gains privileges while it runs: `allowPrivilegeEscalation: false` breaks it then. */
  readonly escalates: Fact<boolean> | undefined;
  readonly ports: readonly number[];
  readonly privilegedPort: boolean;
  readonly shell: boolean | undefined;
  /** Undefined also where its configuration or its plugins decide. */
  readonly needsApiToken: Fact<boolean> | undefined;
  /** True for agents that need host paths, root or capabilities of the node. */
  readonly hostAccess: boolean;
  readonly probes: Readonly<Partial<Record<'liveness' | 'readiness' | 'startup', Fact<JsonObject>>>>;
  /** What has to be said before its known probes are answered; undefined where nothing has. */
  readonly answering: Answering | undefined;
  readonly minimumMemory: Fact<string> | undefined;
  /** Where it serves metrics. */
  readonly metrics: Fact<Metrics> | undefined;
  /** The metric by which an exporter says whether what it asks answers: 1 where it does. */
  readonly up: Fact<string> | undefined;
  readonly resources: Fact<JsonObject> | undefined;
  /** Whether it runs under the seccomp profile RuntimeDefault (io_uring, perf and browser sandboxes do not). */
  readonly defaultSeccomp: Fact<boolean> | undefined;
  /** What it does in another way under that profile, as a part of a sentence: it runs all the same. */
  readonly underSeccomp: string | undefined;
  /** A tag that the configuration names for this repository. */
  readonly wantedTag: Fact<string> | undefined;
  /** A Dockerfile of the repository that it is built from, or may be by its name: no evidence by itself. */
  readonly dockerfile: string | undefined;
  /** Where its own Dockerfile takes a base and names no user (`file:line`), and nobody knows that of the base. */
  readonly userLeftAt: string | undefined;
  /** A program that the Dockerfile makes setuid: it is there to gain privileges, whoever starts it. */
  readonly setuid: Fact<string> | undefined;
  /** The family of the server whose image that Dockerfile takes as its base, whatever is started in it. */
  readonly builtOn: string | undefined;
  /** A file of that server's configuration which nobody has in sight, and the line that copies it (`file:line`). */
  readonly unread: { readonly source: string; readonly at: string } | undefined;
  /** Files of the repository that it copies for that server to read: `docker/nginx/default.conf`. */
  readonly copies: readonly string[];
  /** Where that Dockerfile puts files, and the line that does (`file:line`): a volume there hides them. */
  readonly contents: ReadonlyMap<string, string>;
  /** What its own Dockerfile starts and sets, as far as command and arguments of the manifest leave it. */
  readonly told: readonly Told[];
  /** Whether the configuration says that it is not the known image that it has the name of: one of somebody's own. */
  readonly isOther: boolean;
  /** What the repository lets expect of facts that nobody states: an answer to be confirmed, and no evidence. */
  readonly hints: ReadonlyMap<ImageFactPath, Hint>;
  /**
   * A known image that this one, of another registry, has the name of. Nobody has said whether it is the same: neither what
   * is known of that one nor that nothing is known counts, and nothing that would break it is offered.
   */
  readonly candidate:
    | {
        readonly repository: string;
        readonly facts: Omit<
          ImageFacts,
          | 'candidate'
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
        >;
      }
    | undefined;
}

/** A key of an image in the configuration. */
export type ImageFactPath =
  | 'official'
  | 'dockerfile'
  | 'tag'
  | 'user'
  | 'group'
  | 'ports'
  | 'seccomp'
  | 'writes'
  | 'capabilities'
  | 'apiToken'
  | 'resources'
  | `probes.${keyof ImageFacts['probes'] & string}`;

/** What makes an image answer its known probes from outside of the container, where it does not do so however it is started. */
export interface Answering {
  /** Whether its own arguments do. */
  readonly byItself: boolean;
  /** Command and arguments that do, as words with spaces between them. */
  readonly words?: RegExp;
  /** A variable that does, as `NAME=value`. */
  readonly variable?: RegExp;
  /** Words by which a configuration decides that nobody reads here. */
  readonly configured?: RegExp;
  /** Where a volume may bring such a configuration. */
  readonly configuredAt?: string;
  /** Ports that are open with it alone. */
  readonly ports?: readonly number[];
}

/** Words that a program is started with, or a variable that it has. */
export interface Told {
  /** Undefined for the words of a command. */
  readonly variable: string | undefined;
  readonly text: string;
  /** `file:line` */
  readonly at: string;
}

/** A page of metrics in the form that Prometheus reads. */
export interface Metrics {
  readonly port: number;
  readonly path: string;
}

/** A value that a person may confirm. */
export interface Hint {
  readonly value: Json;
  /** What speaks for it, as the end of a sentence, with the place (`file:line`). */
  readonly because: string;
}

/** A fact of an image that nobody has verified, with what is known of it: its owner may know. */
export interface OpenFact {
  readonly image: string;
  readonly fact: 'dockerfile' | 'user' | 'writes' | 'seccomp' | 'apiToken';
  readonly value: number | string | boolean | readonly string[];
}

export interface LockedImage {
  readonly digest: string;
  /** `file:line` of the entry. */
  readonly at: string;
  /** Platforms that the digest's index holds, as `linux/arm64`; undefined where nobody has recorded them. */
  readonly platforms?: readonly string[] | undefined;
  /** What the image says of itself; undefined where nobody has recorded it. */
  readonly config?: ImageConfig | undefined;
}

/** The configuration that an image brings, without the values of its variables. */
export interface ImageConfig {
  /** Whose it is, of those that an index holds: `linux/amd64`. */
  readonly platform: string | undefined;
  /** As it is written there: `1000`, `nginx`, `65532:65532`; undefined where it starts as root. */
  readonly user: string | undefined;
  /** `8080/tcp` */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Names of variables. */
  readonly variables: readonly string[];
}
