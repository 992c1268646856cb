/** Which family an image belongs to. */

import { fullRepository, type ImageReference } from '../kubernetes/image-reference.ts';
import { type Family, family } from './families.ts';
import { BITNAMI_FAMILIES, OTHER_BITNAMI } from './families-bitnami.ts';
import { UPSTREAM_FAMILIES } from './families-data.ts';

/** Repositories that hold the same images under another name. */
const MIRRORS: readonly (readonly [prefix: string, original: string])[] = [
  ['mirror.gcr.io/', 'docker.io/'],
  ['public.ecr.aws/docker/library/', 'docker.io/library/'],
  ['public.ecr.aws/bitnami/', 'docker.io/bitnami/'],
  ['docker.io/bitnamilegacy/', 'docker.io/bitnami/'],
  ['docker.io/bitnamisecure/', 'docker.io/bitnami/'],
  ['k8s.gcr.io/', 'registry.k8s.io/'],
  ['registry.hub.docker.com/', 'docker.io/'],
];

/**
 * The family of an image, as the variant that its tag names.
 *
 * @param image what the container runs: after kustomize's `images:`
 * @returns null for images that nobody has described, those of private mirrors among them (what they hold is not ours
 *   to guess), and those whose name depends on a variable
 */
export function familyOf(
  image: Pick<ImageReference, 'registry' | 'repository' | 'tag' | 'digest'>,
): Family | null {
  const repository = originalRepository(fullRepository(image));
  const { exact, globs } = index();
  const found = exact.get(repository) ?? globs.find(({ pattern }) => pattern.test(repository))?.family;
  return found === undefined ? null : variantOf(found, image);
}

/** The repository behind a public mirror, else the repository itself. */
export function originalRepository(repository: string): string {
  for (const [prefix, original] of MIRRORS) {
    if (repository.startsWith(prefix)) return original + repository.slice(prefix.length);
  }
  return repository;
}

/**
 * The variant that the tag names. A digest alone, or a tag with a variable, may be any variant: what the family says
 * then is a default, and nothing of it verified.
 */
function variantOf(base: Family, { tag, digest }: Pick<ImageReference, 'tag' | 'digest'>): Family {
  if (base.variants.length === 0) return base;
  const isUnknown = tag === undefined ? digest !== undefined : /[${}]/.test(tag);
  if (isUnknown) return { ...base, verified: new Set() };
  const variant = base.variants.find(each => each.tag.test(tag ?? ''));
  return variant === undefined ? base : family(`${base.id}:${variant.id}`, base.match, variant.facts);
}

interface Index {
  readonly exact: ReadonlyMap<string, Family>;
  readonly globs: readonly { readonly pattern: RegExp; readonly family: Family }[];
}

let built: Index | undefined;

/** Built on first use: most commands look at a few images, some at none. */
function index(): Index {
  if (built) return built;
  const exact = new Map<string, Family>();
  const globs: { pattern: RegExp; family: Family }[] = [];
  for (const each of [...BITNAMI_FAMILIES, ...UPSTREAM_FAMILIES, OTHER_BITNAMI]) {
    for (const pattern of each.match) {
      if (pattern.includes('*')) globs.push({ pattern: expressionOf(pattern), family: each });
      else exact.set(pattern, each);
    }
  }
  built = { exact, globs };
  return built;
}

/** `*` stays within one component of the repository. */
function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map(part => part.replace(/[.+?^$()|[\]{}\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}
