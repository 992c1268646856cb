/** Neighbours that programs are told of and that nothing here renders: they run in the same namespace all the same. */

import type { Root, Workload } from '../transform.ts';
import { toldTo } from './texts.ts';

/** A name of one part with a port, alone or in a URL: the name of a Service beside who is told it. */
const NEIGHBOUR = /(?:^|\/\/|@)([a-z](?:[a-z0-9-]*[a-z0-9])?):\d{2,5}(?=$|[/?,])/g;

/** `file:line` of the first place that tells a workload of one; undefined where none does. */
export function toldOfUnrendered(workload: Workload, root: Root): string | undefined {
  for (const { text, at } of toldTo(workload, root)) {
    for (const [, host] of text.matchAll(NEIGHBOUR))
      if (host !== 'localhost' && !root.rendersAnywhere('Service', host!)) return at;
  }
  return undefined;
}
