/**
 * Image references after the grammar of distribution/reference:
 * `[domain/]path[:tag][@digest]`, with Docker Hub's short forms.
 */

export interface ImageReference {
  /** As written. */
  readonly text: string;
  /** As written, without tag and digest. */
  readonly name: string;
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** Path within the registry, normalised: `library/nginx`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** True when any part holds `${VAR}`, `$(VAR)` or `{{ }}`: what it names is known only after substitution. */
  readonly hasVariables: boolean;
}

const VARIABLE = /\$\{[^}]*\}|\$\([^)]*\)|\{\{.*?\}\}/g;
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const DOMAIN =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?$/;
/** A word in capitals that a pipeline replaces by the registry: no host has an underscore in its name. */
const STAND_IN = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
/** Such a word in place of an owner or of a name: no path has capitals. */
const STAND_INS = /(?<=\/)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?=[/:@]|$)/g;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const HUB_HOSTS = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];

/**
 * Takes an image reference apart. Variables are accepted anywhere; a `:` or `/` inside one does not split. A word that stands in
 * for the registry, or for a part of the path, counts as one.
 *
 * @returns null when the text is no image reference (empty, upper case in the path, blanks, a bad digest)
 */
export function parseImageReference(text: string): ImageReference | null {
  // Same length as the text, so that positions found in the mask hold in the text.
  const masked = text.replace(VARIABLE, variable => 'x'.repeat(variable.length));
  const hasVariables = masked !== text;
  const mask = masked.replace(STAND_INS, word => 'x'.repeat(word.length));
  const at = mask.indexOf('@');
  const nameEnd = at < 0 ? mask.length : at;
  const colon = mask.lastIndexOf(':', nameEnd - 1);
  const tagged = colon > mask.lastIndexOf('/', nameEnd - 1);
  const end = tagged ? colon : nameEnd;

  const tag = tagged ? mask.slice(colon + 1, nameEnd) : undefined;
  const digest = at < 0 ? undefined : mask.slice(at + 1);
  if (tag !== undefined && !TAG.test(tag)) return null;
  // A variable may stand for the whole digest.
  if (digest !== undefined && !DIGEST.test(digest) && !hasVariables) return null;

  const slash = mask.indexOf('/');
  const first = slash < 0 || slash > end ? '' : mask.slice(0, slash);
  const firstIsVariable = first !== '' && text.slice(0, slash) !== first && /^x+$/.test(first);
  const hasDomain = firstIsVariable || /[.:A-Z]/.test(first) || first === 'localhost';
  if (hasDomain && !DOMAIN.test(first) && !isStandIn(first)) return null;
  const pathStart = hasDomain ? slash + 1 : 0;
  if (!PATH.test(mask.slice(pathStart, end))) return null;

  const written = hasDomain ? text.slice(0, slash) : 'docker.io';
  const registry = HUB_HOSTS.includes(written) ? 'docker.io' : written;
  const path = text.slice(pathStart, end);
  return {
    text,
    name: text.slice(0, end),
    registry,
    repository:
      registry === 'docker.io' && !mask.slice(pathStart, end).includes('/') ? `library/${path}` : path,
    tag: tag === undefined ? undefined : text.slice(colon + 1, nameEnd),
    digest: digest === undefined ? undefined : text.slice(at + 1),
    hasVariables,
  };
}

/** Whether a part of an image is a word in its place (`MY_REGISTRY/shop/web`). */
export function isStandIn(part: string): boolean {
  return STAND_IN.test(part);
}

/** Prints name, tag and digest the way Kubernetes reads them: `name:tag@digest`. */
export function printImageReference(image: Pick<ImageReference, 'name' | 'tag' | 'digest'>): string {
  const tag = image.tag === undefined ? '' : `:${image.tag}`;
  const digest = image.digest === undefined ? '' : `@${image.digest}`;
  return image.name + tag + digest;
}

/** Registry and repository without short forms: `docker.io/library/nginx`. */
export function fullRepository(image: Pick<ImageReference, 'registry' | 'repository'>): string {
  return `${image.registry}/${image.repository}`;
}

/** The reference without short forms: `docker.io/library/nginx:latest` of `nginx`. No tag is added to a digest. */
export function fullReference(
  image: Pick<ImageReference, 'registry' | 'repository' | 'tag' | 'digest'>,
): string {
  const tag = image.tag ?? (image.digest === undefined ? 'latest' : undefined);
  return printImageReference({ name: fullRepository(image), tag, digest: image.digest });
}

/** Words that name a channel: the tag is pushed again with every build. */
const CHANNELS = new Set(
  'beta canary current dev devel develop edge head lts main mainline master nightly next preview prod production release rolling snapshot stable staging test trunk unstable'.split(
    ' ',
  ),
);

/**
 * Whether a tag is meant to move from image to image: none at all (`latest`), `latest`, a channel (`stable`, `main`),
 * or a bare variant (`alpine`, `bookworm`). Tags that carry a version, date or commit do not count, although
 * `16` moves too; a tag with a variable cannot be judged and does not count either.
 */
export function isMovingTag(tag: string | undefined): boolean {
  if (tag === undefined) return true;
  if (/[${}]/.test(tag)) return false;
  const words = tag.toLowerCase().split(/[-_.]/);
  if (words.includes('latest')) return true;
  if (/\d/.test(tag)) return false;
  if (words.some(word => CHANNELS.has(word))) return true;
  return !/^[0-9a-f]{7,40}$/.test(tag);
}

/** Branches, and environments into which every build of one goes. */
const BRANCHES = new Set(
  'dev devel develop development head main mainline master preview prod production qa stage staging test trunk uat'.split(
    ' ',
  ),
);

/** Whether a tag names a branch or an environment (`main`, `latest-dev`): pushing it again is how new builds are deployed. */
export function isBranchTag(tag: string | undefined): boolean {
  const words = (tag ?? 'latest').toLowerCase().split(/[-_.]/);
  return (
    words.some(word => BRANCHES.has(word)) && words.every(word => word === 'latest' || BRANCHES.has(word))
  );
}

/** Tags that are called after environments which are none of production. */
const BEFORE_PRODUCTION = new Set(
  'dev devel develop development qa stage staging stg test testing uat preprod'.split(' '),
);

/** The environment before production that a tag is called after (`staging`, `latest-dev`); undefined where it is not. */
export function environmentOfTag(tag: string | undefined): string | undefined {
  const words = (tag ?? '').toLowerCase().split(/[-_.]/);
  const [environment, ...others] = words.filter(word => word !== 'latest');
  return others.length === 0 && environment !== undefined && BEFORE_PRODUCTION.has(environment)
    ? environment
    : undefined;
}
