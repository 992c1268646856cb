/** What the configuration says of images, and by which key it says it. */
import { fullRepository, type ImageReference, parseImageReference } from '../kubernetes/image-reference.ts';
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
 * The configuration's key for an image: its name as written, its full repository, a name it had before, or its path
 * in a private registry (`asmm8` also names `registry.example.com/asmm8`).
 */
export function configKeyOf(
  image: ImageReference,
  keys: readonly string[],
  otherNames: readonly string[],
): string | undefined {
  const full = originalRepository(fullRepository(image));
  const isFull = (key: string) => {
    const parsed = parseImageReference(key);
    return parsed !== null && originalRepository(fullRepository(parsed)) === full;
  };
  return (
    keys.find(key => key === image.name) ??
    keys.find(isFull) ??
    keys.find(key => otherNames.includes(key)) ??
    (image.registry === 'docker.io' ? undefined : keys.find(key => key === image.repository))
  );
}

/** Ports that it states; undefined where it asks for them. */
export function portsOf(said: ConfiguredFacts['ports']): readonly number[] | undefined {
  return isAnswer(said) ? said.filter(port => port !== '?') : undefined;
}
