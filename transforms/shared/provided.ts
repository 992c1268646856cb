/** Whether what a pod names is there. */

import type { Resource, Root, Workload } from '../../src/transform.ts';
import { remembered } from './remembered.ts';
import { isCustom, mayBeMade } from './voices.ts';

interface Named {
  readonly kind: string;
  readonly name: string;
}

/** Whether a pod names what nobody renders, makes or may make at run time. */
export function isMissing({ kind, name }: Named, workload: Workload, root: Root): boolean {
  if (!root.complete || !manages(kind, root)) return false;
  if (providersOf(kind, name, workload, root).length > 0) return false;
  return !root.rendersAnywhere(kind, name) && !mayBeMade(name, root);
}

/**
 * Whether the root has objects of a kind at all. Where it has none they are made by other means, which is how most
 * repositories treat Secrets; and what a release or an application brings, nobody here can see.
 */
function manages(kind: string, root: Root): boolean {
  if (bringsAnything(root)) return false;
  return root.find(kind).length > 0 || (kind === 'Secret' && makesSecrets(root));
}

const bringsAnything = remembered(({ resources }: Root) =>
  resources.some(each => BRINGS_ANYTHING.test(each.kind)),
);

const makesSecrets = remembered(({ resources }: Root) =>
  resources.some(each => isCustom(each) && each.kind.includes('Secret')),
);

const BRINGS_ANYTHING = /^(?:HelmRelease|HelmChart|Application|ApplicationSet|Kustomization|Subscription)$/;

/** What answers to a name of a pod in its root. */
export function providersOf(
  kind: string,
  name: string,
  { namespace }: Workload,
  root: Root,
): readonly Resource[] {
  return root.find(kind, each => each.name === name && sameNamespace(each.namespace, namespace));
}

/** An object without a namespace goes where it is applied: it may be any. */
export function sameNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === b || a === undefined || b === undefined;
}
