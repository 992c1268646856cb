/** Which paths a container writes, and what speaks for the list being complete (catalogue C4). */

import type { Container, Doubt, Evidence, Root } from '../../src/transform.ts';
import { isPromised } from '../shared/non-root.ts';
import { isWithin, mountsOf, normalPath } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { renderedTemplates, settingDoubts } from './settings.ts';

export interface WrittenPaths {
  readonly paths: readonly string[];
  /** The subset that holds data: no size limit of ours. */
  readonly data: readonly string[];
  /** Content of the image that an empty volume would hide. */
  readonly hydrate: readonly string[];
  readonly evidence: Evidence;
  /** Why the list may be incomplete; empty when it is known to be complete. */
  readonly doubts: readonly Doubt[];
}

/** The written paths of a container: the image's facts, else what a hardened container of the same image shows. */
export function writtenPaths(container: Container, root: Root): WrittenPaths | undefined {
  const { facts, image } = container;
  const { writes } = facts;
  if (writes === undefined) return shownElsewhere(container, root);
  const doubts: Doubt[] = [];
  const rendered = isPromised(writes) ? undefined : renderedTemplates(container);
  if (!isPromised(writes)) {
    if (!writes.verified) doubts.push(`what ${image.name} writes is not verified`);
    if (facts.readOnlyRoot?.value === 'unknown')
      doubts.push(`nobody has seen ${image.name} with a read-only root`);
    if (container.get(['command']) !== undefined) doubts.push("it does not run the image's own command");
    if (rendered !== undefined)
      doubts.push(`its templates are written to ${rendered}, where a volume hides what the image has`);
    doubts.push(...settingDoubts(container, root, [...writes.value, ...facts.data, ...facts.hydrate]));
  }
  const data = innermost(facts.data.map(normalPath), container);
  return {
    paths: [
      ...new Set([...writes.value.map(normalPath), ...data, ...(rendered === undefined ? [] : [rendered])]),
    ].sort(),
    data,
    hydrate: facts.hydrate.map(normalPath),
    evidence: writes.evidence,
    doubts,
  };
}

/** Of nested data paths the one that is mounted counts, else the deepest (postgres moved its own with version 18). */
function innermost(data: readonly string[], container: Container): string[] {
  const mounts = mountsOf(container);
  return data.filter(path => {
    const family = data.filter(each => each !== path && (isWithin(each, path) || isWithin(path, each)));
    if (family.length === 0) return true;
    if (family.some(each => mounts.some(mount => mount.path === each))) return false;
    return family.every(each => isWithin(path, each)) || mounts.some(mount => mount.path === path);
  });
}

/** Volumes that outlive a pod: one of ours would not stand in for them. */
const LASTING = ['persistentVolumeClaim', 'ephemeral', 'hostPath', 'csi', 'nfs'];

/** Containers with a read-only root, by image. */
const hardenedByImage = remembered(({ workloads }: Root): ReadonlyMap<string, Container> => {
  const hardened = workloads
    .flatMap(workload => workload.containers)
    .filter(each => each.get(['securityContext', 'readOnlyRootFilesystem']) === true);
  return new Map(hardened.map(each => [each.image.text, each]));
});

/** A container of the same image that already has a read-only root: its emptyDirs are what the image needs. */
function shownElsewhere(container: Container, root: Root): WrittenPaths | undefined {
  const example = hardenedByImage(root).get(container.image.text);
  if (example === undefined) return undefined;
  const paths = mountsOf(example).filter(mount => mount.volume === 'emptyDir');
  const { workload } = example;
  const own = mountsOf(container);
  const lasting = mountsOf(example)
    .filter(({ volume, readOnly }) => LASTING.includes(volume ?? '') && !readOnly)
    .map(({ path }) => path)
    .filter(path => !own.some(mount => mount.path === path));
  return {
    paths: paths.map(mount => mount.path).sort(),
    data: [],
    hydrate: [],
    evidence: {
      kind: 'manifest',
      at: workload.where([...example.path, 'securityContext', 'readOnlyRootFilesystem']),
      says: `${workload.kind} ${workload.name} runs the same image with a read-only root`,
    },
    doubts: [
      ...(sameCommand(container, example)
        ? []
        : ['it runs another command than the container that shows it']),
      ...lasting.slice(0, 1).map(path => `the container that shows it also writes ${path}`),
    ],
  };
}

function sameCommand(a: Container, b: Container): boolean {
  const line = (each: Container) => JSON.stringify([each.get(['command']), each.get(['args'])]);
  return line(a) === line(b);
}
