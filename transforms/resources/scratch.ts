/** Volumes of a pod that take the disk of its node (catalogue H2b). */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import type { Container, Json } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { amount, isLess, sum } from '../shared/numbers/amounts.ts';
import { written } from './wishes.ts';

/** The emptyDirs on disk that a container mounts. */
export function scratchVolumes(container: Container): readonly { readonly sizeLimit: Json | undefined }[] {
  const mounted = new Set(mapsIn(container.get(['volumeMounts'])).map(({ name }) => name));
  return mapsIn(container.workload.pod.volumes).flatMap(({ name, emptyDir }) =>
    mounted.has(name) && isMap(emptyDir) && emptyDir.medium !== 'Memory'
      ? [{ sizeLimit: emptyDir.sizeLimit ?? undefined }]
      : [],
  );
}

/** Room for what a container may write into memory: such a volume counts as its own memory. */
export function memoryVolumes(container: Container): string {
  const mounted = new Set(mapsIn(container.get(['volumeMounts'])).map(({ name }) => name));
  const sizes = mapsIn(container.workload.pod.volumes).flatMap(({ name, emptyDir }) =>
    mounted.has(name) && isMap(emptyDir) && emptyDir.medium === 'Memory' ? [amount(emptyDir.sizeLimit)] : [],
  );
  return printQuantity(sum(sizes, '0Mi'));
}

/** True where volumes of a pod, filled as far as they may be, exceed what its containers may take together. */
export function isFull(container: Container, volumes: string): boolean {
  const limits = container.workload.containers
    .filter(({ role }) => role !== 'init')
    .map(each => written(each, 'limits', 'ephemeral-storage'));
  return container.role !== 'init' && isLess(printQuantity(sum(limits.map(amount), '0Mi')), volumes);
}
