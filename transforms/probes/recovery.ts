/** Liveness probes of what recovers when it starts: never without a startup probe. */

import type { Container, Proposal, Root } from '../../src/transform.ts';
import { describeContainer } from '../shared/pods.ts';
import { FIELD, type Found } from './found.ts';
import { handlerFor } from './missing.ts';
import { probeOf } from './probe.ts';
import { wantedTimings } from './timings.ts';

/**
 * Whether it goes through its log when it starts after a crash, for as long as that takes, and nothing holds a liveness probe
 * back until then: it would be killed over and over.
 */
export function recovers(container: Container): boolean {
  return container.facts.component === 'database' && container.get([FIELD.startup]) === undefined;
}

/** A liveness probe, and the startup probe that it must not come without; where nothing better is known both ask the same. */
export function withStartup(
  container: Container,
  root: Root,
  liveness: Found,
  apiDefaults: boolean,
): Proposal<'missing-both'> {
  const startup = handlerFor('startup', container, root) ?? liveness;
  const probes = [
    { kind: 'liveness', found: liveness },
    { kind: 'startup', found: startup },
  ] as const;
  return {
    message: 'missing-both',
    data: { subject: describeContainer(container), handler: Object.keys(liveness.handler)[0]! },
    at: { on: container.workload.key, path: [...container.path, FIELD.liveness] },
    changes: probes.map(({ kind, found }) => {
      const timings = wantedTimings(
        kind,
        found.handler,
        kind === 'startup' && found === liveness ? undefined : found.known,
        true,
      );
      return container.set([FIELD[kind]], probeOf(found.handler, timings, apiDefaults));
    }),
    doubts: [...new Set([...liveness.doubts, ...startup.doubts])],
    evidence: [...new Set([...liveness.evidence, ...startup.evidence])],
  };
}
