/**
 * Volumes that may be a file system of several nodes: what `fsGroup` does there is the driver's to say, and most of NFS do nothing
 * (catalogue C4).
 */

import type { Container, Doubt, Json, Root } from '../../../src/transform.ts';
import { mountsOf } from '../../shared/pods.ts';
import { volumeClaim } from './volume-claim.ts';

const CLAIM = 'PersistentVolumeClaim';
const MANY = 'ReadWriteMany';

/** What speaks against an `fsGroup`, where no StorageClass of the repository says which driver makes the volumes. */
export function sharedClass(container: Container, root: Root): Doubt[] {
  const { workload } = container;
  for (const { name, readOnly } of mountsOf(container)) {
    const claim = readOnly ? undefined : volumeClaim(name, workload, root);
    if (claim === undefined) continue;
    const { storageClassName: kind, accessModes } = claim.spec;
    if (typeof kind === 'string' && isStated(kind, root)) continue;
    if (isForMany(accessModes)) return [doubt(`volume ${name} is for many nodes at once (${MANY})`)];
    const other = typeof kind === 'string' && kind !== '' ? claimForMany(kind, root) : undefined;
    if (other !== undefined)
      return [doubt(`storage class ${String(kind)} of volume ${name} serves ${MANY} claim ${other} too`)];
  }
  return [];
}

function doubt(what: string): Doubt {
  return `${what}: a shared file system may not know fsGroup`;
}

function isStated(name: string, { platform }: Root): boolean {
  return platform.find('StorageClass', undefined).some(each => each.name === name);
}

function claimForMany(name: string, root: Root): string | undefined {
  return root.resources.find(
    each =>
      each.kind === CLAIM &&
      each.get(['spec', 'storageClassName']) === name &&
      isForMany(each.get(['spec', 'accessModes'])),
  )?.name;
}

function isForMany(accessModes: Json | undefined): boolean {
  return Array.isArray(accessModes) && accessModes.includes(MANY);
}
