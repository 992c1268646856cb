/** Whether what the entrypoint of an image does at its start is done. */

import type { Container } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';

/** Its command takes the place of the entrypoint, and does not call it. */
export function goesPastEntrypoint(container: Container): boolean {
  const [command, args] = ['command', 'args'].map(field => stringsIn(container.get([field])));
  return command!.length > 0 && ![...command!, ...args!].some(each => each.includes('entrypoint'));
}
