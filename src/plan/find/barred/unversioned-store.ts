/** Restarts that may bring another version of a store, which does not take what the one that runs has written. */

import { memoized } from '../../../text/memo.ts';
import type { Container, Doubt, Proposal, Root } from '../../../transform.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';
import { isAtRest, restartedOf } from '../found/restarts.ts';

/**
 * These refuse the files of an earlier major version (PostgreSQL), or of one that is more than a step behind (MongoDB, Elasticsearch,
 * RabbitMQ, Kafka); what a later one has taken over no earlier one reads again (MySQL).
 */
const PARTICULAR: ReadonlySet<string | undefined> = new Set(['database', 'search', 'broker']);

/** `16`, `v8.0.1`, `latest-pg16`; a base's own (`alpine3.20`) says nothing of what is on it. */
const VERSIONED = /(?:^|[-_])(?:v|pg)?\d/i;

/** What speaks against a fix that restarts a store whose image is whatever its tag means by then. */
export function versionDoubt(proposal: Proposal, viewed: ViewedRoot): Doubt | undefined {
  const store = restartedOf(unversionedIn(viewed.view), proposal, viewed);
  if (store === undefined) return undefined;
  const { image, name } = store;
  return `${image.name}:${image.tag ?? 'latest'} says no version: a restart may bring one that does not take the data of ${name}`;
}

/** By key of its workload, each store with data of its own. */
const unversionedIn = memoized(
  ({ workloads }: Root): ReadonlyMap<string, Container> =>
    new Map(
      workloads.flatMap(workload => {
        const store = isAtRest(workload.object) ? undefined : workload.containers.find(isUnversioned);
        return store === undefined ? [] : [[workload.key, store] as const];
      }),
    ),
);

function isUnversioned({ role, image: { tag = '', digest }, facts }: Container): boolean {
  const known = facts.candidate?.facts ?? facts;
  return (
    role === 'main' &&
    digest === undefined &&
    PARTICULAR.has(known.component) &&
    known.data.length > 0 &&
    // Somebody fills it in.
    !tag.includes('$') &&
    !VERSIONED.test(tag)
  );
}
