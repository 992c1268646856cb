/** Hosts outside of the cluster that programs are told. */

import type { Evidence, Root, Workload } from '../transform.ts';
import { DEFAULT_PORTS } from './between.ts';
import { toldTo } from './texts.ts';

export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly evidence: Evidence;
}

const URL =
  /\b([a-z][a-z0-9+.-]*):\/\/(?:[^\s/'"@]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?::(\d{1,5}))?/gi;
const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/i;
/** Names of the cluster itself, and of the pod. */
const INSIDE = /\.svc(?:\.|$)|\.cluster\.local$|\.internal$|^localhost\./;

/** Those whose port is said, or assumed by everybody who reads the scheme. */
export function* destinationsOf(workload: Workload, root: Root): Generator<Destination> {
  for (const { text, key, at, portBeside } of toldTo(workload, root)) {
    const said = (host: string): Evidence => ({
      kind: 'manifest',
      at,
      says: `${key ?? 'an argument'} names ${host}`,
    });
    for (const [, scheme, host, written] of text.matchAll(URL)) {
      const port = Number(written ?? DEFAULT_PORTS[scheme!.toLowerCase()]);
      if (port > 0 && !INSIDE.test(host!)) yield { host: host!, port, evidence: said(host!) };
    }
    const beside = Number(portBeside);
    if (HOST.test(text) && !INSIDE.test(text) && beside > 0)
      yield { host: text, port: beside, evidence: said(text) };
  }
}
