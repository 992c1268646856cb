/** Asks registries by the OCI distribution API, each thing once. */
import { fullReference, fullRepository, type ImageReference } from '../kubernetes/images/image-reference.ts';
import type { ProcessEnvironment } from '../workspace/programs.ts';
import { newAuthorizations } from './authorization.ts';
import { newCredentials } from './credentials.ts';
import { newSend, OUTSIDE, type Outside } from './http.ts';
import { type Described, describe, digestOfTag, tagsOf } from './manifests.ts';
import { newPatience } from './patience.ts';
import { newSource } from './source.ts';
import { newestSame } from './versions.ts';

export interface Registry {
  /** What a reference with a tag, or none, stands for now. @throws RegistryProblem */
  image(reference: ImageReference): Promise<Described>;
  /** The version that a moving tag stands for now: a tag of the same digest. @throws RegistryProblem */
  versionOf(reference: ImageReference): Promise<string | undefined>;
}

export interface RegistryOptions {
  readonly env: ProcessEnvironment;
  /** Hosts, besides this machine, that may be asked without encryption. */
  readonly plainHttp?: readonly string[];
  readonly outside?: Outside;
}

export function openRegistry({ env, plainHttp = [], outside = OUTSIDE }: RegistryOptions): Registry {
  const plain = new Set(plainHttp);
  const send = newSend(plain, outside);
  const patienceWith = newPatience(outside.now);
  const authorizations = newAuthorizations(send, newCredentials(env), outside);
  const sourceOf = (reference: ImageReference) =>
    newSource(reference, { send, authorizations, plain, patienceWith });
  const digestOf = once(fullReference, reference =>
    digestOfTag(sourceOf(reference), reference.tag ?? 'latest'),
  );
  const image = once(fullReference, async reference =>
    describe(sourceOf(reference), await digestOf(reference)),
  );
  const tags = once(fullRepository, reference => tagsOf(sourceOf(reference)));
  return {
    image,
    async versionOf(reference) {
      const { digest, versions } = await image(reference);
      const isSame = async (tag: string) => (await digestOf({ ...reference, tag })) === digest;
      return await newestSame(await tags(reference), versions, isSame);
    },
  };
}

function once<T>(
  keyOf: (reference: ImageReference) => string,
  ask: (reference: ImageReference) => Promise<T>,
): (reference: ImageReference) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return async reference => {
    const key = keyOf(reference);
    const answer = asked.get(key) ?? ask(reference);
    asked.set(key, answer);
    return await answer;
  };
}
