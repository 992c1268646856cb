/** The container that a workload is about. */

import type { Container, Workload } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';

/** The one that the workload is named after, or its only one. */
export function mainContainer(workload: Workload): Container | undefined {
  const mains = workload.containers.filter(each => each.role === 'main');
  const named = mains.find(each => each.name === workload.name);
  return named ?? (mains.length === 1 ? mains[0] : undefined);
}

/** Whether it runs something else than what its image is made for: `command`, or a program as the first argument. */
export function runsSomethingElse(container: Container): boolean {
  if (stringsIn(container.get(['command'])).length > 0) return true;
  const [first] = stringsIn(container.get(['args']));
  return first !== undefined && /^[a-z/]/i.test(first);
}

/** The last part of an image's name: `node-exporter` */
export function programOf({ image }: Container): string {
  return image.name.slice(image.name.lastIndexOf('/') + 1);
}
