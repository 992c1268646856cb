/** What the configuration says of images, and by which key it says it. */
import {
  fullRepository,
  type ImageReference,
  parseImageReference,
} from '../kubernetes/images/image-reference.ts';
import { fitsWildcard } from '../kubernetes/wildcard.ts';
import { originalRepository } from './families/match.ts';
import type { ProbeKind } from './families/record/family.ts';

/** An answer, or an open question. */
export type Answer<T> = T | '?' | undefined;

/** Facts of one image as the configuration states them: `ImageEntry` of src/config fits. */
export interface ConfiguredFacts {
  readonly user?: Answer<number>;
  readonly group?: Answer<number>;
  readonly writes?: Answer<readonly string[]>;
  readonly capabilities?: Answer<readonly string[]>;
  readonly ports?: Answer<readonly (number | '?')[]>;
  readonly probes?: Answer<Readonly<Partial<Record<ProbeKind, Answer<object>>>>>;
  readonly shell?: Answer<boolean>;
  readonly apiToken?: Answer<boolean>;
  readonly seccomp?: Answer<'RuntimeDefault' | 'Unconfined'>;
  /** Whether it is the public image that it has the name of. */
  readonly official?: Answer<boolean>;
  /** What it is built from: a path, or {@link NOT_BUILT_HERE}. */
  readonly dockerfile?: Answer<string>;
  readonly tag?: Answer<string>;
  readonly resources?: Answer<object>;
}

/** Said of an image that no Dockerfile of the repository makes. */
export const NOT_BUILT_HERE = 'none';

/** The `images:` section, and where each entry of it stands. `LoadedConfig` of src/config fits. */
export interface ConfiguredImages {
  readonly config: { readonly images?: Readonly<Record<string, ConfiguredFacts | string>> | undefined };
  at(path: readonly (string | number)[]): string | undefined;
}

/** A list with an open question among its items is no answer: it may be incomplete. */
export function isAnswer<T>(answer: Answer<T>): answer is T {
  if (answer === undefined || answer === '?') return false;
  return !(Array.isArray(answer) && answer.includes('?'));
}

/** Whether the configuration knows the image: by the answer, or by any fact of it. */
export function isSettled({ tag: _, official, dockerfile, ...facts }: ConfiguredFacts): boolean {
  if (isAnswer(dockerfile) && dockerfile !== NOT_BUILT_HERE) return true;
  return isAnswer(official) || Object.values(facts).some(each => each !== undefined && isAnswer(each));
}

/**
 * The configuration's keys for an image, those first whose facts win: its name as written, its full repository, a name it had
 * before, or the path of either in a private registry (`asmm8` also names `registry.example.com/asmm8`); then patterns over any of these
 * (`gcr.io/k8s-prow/*`), the longest first.
 *
 * @param image null for what is no image reference (capitals in its path): its names alone count
 */
export function configKeysOf(
  image: ImageReference | null,
  keys: readonly string[],
  otherNames: readonly string[],
): readonly string[] {
  if (image === null) return keys.filter(key => otherNames.includes(key));
  const full = originalRepository(fullRepository(image));
  const isFull = (key: string) => {
    const parsed = parseImageReference(key);
    return parsed !== null && originalRepository(fullRepository(parsed)) === full;
  };
  const inRegistry = [image, ...otherNames.map(parseImageReference)].flatMap(each =>
    each === null || each.registry === 'docker.io' ? [] : [each.repository],
  );
  const own =
    keys.find(key => key === image.name) ??
    keys.find(isFull) ??
    keys.find(key => otherNames.includes(key)) ??
    keys.find(key => inRegistry.includes(key));
  const names = [image.name, full, ...otherNames, ...inRegistry];
  const patterns = keys.filter(key => key.includes('*') && names.some(name => fitsWildcard(key, name)));
  return [...(own === undefined ? [] : [own]), ...patterns.sort((a, b) => b.length - a.length)];
}

/** What the configuration says of an image by one or more keys, and where. */
export interface SaidOfImage {
  readonly facts: ConfiguredFacts;
  /** `file:line` of a fact, by its path in the entry. */
  at(path: readonly string[]): string | undefined;
}

/**
 * The facts of all keys, those of the first over those of the others one by one. An open question takes none away.
 *
 * @param ownFacts what the Dockerfile of the image says itself: a pattern is about the images of many, and yields to that
 */
export function saidBy(
  { config, at }: ConfiguredImages,
  keys: readonly string[],
  ownFacts: ReadonlySet<keyof ConfiguredFacts> = new Set(),
): SaidOfImage {
  const facts: Record<string, unknown> = {};
  const places = new Map<string, readonly string[]>();
  const take = (into: Record<string, unknown>, name: string, value: unknown, path: readonly string[]) => {
    if (value === undefined || (!isAnswer(value) && into[name] !== undefined)) return;
    into[name] = value;
    places.set(path.slice(2).join('.') || name, path);
  };
  for (const key of [...keys].reverse()) {
    const entry = config.images?.[key];
    if (typeof entry === 'string') take(facts, 'tag', entry, ['images', key]);
    else
      for (const [name, value] of Object.entries(entry ?? {})) {
        if (key.includes('*') && ownFacts.has(name as keyof ConfiguredFacts)) continue;
        if (name !== 'probes' || !isMap(value) || !isMap(facts.probes)) {
          take(facts, name, value, ['images', key, name]);
          continue;
        }
        const probes = { ...facts.probes };
        for (const [kind, probe] of Object.entries(value))
          take(probes, kind, probe, ['images', key, name, kind]);
        facts.probes = probes;
      }
  }
  return {
    facts: facts as ConfiguredFacts,
    at(path) {
      const [name = '', kind] = path;
      const whole = places.get(name);
      const place = kind === undefined ? whole : (places.get(`${name}.${kind}`) ?? whole);
      if (place === undefined) return undefined;
      return at(place.length === 2 ? place : [...place.slice(0, 2), ...path]);
    },
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ports that it states; undefined where it asks for them. */
export function portsOf(said: ConfiguredFacts['ports']): readonly number[] | undefined {
  return isAnswer(said) ? said.filter(port => port !== '?') : undefined;
}
