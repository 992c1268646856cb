/** Environments of one workload that a prefix or suffix of their names is all that tells apart. */

import { matchesSelector } from '../../../src/kubernetes/selectors.ts';
import type { Doubt, Root, Workload } from '../../../src/transform.ts';
import { podSelector } from '../pods.ts';
import { enumerated } from '../prose.ts';

/**
 * The same workload of roots that name no namespace either, each under a name of its own: made to live side by side. Where two have
 * one name, whoever applies them keeps environments apart.
 */
export function twinsOf(workload: Workload, root: Root): ReturnType<Root['sistersOf']> {
  if (root.platform.namespaceOf(workload) !== undefined) return [];
  const sisters = root.sistersOf(workload).filter(({ workload: { namespace } }) => namespace === undefined);
  const names = [workload, ...sisters.map(each => each.workload)].map(({ name }) => name);
  return new Set(names).size === names.length ? sisters : [];
}

/**
 * What speaks against objects that select the pods of a workload, where environments may live side by side.
 *
 * @param effect what comes of it where several of them are applied to one namespace
 */
export function sharedSelection(workload: Workload, effect: string, root: Root): readonly Doubt[] {
  return [...selectedElsewhere(workload, root), ...selectedNowhere(workload, effect, root)];
}

/** Environments that keep one namespace and tell their objects apart by name may live in one cluster. */
function selectedElsewhere(workload: Workload, { platform }: Root): Doubt[] {
  const twin = platform
    .workloadsElsewhereIn(platform.namespaceOf(workload))
    .find(other => other.name !== workload.name && matchesSelector(podSelector(workload), other.podLabels));
  return twin === undefined ? [] : [takesToo(twin, platform)];
}

/** What would be selected too. */
export function takesToo(twin: Workload, platform: Root['platform']): Doubt {
  return `it would take the pods of ${twin.kind} ${twin.name} too, if ${platform.rootOf(twin)} runs in the same cluster`;
}

/** The same where no environment names a namespace, and whoever applies them may give all the same. */
function selectedNowhere(workload: Workload, effect: string, root: Root): Doubt[] {
  const twins = twinsOf(workload, root).filter(({ workload: { podLabels } }) =>
    matchesSelector(podSelector(workload), podLabels),
  );
  if (twins.length === 0) return [];
  const folders = [root, ...twins.map(each => each.root)].map(({ path }) => path).sort();
  return [`${enumerated(folders)} name no namespace: applied to the same one, ${effect}`];
}
