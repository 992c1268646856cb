/** Volumes of a pod that take the disk of its node (catalogue H2b). */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import type { Container, Json } from '../../src/transform.ts';
import { amount, isLess, sum } from '../shared/amounts.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { written } from './requests.ts';

/** The emptyDirs of the pod on disk: all of them count for the pod. */
export function scratchVolumes({ workload }: Container): readonly { readonly sizeLimit: Json | undefined }[] {
  return mapsIn(workload.pod.volumes).flatMap(({ emptyDir }) =>
    isMap(emptyDir) && emptyDir.medium !== 'Memory' ? [{ sizeLimit: emptyDir.sizeLimit }] : [],
  );
}

/** True where the volumes of a pod, filled as far as they may be, exceed what its containers may take together. */
export function isFull(container: Container, volumes: string): boolean {
  const limits = container.workload.containers
    .filter(({ role }) => role !== 'init')
    .map(each => written(each, 'limits', 'ephemeral-storage'));
  return container.role !== 'init' && isLess(printQuantity(sum(limits.map(amount), '0Mi')), volumes);
}
