/** What the name of a registry tells. */
import { type ImageReference, isStandIn } from './image-reference.ts';

const PUBLIC =
  /^(?:docker\.io|quay\.io|ghcr\.io|gcr\.io|k8s\.gcr\.io|registry\.k8s\.io|mcr\.microsoft\.com|public\.ecr\.aws|docker\.elastic\.co|registry\.redhat\.io|registry\.access\.redhat\.com|cgr\.dev|lscr\.io)$/;

/** Whether everybody may pull from it: others are somebody's own, and their names differ by environment and account. */
export function isPublicRegistry(registry: string): boolean {
  return PUBLIC.test(registry);
}

/** Words for a name that is still to come. */
const STAND_IN = /^(?:placeholder|(?:change|replace|fill)[-_]?me|replace|your[-_].+|dummy|todo|tbd|xxx+)$/i;

/**
 * Whether a pipeline has yet to say where the image is: a first part that says so (`placeholder/web`), a word in capitals in place
 * of any part (`ghcr.io/GITHUB_OWNER/web`), or a host that can never be one (RFC 2606).
 */
export function isPlaceholder({ registry, repository, name }: ImageReference): boolean {
  const [host = ''] = registry.split(':');
  if (/\.invalid$/i.test(host) || [host, ...repository.split('/')].some(isStandIn)) return true;
  const first = name.includes('/') ? name.split('/')[0]! : repository.split('/').at(-1)!;
  return first.split('.').some(label => STAND_IN.test(label.replace(/:\d+$/, '')));
}
