/** Which host answers for a registry, and how far it is trusted. */

/** Docker Hub has one name in references and another one on the network. */
const HUB = 'docker.io';
const HUB_HOST = 'registry-1.docker.io';

/** The host, with its port, that answers for the registry of a reference. */
export function hostOf(registry: string): string {
  return registry === HUB ? HUB_HOST : registry;
}

/** What `docker login` writes for Docker Hub, and what its helpers are asked for. */
export const HUB_KEY = 'https://index.docker.io/v1/';

/** Names by which configurations know Docker Hub. */
export function isHub(host: string): boolean {
  return [HUB, HUB_HOST, 'index.docker.io'].includes(host);
}

/** `localhost` and addresses of this machine: the only hosts that are asked without encryption unless somebody says so. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(hostname) ||
    hostname === '[::1]'
  );
}

/** Names below which a country's registry sells domains: `co.uk`, `com.au`. */
const SECOND_LEVEL = /^(?:ac|co|com|edu|go|gov|ne|net|or|org)\.[a-z]{2}$/;

/**
 * Whether credentials for one host may be sent to another one: to itself, or to one of the same domain
 * (`registry.gitlab.com`, `gitlab.com`). Of hosts without a domain only the same one is.
 */
export function isSameDomain(host: string, other: string): boolean {
  if (host === other) return true;
  if ([host, other].some(each => /^[\d.]+$|^\[/.test(each))) return false;
  return domainOf(host) !== undefined && domainOf(host) === domainOf(other);
}

function domainOf(host: string): string | undefined {
  const labels = host.toLowerCase().split('.');
  const length = SECOND_LEVEL.test(labels.slice(-2).join('.')) ? 3 : 2;
  return labels.length < length ? undefined : labels.slice(-length).join('.');
}
