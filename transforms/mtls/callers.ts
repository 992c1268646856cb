/** Who is refused where pods take no plain text. */

import type { Doubt, Edge, Root } from '../../src/transform.ts';
import type { OwnedNamespace } from '../shared/namespaces/namespaces.ts';
import { counted, enumerated } from '../shared/prose.ts';
import { hasProxy } from './mesh.ts';

/** So many are named. */
const SHOWN = 3;

export function strictDoubts({ name }: OwnedNamespace, root: Root): readonly Doubt[] {
  const callers = new Set(
    root.edges
      .filter(({ to }) => root.platform.namespaceOf(to) === name && hasProxy(to, root))
      .flatMap(edge => callerOf(edge, root) ?? []),
  );
  return [
    'whoever calls from outside of the mesh is refused',
    ...(callers.size === 0 ? [] : [`of those who call, these may be there: ${listed([...callers])}`]),
  ];
}

/** A caller that is not known to be in the mesh. */
function callerOf({ from }: Edge, root: Root): string | undefined {
  switch (from.type) {
    case 'workload': {
      const { kind, name } = from.workload;
      return hasProxy(from.workload, root) ? undefined : `${kind} ${name}, which has no proxy`;
    }
    case 'monitoring':
      return 'what scrapes metrics';
    case 'control-plane':
      return 'the API server';
    case 'outside':
      return `whoever comes by ${from.object.kind} ${from.object.name}`;
    case 'ingress':
    case 'router':
    case 'gateway':
      return `what serves ${from.object.kind} ${from.object.name}`;
  }
}

/** The first of them, and how many more there are. */
export function listed(all: readonly string[]): string {
  const more = all.length - SHOWN;
  return more > 0 ? enumerated([...all.slice(0, SHOWN), counted(more, 'other')]) : enumerated(all);
}
