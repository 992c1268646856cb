/** Which family an image belongs to. */

import { fullRepository, type ImageReference } from '../../kubernetes/images/image-reference.ts';
import { APPLICATION_FAMILIES } from './applications/applications.ts';
import { CONSOLE_FAMILIES } from './applications/consoles.ts';
import { HOME_FAMILIES } from './applications/home.ts';
import { WEB_FAMILIES } from './applications/web.ts';
import { BASE_FAMILIES } from './bases.ts';
import { BITNAMI_EXPORTERS, BITNAMI_FAMILIES, OTHER_BITNAMI } from './bitnami/bitnami.ts';
import { AGENT_FAMILIES } from './cluster/agents.ts';
import { CONTROLLER_FAMILIES } from './cluster/controllers.ts';
import { DELIVERY_FAMILIES } from './cluster/delivery.ts';
import { GITOPS_FAMILIES } from './cluster/gitops.ts';
import { IDENTITY_FAMILIES } from './cluster/identity.ts';
import { OPERATOR_FAMILIES } from './cluster/operators.ts';
import { PLATFORM_FAMILIES } from './cluster/platform.ts';
import { EXPORTER_FAMILIES } from './metrics/exporters.ts';
import { MONITORING_FAMILIES } from './metrics/monitoring.ts';
import { TELEMETRY_FAMILIES } from './metrics/telemetry.ts';
import { type Family, forTag } from './record/family.ts';
import { CACHE_FAMILIES } from './stores/caches.ts';
import { DATABASE_FAMILIES } from './stores/databases.ts';
import { MESSAGING_FAMILIES } from './stores/messaging.ts';
import { SEARCH_FAMILIES } from './stores/search.ts';

/** Every family; an exact repository goes before a pattern. */
export const FAMILIES: readonly Family[] = [
  ...BITNAMI_FAMILIES,
  ...BITNAMI_EXPORTERS,
  ...WEB_FAMILIES,
  ...DATABASE_FAMILIES,
  ...CACHE_FAMILIES,
  ...MESSAGING_FAMILIES,
  ...SEARCH_FAMILIES,
  ...MONITORING_FAMILIES,
  ...EXPORTER_FAMILIES,
  ...TELEMETRY_FAMILIES,
  ...AGENT_FAMILIES,
  ...CONTROLLER_FAMILIES,
  ...OPERATOR_FAMILIES,
  ...GITOPS_FAMILIES,
  ...PLATFORM_FAMILIES,
  ...IDENTITY_FAMILIES,
  ...DELIVERY_FAMILIES,
  ...APPLICATION_FAMILIES,
  ...CONSOLE_FAMILIES,
  ...HOME_FAMILIES,
  ...BASE_FAMILIES,
  OTHER_BITNAMI,
];

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

type Reference = Pick<ImageReference, 'registry' | 'repository' | 'tag' | 'digest'>;

/**
 * The family of an image, as the variant that its tag names.
 *
 * @param image what the container runs: after kustomize's `images:`
 * @returns null for images that nobody has described, those of private mirrors among them ({@link candidateOf}), and those
 *   whose name depends on a variable
 */
export function familyOf(image: Reference): Family | null {
  const repository = originalRepository(fullRepository(image));
  const { exact, globs } = index();
  const found = exact.get(repository) ?? globs.find(({ pattern }) => pattern.test(repository))?.family;
  return found === undefined ? null : forTag(found, image.tag, image.digest);
}

/** A family that an image has the name of, and the repository that it then comes from. */
export interface Candidate {
  readonly family: Family;
  readonly repository: string;
}

/**
 * The family that an image of another registry may be a copy of: by the end of its path, the longest first. Bases and tools
 * are none: little is known of them, and what runs in them decides.
 */
export function candidateOf(image: Reference): Candidate | undefined {
  if (image.registry === 'docker.io' || familyOf(image) !== null) return undefined;
  const parts = image.repository.split('/');
  for (let start = 0; start < parts.length; start++) {
    const found = index().byPath.get(parts.slice(start).join('/'));
    if (found !== undefined && !isOwnTag(image.tag, found.repository))
      return { family: forTag(found.family, image.tag, image.digest), repository: found.repository };
  }
  return undefined;
}

/** Of Docker's own images the only one whose versions begin with a letter. */
const WITH_LETTER: ReadonlySet<string> = new Set(['docker.io/library/traefik']);

/** Whether a tag is none that the image of that name has ever had: somebody has built another one under it. */
function isOwnTag(tag: string | undefined, repository: string): boolean {
  if (tag === undefined) return false;
  const isCommit = /^(?:sha-)?[0-9a-f]{7,40}$/.test(tag) && /[a-f]/.test(tag);
  const isLettered = /^v\d/.test(tag) && /^docker\.io\/library\//.test(repository);
  return isCommit || (isLettered && !WITH_LETTER.has(repository));
}

/** The repository behind a public mirror, else the repository itself. */
export function originalRepository(repository: string): string {
  for (const [prefix, original] of MIRRORS) {
    if (repository.startsWith(prefix)) return original + repository.slice(prefix.length);
  }
  return repository;
}

interface Index {
  readonly exact: ReadonlyMap<string, Family>;
  readonly globs: readonly { readonly pattern: RegExp; readonly family: Family }[];
  /** By the path within the registry, and by its last component where that names the family. */
  readonly byPath: ReadonlyMap<string, Candidate>;
}

let built: Index | undefined;

/** Built on first use: most commands look at a few images, some at none. */
function index(): Index {
  if (built) return built;
  const exact = new Map<string, Family>();
  const globs: { pattern: RegExp; family: Family }[] = [];
  for (const each of FAMILIES) {
    for (const pattern of each.match) {
      if (pattern.includes('*')) globs.push({ pattern: expressionOf(pattern), family: each });
      else exact.set(pattern, each);
    }
  }
  built = { exact, globs, byPath: pathsOf(exact) };
  return built;
}

/** Paths of Docker's library first: a bare name means that one. */
function pathsOf(exact: ReadonlyMap<string, Family>): ReadonlyMap<string, Candidate> {
  const found = new Map<string, Candidate>();
  const add = (path: string, candidate: Candidate) => {
    if (!found.has(path)) found.set(path, candidate);
  };
  const named = [...exact].filter(([, { component }]) => component !== undefined);
  const inLibrary = ([repository]: readonly [string, Family]) => repository.startsWith(LIBRARY);
  for (const [repository, family] of named.filter(inLibrary))
    add(repository.slice(LIBRARY.length), { family, repository });
  for (const [repository, family] of named) {
    const path = repository.slice(repository.indexOf('/') + 1);
    add(path, { family, repository });
    const last = path.slice(path.lastIndexOf('/') + 1);
    if (isNamedLike(last, family)) add(last, { family, repository });
  }
  return found;
}

/** `kafka` says what it is, `node` and `controller` do not. */
function isNamedLike(name: string, { id }: Family): boolean {
  const word = name.replaceAll('_', '-');
  return word === id || word.startsWith(`${id}-`);
}

const LIBRARY = 'docker.io/library/';

/** `*` stays within one component of the repository. */
function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map(part => part.replace(/[.+?^$()|[\]{}\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}
