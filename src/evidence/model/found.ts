/** What a file of a tool says, before anybody knows what of it the repository renders. */
import type { ContainerRecord, ImageRecord } from '../../config/evidence-schema.ts';

/** An object of a cluster that has pods. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
}

export interface FoundImage {
  /** Full references by which it may be rendered. */
  readonly names: readonly string[];
  readonly record: ImageRecord;
}

export interface FoundContainer {
  readonly namespace: string;
  /** What may have written its pod, the likeliest first: a pod names its ReplicaSet and not its Deployment. */
  readonly owners: readonly Owner[];
  readonly container: string;
  readonly record: ContainerRecord;
}

export interface Found {
  readonly images: readonly FoundImage[];
  readonly containers: readonly FoundContainer[];
  /** What of it is of no use, and why; counted by reason. */
  readonly left: readonly string[];
}

export const NOTHING_FOUND: Found = { images: [], containers: [], left: [] };

/** How a file is to be read. */
export interface ReadAs {
  /** `YYYY-MM-DD`: of what does not say its day. */
  readonly date: string;
  /** Full reference of the image that a configuration is of, which does not name it. */
  readonly image: string | undefined;
}

/** A file that is none of those that can be read, or not in order; the line where that shows. */
export class EvidenceProblem extends Error {
  readonly line: number;
  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}

export function together(found: readonly Found[]): Found {
  return {
    images: found.flatMap(each => each.images),
    containers: found.flatMap(each => each.containers),
    left: found.flatMap(each => each.left),
  };
}
