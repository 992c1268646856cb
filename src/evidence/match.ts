/** What of a tool's file is about the repository: the containers that it renders, and the images that these run. */
import type { ContainerRecord, ImageRecord } from '../config/evidence-schema.ts';
import { didYouMean } from '../config/suggest.ts';
import { fullReference, type ImageReference } from '../kubernetes/images/image-reference.ts';
import { isSameImage } from '../kubernetes/images/same-image.ts';
import type { Found, FoundContainer, FoundImage } from './model/found.ts';

/** A container that the repository renders. */
export interface Known {
  /** Undefined where nothing says it. */
  readonly namespace: string | undefined;
  /** Name and tier of its environment, as far as they are known. */
  readonly environments: readonly string[];
  readonly kind: string;
  readonly name: string;
  readonly container: string;
  readonly image: Pick<ImageReference, 'registry' | 'repository' | 'tag' | 'digest'>;
}

export interface Matched {
  readonly images: ReadonlyMap<string, ImageRecord>;
  readonly containers: ReadonlyMap<string, ContainerRecord>;
  /** How much of what was found is about the repository. */
  readonly used: number;
  /** Containers of its namespaces that it does not render, with what may have been meant. */
  readonly strangers: readonly string[];
  /** Containers that ran another image. */
  readonly others: readonly string[];
  /** Containers of which pods do not say the same. */
  readonly contradictions: readonly string[];
}

/** @param environment that what was found is of, where the user says one: `known` is of that one alone then */
export function matched(found: Found, known: readonly Known[], environment: string | undefined): Matched {
  const byKey = new Map<string, ContainerRecord[]>();
  const strangers: string[] = [];
  const otherImages = new Set<string>();
  const images = new Map<string, ImageRecord>();
  const fitting = (container: FoundContainer) =>
    known.filter(each => ownerAmong(container, each) !== undefined);
  let used = 0;
  for (const container of found.containers) {
    const [first, ...others] = fitting(container);
    if (first === undefined) {
      strangers.push(keyOf(container, container.owners[0]!));
      continue;
    }
    used++;
    const key = `${environment === undefined ? '' : `${environment}:`}${keyOf(container, first)}`;
    const record = ofImages(container.record, [first, ...others]);
    if (Object.keys(record).length < Object.keys(container.record).length) otherImages.add(key);
    byKey.set(key, [...(byKey.get(key) ?? []), record]);
  }
  for (const image of found.images) {
    const names = namesHere(image, known);
    if (names.length > 0) used++;
    for (const name of names) images.set(name, image.record);
  }
  const merged = [...byKey].map(([key, records]) => [key, mergedRecord(records)] as const);
  return {
    images,
    containers: new Map(
      merged.map(([key, { record }]) => [key, record] as const).filter(([, each]) => !isEmpty(each)),
    ),
    used,
    strangers: named(strangers, known),
    others: [...otherImages],
    contradictions: merged.flatMap(([key, { isTorn }]) => (isTorn ? [key] : [])),
  };
}

/** The owner that a rendered container is of, if any. */
function ownerAmong({ namespace, owners, container }: FoundContainer, known: Known) {
  if (container !== known.container || (known.namespace !== undefined && known.namespace !== namespace))
    return undefined;
  return owners.find(
    ({ kind, name }) => name === known.name && kind.toLowerCase() === known.kind.toLowerCase(),
  );
}

function keyOf(
  { namespace, container }: Pick<FoundContainer, 'namespace' | 'container'>,
  { kind, name }: { readonly kind: string; readonly name: string },
): string {
  return [namespace, kind, name, container].join('/');
}

/** Without what ran another image than those that are rendered: it says nothing of these. */
function ofImages(record: ContainerRecord, known: readonly Known[]): ContainerRecord {
  const isOurs = (seen: { image: string; digest?: string | undefined } | undefined) =>
    seen === undefined || known.some(({ image }) => isSameImage(image, seen, undefined));
  const { usage, user, profile } = record;
  return {
    ...(usage && { usage }),
    ...(user && isOurs(user) && { user }),
    ...(profile && isOurs(profile) && { profile }),
  };
}

function isEmpty(record: ContainerRecord): boolean {
  return Object.keys(record).length === 0;
}

/** What the pods of one container say alike. */
function mergedRecord(records: readonly ContainerRecord[]): {
  readonly record: ContainerRecord;
  readonly isTorn: boolean;
} {
  const users = records.flatMap(({ user }) => user ?? []);
  const isTorn = new Set(users.map(({ uid }) => uid)).size > 1;
  const profiles = records.flatMap(({ profile }) => profile ?? []);
  const usage = records.findLast(each => each.usage !== undefined)?.usage;
  const [user] = users;
  // Recorded from the start, and by who looks at more than the manifest.
  const profile =
    profiles.find(each => each.partial !== true && each.capabilities !== undefined) ??
    profiles.find(each => each.partial !== true) ??
    profiles[0];
  return {
    record: { ...(usage && { usage }), ...(user && !isTorn && { user }), ...(profile && { profile }) },
    isTorn,
  };
}

/** The references of an image under which it is rendered: by its digest too, whatever it is called. */
function namesHere({ names, record }: FoundImage, known: readonly Known[]): string[] {
  const here = known.filter(
    ({ image }) =>
      names.includes(fullReference(image)) ||
      (image.digest !== undefined && record.digests?.includes(image.digest)),
  );
  return [...new Set(here.map(({ image }) => fullReference(image)))].sort();
}

/** Those of namespaces that the repository renders: others are somebody else's. */
function named(strangers: readonly string[], known: readonly Known[]): string[] {
  const keys = known.flatMap(each =>
    each.namespace === undefined ? [] : [keyOf({ ...each, namespace: each.namespace }, each)],
  );
  const namespaces = new Set(known.map(({ namespace }) => namespace));
  return [...new Set(strangers)]
    .filter(key => namespaces.has(key.split('/')[0]))
    .map(key => `${key}${didYouMean(key, keys)}`);
}
