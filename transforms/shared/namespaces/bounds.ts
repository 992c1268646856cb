/** Quotas and LimitRanges of a namespace, whoever brings them. */

import type { BoundKind, JsonObject, Root } from '../../../src/transform.ts';
import { staying } from '../choices.ts';
import { isMap } from '../data.ts';
import { fileOf, folderOf } from '../places.ts';
import type { Question } from '../prose.ts';
import type { PodsOfNamespace } from './namespaces.ts';

export interface NamedBound {
  readonly name: string;
  readonly spec: JsonObject;
}

/** Those that are rendered, and those that stand beside the kustomizations. */
export function boundsIn(
  kind: BoundKind,
  namespace: string | undefined,
  { platform }: Root,
): readonly NamedBound[] {
  const rendered = platform.find(kind, namespace).map(each => {
    const spec = each.get(['spec']);
    return { name: each.name, spec: isMap(spec) ? spec : {} };
  });
  return namespace === undefined ? rendered : [...rendered, ...platform.boundsBeside(kind, namespace)];
}

/**
 * Where the repository keeps what bounds a namespace, outside of all kustomizations: what is new belongs there too, and
 * nobody here renders it.
 */
export function keptBeside(kind: BoundKind, namespace: string, { platform }: Root): Question | undefined {
  const [other] = platform.boundsBeside(kind, namespace);
  return (
    other && {
      blocked: `${kind} ${other.name} of the namespace is in no render (${other.at}): should it stand there too?`,
      asks: [
        {
          type: 'decision',
          about: `what bounds namespaces in ${folderOf(other.at) || '.'}`,
          choices: [
            staying(
              'no, this namespace needs none',
              'its namespace is bounded elsewhere, or needs no bounds',
            ),
          ],
        },
      ],
    }
  );
}

/** A file of resources that a kustomization names in a comment, as one that it leaves out. */
const LEFT_OUT: Readonly<Partial<Record<BoundKind, RegExp>>> = {
  ResourceQuota: /^-\s+\S*quota[\w.-]*\.ya?ml\b/i,
  LimitRange: /^-\s+\S*limit-?(?:range)?s?[\w.-]*\.ya?ml\b/i,
};

/** Whether the repository has written one and leaves it out of what it builds: a decision. */
export function isLeftOut(kind: BoundKind, { kustomizations }: Root): boolean {
  return kustomizations.some(({ comments }) =>
    comments.some(line => LEFT_OUT[kind]?.test(line.trim()) === true),
  );
}

/** Whether a comment speaks of one that nobody here renders: whoever runs the cluster has made it, and a second one would contradict. */
export function isSaidToBeThere(
  kind: BoundKind,
  { workloads }: PodsOfNamespace,
  { platform }: Root,
): boolean {
  const files = new Set(workloads.map(each => fileOf(each.where(['kind']))));
  return [...files].some(file => platform.boundSaidIn(kind, file) !== undefined);
}
