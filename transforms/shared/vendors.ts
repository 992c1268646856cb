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

/** Whether an image is a product of its makers, which the repository takes as it comes. */
export function isProduct({ image: { registry }, facts: { dockerfile } }: Container): boolean {
  return dockerfile === undefined && REGISTRIES.has(registry);
}
