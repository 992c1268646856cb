/** What is kept and holds no more: nothing that it is about is rendered, it is of another image, or too long ago. */
import type { ContainerRecord, ImageRecord } from '../config/evidence-schema.ts';
import { fullReference } from '../kubernetes/images/image-reference.ts';
import { isSameImage } from '../kubernetes/images/same-image.ts';
import type { Known } from './match.ts';

export interface Outdated {
  /** What would be left of each; null where nothing would. */
  readonly images: ReadonlyMap<string, null>;
  readonly containers: ReadonlyMap<string, ContainerRecord | null>;
  /** A line for each. */
  readonly reasons: readonly string[];
}

interface Kept {
  readonly images: ReadonlyMap<string, ImageRecord>;
  readonly containers: ReadonlyMap<string, ContainerRecord>;
}

export function outdated(kept: Kept, known: readonly Known[], isOld: (date: string) => boolean): Outdated {
  const reasons: string[] = [];
  const images = new Map<string, null>();
  for (const [name, { date, digests = [] }] of kept.images) {
    const running = known.filter(({ image }) => isImage(image, name, digests));
    // The same bits are the same tomorrow.
    const isExact = running.some(({ image }) => image.digest !== undefined);
    const reason = running.length === 0 ? GONE : isOld(date) && !isExact ? ageOf(date) : undefined;
    if (reason === undefined) continue;
    reasons.push(`${name}: ${reason}`);
    images.set(name, null);
  }
  const byKey = indexed(known);
  const containers = new Map<string, ContainerRecord | null>();
  for (const [key, record] of kept.containers) {
    const running = byKey(key);
    const left: { -readonly [Part in keyof ContainerRecord]: ContainerRecord[Part] } = {};
    for (const part of ['usage', 'user', 'profile'] as const) {
      const said = record[part];
      if (said === undefined) continue;
      const reason = whyNot(said, running, isOld);
      if (reason === undefined) Object.assign(left, { [part]: said });
      else reasons.push(`${key}, ${part}: ${reason}`);
    }
    const parts = Object.keys(left).length;
    if (parts < Object.keys(record).length) containers.set(key, parts === 0 ? null : left);
  }
  return { images, containers, reasons };
}

const GONE = 'nothing renders it any more';

function ageOf(date: string): string {
  return `it is of ${date}, which is too long ago`;
}

function whyNot(
  said: { readonly date: string; readonly image?: string; readonly digest?: string | undefined },
  running: readonly Known[],
  isOld: (date: string) => boolean,
): string | undefined {
  if (running.length === 0) return GONE;
  if (isOld(said.date)) return ageOf(said.date);
  const { image, digest } = said;
  if (image === undefined) return undefined;
  return running.some(each => isSameImage(each.image, { image, digest }, undefined))
    ? undefined
    : `it is of image ${image}, and another one is rendered`;
}

function isImage(image: Known['image'], name: string, digests: readonly string[]): boolean {
  return fullReference(image) === name || (image.digest !== undefined && digests.includes(image.digest));
}

/** The rendered containers that a key of the file is about. */
function indexed(known: readonly Known[]): (key: string) => readonly Known[] {
  const found = new Map<string, Known[]>();
  for (const each of known) {
    const name = [each.kind, each.name, each.container].join('/');
    const list = found.get(name);
    if (list === undefined) found.set(name, [each]);
    else list.push(each);
  }
  return key => {
    const [, environment, namespace = '', name = ''] = /^(?:([^:]+):)?([^/]+)\/(.+)$/.exec(key) ?? [];
    return (found.get(name) ?? []).filter(
      each =>
        (each.namespace === undefined || each.namespace === namespace) &&
        (environment === undefined || each.environments.includes(environment)),
    );
  };
}
