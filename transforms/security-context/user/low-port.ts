/** Ports below 1024 that keep a container from running without root, and what opens them (catalogue C4). */

import { takesPodField } from '../../../src/kubernetes/pod-templates.ts';
import type { Change, Container, Doubt, Resource, Root } from '../../../src/transform.ts';
import { besideOf, isForOldCluster } from '../../shared/clusters/old-cluster.ts';
import { isMap, mapsIn, stringsIn } from '../../shared/data.ts';
import { podKind } from '../../shared/pods.ts';
import { enumerated } from '../../shared/prose.ts';
import { stepOfRoot } from '../../shared/start/root-steps.ts';
import { isCovered, mountedAt, volumeNames } from '../../shared/storage/volumes.ts';

const SYSCTL = 'net.ipv4.ip_unprivileged_port_start';

/** Folders that every image lets everybody write to. */
const OPEN = /^\/(?:var\/)?tmp$/;

/** What lets a container listen on a low port without root. */
export interface OpenedPort {
  readonly changes: readonly Change[];
  readonly doubts: readonly Doubt[];
}

/**
 * The sysctl that opens a low port to every user of the pod, with volumes for what the image writes: its own folders are root's.
 *
 * @param port that it listens on
 * @returns undefined where something else is in the way too, or the sysctl is not allowed
 */
export function openedPort(container: Container, root: Root, port: number): OpenedPort | undefined {
  const { workload, facts } = container;
  const step = stepOfRoot(container);
  if (facts.writes === undefined || facts.unread !== undefined) return undefined;
  if (step !== undefined && step.port === undefined) return undefined;
  // A container in the network of its node would change that.
  if (workload.pod.hostNetwork === true || !takesPodField(podKind(workload), 'securityContext'))
    return undefined;
  if (isForOldCluster(root) || besideOf(root).some(forbidsSysctl)) return undefined;
  const path = [...workload.podPath, 'securityContext', 'sysctls'];
  const { securityContext } = workload.pod;
  const written = isMap(securityContext) ? mapsIn(securityContext.sysctls) : [];
  if (written.some(({ name }) => name === SYSCTL)) return undefined;
  const uncovered = closedFolders(container);
  const volumes =
    uncovered.length === 0 ? '' : `, with volumes at ${enumerated(uncovered)}, which are root's in the image`;
  return {
    changes: [
      workload.set(path, [...written, { name: SYSCTL, value: String(port) }]),
      ...mountedOver(container, uncovered),
    ],
    doubts: [
      `port ${port} is opened to every user of the pod by ${SYSCTL}, a safe sysctl from Kubernetes 1.22 on${volumes}`,
    ],
  };
}

/** What an image writes of its own folders, which are root's there, and no volume covers. */
export function closedFolders(container: Container): readonly string[] {
  const folders = container.facts.writes?.value ?? [];
  return folders.filter(folder => !OPEN.test(folder) && !isCovered(container, folder));
}

/** Volumes over such folders: whoever the user is may write there. */
export function mountedOver(container: Container, folders: readonly string[]): readonly Change[] {
  const names = volumeNames(container, folders);
  return folders.flatMap(folder => mountedAt(container, folder, names.get(folder)!, {}));
}

/** A policy that names the sysctl, all of its kind or all. */
function forbidsSysctl(resource: Resource): boolean {
  const { kind } = resource;
  if (kind !== 'PodSecurityPolicy' && kind !== 'SecurityContextConstraints') return false;
  const path = kind === 'PodSecurityPolicy' ? ['spec', 'forbiddenSysctls'] : ['forbiddenSysctls'];
  return stringsIn(resource.get(path)).some(
    each => each === SYSCTL || (each.endsWith('*') && SYSCTL.startsWith(each.slice(0, -1))),
  );
}
