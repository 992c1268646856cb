/** What tools have seen of images and of containers that run, as `kustomend.evidence.yaml` keeps it. */
import type { ImageConfig } from './image.ts';

/** Whose word a record is, and of when. */
export interface Sighting {
  /** `file:line` of its entry. */
  readonly at: string;
  /** The tool: `krr`, `docker inspect`. */
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Longer ago than the configuration lets evidence count. */
  readonly isOld: boolean;
}

/** An image as a tool has found it elsewhere than in its registry. */
export interface SeenImage extends Sighting {
  /** Under which its registry may know it; none where the tool does not say. */
  readonly digests: readonly string[];
  readonly config: ImageConfig;
}

/** The image that ran when something was seen: a newer one may do otherwise. */
export interface SeenRunning extends Sighting {
  /** As the pod named it. */
  readonly image: string;
  readonly digest: string | undefined;
}

/** Amounts by name of the resource: `{cpu: 120m, memory: 256Mi}`. */
export type Amounts = Readonly<Record<string, string>>;

/** What was measured of a container, in words of Kubernetes. */
export interface Usage extends Sighting {
  /** How the numbers come about: percentile, peak, what is added. */
  readonly method: string;
  /** How long it was watched; undefined where the tool does not say. */
  readonly days: number | undefined;
  /** What the tool itself says against its numbers. */
  readonly caveat: string | undefined;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

export interface SeenUser extends SeenRunning {
  readonly uid: number;
  readonly gid: number | undefined;
}

/** What a container was seen to do while somebody recorded it. */
export interface Profile extends SeenRunning {
  /** Whether it was recorded from its start on. */
  readonly isWhole: boolean;
  /** Whether it ran with a read-only root, and volumes where it writes: then that is all that it needs. */
  readonly isTried: boolean;
  /** Folders in which it opened files to write them. */
  readonly writes: readonly string[];
  /** Those of them in which it read files that the image brings: an empty volume would hide them. */
  readonly content: readonly string[];
  /** System calls that change a file system and of which the recording does not say where; undefined where nobody looked for them. */
  readonly unplaced: readonly string[] | undefined;
  /** Those that it used; undefined where nobody looked for them. */
  readonly capabilities: readonly string[] | undefined;
}

export interface SeenContainer {
  readonly usage?: Usage | undefined;
  readonly user?: SeenUser | undefined;
  readonly profile?: Profile | undefined;
}

export interface Observed {
  /** By full reference: `docker.io/library/postgres:16.4`. */
  readonly images: ReadonlyMap<string, SeenImage>;
  /** By namespace, kind, name and container, `shop/Deployment/web/app`, behind the environment where one was said: `production:shop/...` */
  readonly containers: ReadonlyMap<string, SeenContainer>;
}

export const NOTHING_OBSERVED: Observed = { images: new Map(), containers: new Map() };
