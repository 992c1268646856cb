/** Neighbours that programs are told of and that nothing here renders: they run in the same namespace all the same. */

import type { Root, Workload } from '../transform.ts';
import { serviceCalled } from './services.ts';
import { toldTo } from './texts.ts';

/** A name of one part with a port, alone or in a URL: the name of a Service beside who is told it. */
const NEIGHBOUR = /(?:^|\/\/|@)([a-z](?:[a-z0-9-]*[a-z0-9])?):\d{2,5}(?=$|[/?,])/g;
/** A Service with its namespace, as the DNS of clusters has it; what stands before it is the name of a pod. */
const FULL = /(?<![\w-])([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)\.svc(?![\w-])/g;

/** A neighbour that nothing renders. */
export interface Unrendered {
  readonly host: string;
  /** `file:line` of what tells a program of it. */
  readonly at: string;
}

/** The first one in a namespace that a workload is told of; undefined where there is none. */
export function toldOfUnrendered(
  workload: Workload,
  namespace: string | undefined,
  root: Root,
): Unrendered | undefined {
  const isNeighbour = root.platform.namespaceOf(workload) === namespace;
  for (const { text, at } of toldTo(workload, root)) {
    const short = isNeighbour ? [...text.matchAll(NEIGHBOUR)] : [];
    const neighbour = short.find(
      ([, host]) => host !== 'localhost' && !root.rendersAnywhere('Service', host!),
    );
    const full = [...text.matchAll(FULL)].filter(([, , home]) => home === namespace);
    const found = neighbour ?? full.find(([, host]) => serviceCalled(host!, namespace, root) === undefined);
    if (found !== undefined) return { host: found[1]!, at };
  }
  return undefined;
}
