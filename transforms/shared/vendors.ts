/** Images that their makers give out finished. */
import type { Container } from '../../src/transform.ts';

/** Registries of makers: nobody pushes images of their own there. */
const REGISTRIES = new Set([
  'docker.elastic.co',
  'k8s.gcr.io',
  'mcr.microsoft.com',
  'registry.access.redhat.com',
  'registry.connect.redhat.com',
  'registry.developers.crunchydata.com',
  'registry.k8s.io',
  'registry.redhat.io',
]);

/** The registry of a cluster of OpenShift, where the streams of this namespace are those that it comes with. */
const OF_OPENSHIFT =
  /^(?:image-registry\.openshift-image-registry\.svc|docker-registry\.default\.svc)(?:[.:]|$)/;

/** Whether an image is a product of its makers, which the repository takes as it comes. */
export function isProduct({ image: { registry, repository }, facts: { dockerfile } }: Container): boolean {
  if (dockerfile !== undefined) return false;
  return REGISTRIES.has(registry) || (OF_OPENSHIFT.test(registry) && repository.startsWith('openshift/'));
}
