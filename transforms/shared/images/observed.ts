/** What tools have seen of a container, how far it holds for the one that is rendered, and what speaks against that. */

import { fullReference } from '../../../src/kubernetes/images/image-reference.ts';
import { isSameImage } from '../../../src/kubernetes/images/same-image.ts';
import type {
  Container,
  Doubt,
  Evidence,
  Observed,
  Profile,
  Root,
  SeenContainer,
  SeenRunning,
  SeenUser,
  Sighting,
} from '../../../src/transform.ts';
import { remembered } from '../remembered.ts';

/** One thing that was seen. */
export interface Seen<T> {
  readonly what: T;
  readonly evidence: Evidence;
  /** Why it may not hold; empty where it does. */
  readonly doubts: readonly Doubt[];
}

/** Days within which work comes round: what was watched for less has not seen all of it. */
const ROUND = 7;

/** A number that was measured of a container. */
export function seenAmount(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Seen<string> | undefined {
  const found = entryOf(container, root);
  const usage = found?.seen.usage;
  const what = usage?.[type][resource];
  if (found === undefined || usage === undefined || what === undefined) return undefined;
  const { days, caveat, method } = usage;
  const over = days === undefined ? '' : ` over ${days} days`;
  return {
    what,
    evidence: {
      kind: 'usage',
      at: usage.at,
      says: `${usage.source} measured it${over} (${method}; ${usage.date})`,
    },
    doubts: [
      ...found.doubts,
      ...age(usage),
      ...(days === undefined ? ['for how long it was measured is not known'] : []),
      ...(days !== undefined && days < ROUND ? [`it was measured for ${days} days only`] : []),
      ...(caveat === undefined ? [] : [`${usage.source} says of it: ${caveat}`]),
    ],
  };
}

/** The user that a container was seen to have. */
export function seenUser(container: Container, root: Root): Seen<SeenUser> | undefined {
  const found = entryOf(container, root);
  const user = found?.seen.user;
  if (found === undefined || user === undefined) return undefined;
  const says = `${user.source} shows it run as UID ${user.uid} (${user.date})`;
  return seenRunning(container, root, user, says, found.doubts);
}

/** What a container was seen to do. */
export function seenProfile(container: Container, root: Root): Seen<Profile> | undefined {
  const found = entryOf(container, root);
  const profile = found?.seen.profile;
  if (found === undefined || profile === undefined) return undefined;
  const says = `${profile.source} shows what it does (${profile.date})`;
  const partial = profile.isWhole ? [] : [`${profile.source} did not see it start`];
  return seenRunning(container, root, profile, says, [...found.doubts, ...partial]);
}

function seenRunning<T extends SeenRunning>(
  container: Container,
  root: Root,
  what: T,
  says: string,
  doubts: readonly Doubt[],
): Seen<T> {
  const locked = root.repository.lock.get(fullReference(container.image))?.digest;
  const other = isSameImage(container.image, what, locked)
    ? []
    : [`${what.source} saw image ${what.image}, and it may be another one by now`];
  return {
    what,
    evidence: { kind: 'observed', at: what.at, says },
    doubts: [...doubts, ...age(what), ...other],
  };
}

function age({ isOld, source, date }: Sighting): Doubt[] {
  return isOld ? [`what ${source} says is of ${date}`] : [];
}

interface Entry {
  readonly environment: string | undefined;
  readonly namespace: string;
  readonly seen: SeenContainer;
}

/** By kind, name and container. */
const entriesOf = remembered(({ containers }: Observed): ReadonlyMap<string, readonly Entry[]> => {
  const found = new Map<string, Entry[]>();
  for (const [key, seen] of containers) {
    const [, environment, namespace = '', name = ''] = /^(?:([^:]+):)?([^/]+)\/(.+)$/.exec(key) ?? [];
    const list = found.get(name) ?? [];
    found.set(name, [...list, { environment, namespace, seen }]);
  }
  return found;
});

/**
 * What was seen of this container in this environment. Two environments that have it in namespaces of the same name are told
 * apart by the environment that was said.
 */
function entryOf(
  container: Container,
  root: Root,
): { readonly seen: SeenContainer; readonly doubts: readonly Doubt[] } | undefined {
  const { workload } = container;
  const entries = entriesOf(root.repository.observed).get(
    `${workload.kind}/${workload.name}/${container.name}`,
  );
  if (entries === undefined) return undefined;
  const namespace = root.platform.namespaceOf(workload);
  const near = entries.filter(each => namespace === undefined || each.namespace === namespace);
  const { name, tier } = root.environment;
  const [said, ...others] = near.filter(
    ({ environment }) => environment !== undefined && (environment === name || environment === tier),
  );
  if (said !== undefined) return others.length === 0 ? { seen: said.seen, doubts: [] } : undefined;
  const [open, ...more] = near.filter(({ environment }) => environment === undefined);
  if (open === undefined || more.length > 0) return undefined;
  return { seen: open.seen, doubts: whichOne(container, root, namespace, open.namespace) };
}

function whichOne(
  { workload }: Container,
  root: Root,
  namespace: string | undefined,
  seenIn: string,
): Doubt[] {
  if (namespace === undefined)
    return [`it was seen in namespace ${seenIn}, and which one it has here is not known`];
  const isTwin = root.platform
    .workloadsElsewhereIn(namespace)
    .some(({ kind, name }) => kind === workload.kind && name === workload.name);
  return isTwin
    ? [
        `other environments have it in a namespace ${namespace} too: kustomend evidence --env says which one was seen`,
      ]
    : [];
}
