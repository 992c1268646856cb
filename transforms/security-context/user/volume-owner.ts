/** Which group must own the claims that a container mounts (catalogue C4, images-kb rule 6). */

import type { Container, Doubt, Fact, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { effectiveSecurity, type Mount, mountsOf } from '../../shared/pods.ts';
import { isKnownToRun, rootWork } from '../../shared/start/non-root.ts';
import { type DataDirectory, insistedOn } from '../../shared/storage/own-directory.ts';

const CLAIMS = ['persistentVolumeClaim', 'ephemeral'];

/**
 * The `fsGroup` that lets a container keep writing to its claims once it no longer starts as root, with what speaks
 * against it. An image that runs as its user already (the configuration or the image itself says so) needs none.
 */
export function claimGroup(
  container: Container,
  user: Fact<number>,
  group: number | undefined,
): { readonly fsGroup: number | undefined; readonly doubts: readonly Doubt[] } {
  const claims = claimsOf(container);
  if (isKnownToRun(user)) return { fsGroup: undefined, doubts: [] };
  const doubts: Doubt[] = [];
  const { workload, facts } = container;
  if (ownDirectoryOf(container) !== undefined) {
    doubts.push(
      'initdb wants a data directory of its own: on a new volume it fails unless PGDATA is a subdirectory',
    );
  }
  if (claims.length === 0) return { fsGroup: undefined, doubts };
  if (isMap(workload.pod.securityContext) && workload.pod.securityContext.fsGroup !== undefined) {
    return { fsGroup: undefined, doubts };
  }
  if (facts.fsGroup === undefined) {
    doubts.push('nothing says which group may own its volume');
    return { fsGroup: undefined, doubts };
  }
  // Of a user that the repository writes for the image the group is its own, as it is for what else it runs as.
  const fsGroup = user.evidence.kind === 'manifest' ? group || user.value : facts.fsGroup.value;
  if (!facts.fsGroup.verified) doubts.push(`that group ${fsGroup} may own its volume is not verified`);
  const rival = otherGroup(container, fsGroup);
  if (rival !== undefined) doubts.push(`container ${rival} wants its volumes owned by another group`);
  const secret = strictSecret(workload);
  if (secret !== undefined) {
    doubts.push(`fsGroup opens the files of volume ${secret} to the group, which ssh and others refuse`);
  }
  return { fsGroup, doubts };
}

/**
 * A claim that belongs to root while it is new, for a container that no longer starts as root to give it away: nothing
 * says which group would let it in. An init container that changes owners may have done so.
 */
export function claimOfRoot(container: Container): string | undefined {
  const { workload } = container;
  const written = isMap(workload.pod.securityContext) ? workload.pod.securityContext.fsGroup : undefined;
  // The group is the pod's: one container that brings it lets all of them in.
  const brings = (each: Container) => each.facts.fsGroup !== undefined && claimsOf(each).length > 0;
  if (container.facts.startsAsUser || written !== undefined || workload.containers.some(brings))
    return undefined;
  return claimsOf(container).find(({ name }) => !isPreparedBefore(name, container))?.name;
}

function isPreparedBefore(volume: string, { name: own, workload }: Container): boolean {
  return workload.containers.some(
    each =>
      each.role === 'init' &&
      each.name !== own &&
      rootWork(each) !== undefined &&
      mountsOf(each).some(({ name }) => name === volume),
  );
}

function claimsOf(container: Container): readonly Mount[] {
  return mountsOf(container).filter(({ volume = '', readOnly }) => CLAIMS.includes(volume) && !readOnly);
}

/** Only one group can own the volumes of a pod. */
function otherGroup(container: Container, fsGroup: number): string | undefined {
  return container.workload.containers.find(
    each =>
      each !== container &&
      each.facts.fsGroup !== undefined &&
      each.facts.fsGroup.value !== fsGroup &&
      effectiveSecurity(each, 'runAsUser') === undefined &&
      mountsOf(each).some(({ volume = '' }) => CLAIMS.includes(volume)),
  )?.name;
}

/**
 * A mounted volume whose files only root may read: the entrypoint of an image that starts as root could, and what
 * starts as another user cannot. With an `fsGroup` its group may.
 */
export function filesOfRoot(container: Container, fsGroup: number | undefined): string | undefined {
  const { workload } = container;
  const written = isMap(workload.pod.securityContext) ? workload.pod.securityContext.fsGroup : undefined;
  if (fsGroup !== undefined || written !== undefined) return undefined;
  const mounted = mapsIn(container.get(['volumeMounts'])).map(({ name }) => name);
  const isPrivate = (mode: unknown) => typeof mode === 'number' && (mode & 0o004) === 0;
  return volumeWith(workload, isPrivate, mounted);
}

/** A volume whose files are for the owner alone: 0400 becomes 0440 under fsGroup. */
function strictSecret(workload: Workload): string | undefined {
  return volumeWith(workload, mode => typeof mode === 'number' && (mode & 0o070) === 0);
}

/** A volume of files of the cluster with a mode like this, of those that are named. */
function volumeWith(
  workload: Workload,
  hasMode: (mode: unknown) => boolean,
  names?: readonly unknown[],
): string | undefined {
  return mapsIn(workload.pod.volumes).find(volume => {
    const source = volume.secret ?? volume.configMap ?? volume.projected;
    if (!isMap(source) || names?.includes(volume.name) === false) return false;
    return hasMode(source.defaultMode) || mapsIn(source.items).some(item => hasMode(item.mode));
  })?.name as string | undefined;
}

/**
 * The mount that is itself the data directory of a Postgres, be it a folder of the volume by `subPath` or all of it: new, it is
 * root's whatever its group, and only the owner may set the mode that initdb asks for. A volume of a file system of its own has
 * a `lost+found` besides, beside which initdb makes nothing. What an init container has prepared is no longer root's.
 */
export function ownDirectoryOf(container: Container): OwnDirectory | undefined {
  const directory = insistedOn(container);
  if (directory === undefined) return undefined;
  const { path: data, isCertain } = directory;
  const mount = mountsOf(container).find(({ path }) => path === data);
  if (mount === undefined || isPreparedBefore(mount.name, container)) return undefined;
  if (mount.volume !== 'emptyDir' && !CLAIMS.includes(mount.volume ?? '')) return undefined;
  return { path: data, isNewAtEachStart: mount.volume === 'emptyDir', isCertain };
}

export interface OwnDirectory extends DataDirectory {
  /** Else it is new once, and whoever has data in it has had it made by root's entrypoint. */
  readonly isNewAtEachStart: boolean;
}
