/** Volumes on which `fsGroup` does nothing: whoever owns their files now stays their owner (catalogue C4). */

import type { Container, Json, JsonObject, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';
import { volumeClaim } from './volume-claim.ts';

export interface FixedOwner {
  /** The volume of the pod. */
  readonly volume: string;
  /** `PersistentVolume files is nfs` */
  readonly why: string;
}

/** Sources, of pods and of PersistentVolumes, that the kubelet gives to no group. */
const SOURCES = ['hostPath', 'local', 'nfs', 'glusterfs', 'cephfs', 'azureFile'];
/** Provisioners and drivers that make such volumes. */
const DRIVERS =
  /(?:^|[/.-])(?:no-provisioner|local-path|hostpath|nfs|nfs-client|smb|efs|(?:azure-?)?file|filestore|glusterfs)(?:$|[/.-])/;

/** The first volume that a container may write to and whose owner stays. */
export function fixedOwner(container: Container, root: Root): FixedOwner | undefined {
  const { workload } = container;
  for (const { name, readOnly } of mapsIn(container.get(['volumeMounts']))) {
    if (readOnly === true || typeof name !== 'string') continue;
    const why = whyFixed(name, workload, root);
    if (why !== undefined) return { volume: name, why };
  }
  return undefined;
}

function whyFixed(name: string, workload: Workload, root: Root): string | undefined {
  const volume = mapsIn(workload.pod.volumes).find(each => each.name === name);
  const source = SOURCES.find(each => isMap(volume?.[each]));
  if (source !== undefined) return `it is ${source}`;
  if (isMap(volume?.csi)) return whyDriverFixed(volume.csi.driver, root);
  const claim = volumeClaim(name, workload, root);
  if (claim === undefined) return undefined;
  return claim.name === undefined
    ? whyClassFixed(claim.spec.storageClassName, root)
    : whyClaimFixed(claim.spec, claim.name, workload, root);
}

/** @param name of the claim; of those that a template makes, how they begin */
function whyClaimFixed(claim: JsonObject, name: string, workload: Workload, root: Root): string | undefined {
  for (const volume of root.platform.find('PersistentVolume', undefined)) {
    const spec = volume.get(['spec']);
    if (!isMap(spec) || !isBound(claim, name, workload, volume.name, spec)) continue;
    const source = SOURCES.find(each => isMap(spec[each]));
    if (source !== undefined) return `PersistentVolume ${volume.name} is ${source}`;
    const driver = isMap(spec.csi) ? whyDriverFixed(spec.csi.driver, root) : undefined;
    if (driver !== undefined) return driver;
  }
  return whyClassFixed(claim.storageClassName, root);
}

/** By name where either of the two names the other, else by the class that both have. */
function isBound(
  claim: JsonObject,
  name: string,
  workload: Workload,
  volume: string,
  spec: JsonObject,
): boolean {
  const reserved = isMap(spec.claimRef) ? spec.claimRef : undefined;
  if (claim.volumeName !== undefined) return claim.volumeName === volume;
  if (reserved !== undefined) {
    const isThere = [undefined, workload.namespace].includes(reserved.namespace as string | undefined);
    const wanted = String(reserved.name);
    return isThere && (name.endsWith('-') ? wanted.startsWith(name) : wanted === name);
  }
  return claim.storageClassName === spec.storageClassName;
}

function whyClassFixed(name: Json | undefined, root: Root): string | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const [found] = root.platform.find('StorageClass', undefined).filter(each => each.name === name);
  const provisioner = found?.get(['provisioner']) ?? name;
  return whyDriverFixed(provisioner, root) === undefined
    ? undefined
    : `storage class ${name} makes volumes of ${String(provisioner)}`;
}

function whyDriverFixed(driver: Json | undefined, root: Root): string | undefined {
  if (typeof driver !== 'string') return undefined;
  const [found] = root.platform.find('CSIDriver', undefined).filter(each => each.name === driver);
  const policy = found?.get(['spec', 'fsGroupPolicy']);
  if (policy === 'File') return undefined;
  return policy === 'None' || DRIVERS.test(driver) ? `it is a volume of ${driver}` : undefined;
}
