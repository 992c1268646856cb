/** Neighbours that programs are told of and that nothing here renders: they run in the same namespace all the same. */

import type { Root, Workload } from '../transform.ts';
import { serviceCalled } from './services.ts';
import { toldTo } from './texts.ts';

/** A name of one part with a port, alone or in a URL: the name of a Service beside who is told it. */
const NEIGHBOUR = /(?:^|\/\/|@)([a-z](?:[a-z0-9-]*[a-z0-9])?):\d{2,5}(?=$|[/?,])/g;
/** A Service with its namespace, as the DNS of clusters has it; what stands before it is the name of a pod. */
const FULL = /(?<![\w-])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.svc(?![\w-])/g;

/** `file:line` of the first place that tells a workload of one in a namespace; undefined where none does. */
export function toldOfUnrendered(
  workload: Workload,
  namespace: string | undefined,
  root: Root,
): string | undefined {
  const isNeighbour = root.platform.namespaceOf(workload) === namespace;
  for (const { text, at } of toldTo(workload, root)) {
    const short = isNeighbour ? [...text.matchAll(NEIGHBOUR)] : [];
    if (short.some(([, host]) => host !== 'localhost' && !root.rendersAnywhere('Service', host!))) return at;
    const full = [...text.matchAll(FULL)].filter(([, , home]) => home === namespace);
    if (full.some(([, host]) => serviceCalled(host!, namespace, root) === undefined)) return at;
  }
  return undefined;
}
