/** Places of images that are closed, emptied or frozen, and where the same images are now. */

import {
  fullReference,
  fullRepository,
  type ImageReference,
  isMovingTag,
} from '../../../src/kubernetes/images/image-reference.ts';

export interface Retired {
  /** Registry and path, up to a whole part of it. */
  readonly from: string;
  /** What stands in its place. */
  readonly to: string;
  /** `gone`: pulls fail, or will without a word. `frozen`: what is there stays, and nothing new comes. */
  readonly state: 'gone' | 'frozen';
  /** What has happened, as the end of a sentence. */
  readonly says: string;
  /** What the successor is not, as a doubt. */
  readonly but?: string;
  /** Images with a moving tag are still there. */
  readonly keepsMoving?: true;
}

/**
 * Read in the announcements of their makers.
 *
 * @see https://kubernetes.io/blog/2023/03/10/image-registry-redirect/
 * @see https://github.com/bitnami/containers/issues/83267
 * @see https://github.com/tektoncd/pipeline/issues/8870
 * @see https://github.com/kubernetes-sigs/kubebuilder/discussions/3907
 * @see https://github.com/kubernetes/test-infra/pull/32615
 */
const RETIRED: readonly Retired[] = [
  {
    from: 'k8s.gcr.io',
    to: 'registry.k8s.io',
    state: 'frozen',
    says: 'k8s.gcr.io, frozen in April 2023, only sends on to registry.k8s.io',
  },
  ...['gcr.io/google_containers', 'gcr.io/google-containers'].map(from => ({
    from,
    to: 'registry.k8s.io',
    state: 'frozen' as const,
    says: `${from} was given up for registry.k8s.io`,
  })),
  {
    from: 'docker.io/bitnami',
    to: 'docker.io/bitnamilegacy',
    state: 'gone',
    says: 'Bitnami took all versions out of docker.io/bitnami in September 2025',
    but: 'bitnamilegacy gets no updates: it is a stop-gap until another image is chosen',
    keepsMoving: true,
  },
  {
    from: 'gcr.io/tekton-releases',
    to: 'ghcr.io/tektoncd',
    state: 'gone',
    says: 'Tekton closed gcr.io/tekton-releases in July 2025',
  },
  {
    from: 'gcr.io/kubebuilder',
    to: 'quay.io/brancz',
    state: 'gone',
    says: 'gcr.io/kubebuilder went away with Container Registry in March 2025',
    but: 'quay.io/brancz is where the makers of kube-rbac-proxy put it, built by themselves',
  },
  {
    from: 'gcr.io/k8s-prow',
    to: 'us-docker.pkg.dev/k8s-infra-prow/images',
    state: 'frozen',
    says: 'Prow pushes nothing to gcr.io/k8s-prow since 2024',
  },
];

/** What is retired of an image's place; undefined where it is still given out there. */
export function retiredPlace(image: ImageReference): Retired | undefined {
  if (image.hasVariables) return undefined;
  const full = fullRepository(image);
  const found = RETIRED.find(({ from }) => full.startsWith(`${from}/`));
  // A digest beside a moving tag is that of a day.
  const isMoving = image.digest === undefined && isMovingTag(image.tag);
  return found?.keepsMoving && isMoving ? undefined : found;
}

/** The same image, by its new name. */
export function movedImage(image: ImageReference, { from, to }: Retired): ImageReference {
  const name = `${to}${fullRepository(image).slice(from.length)}`;
  const [registry = ''] = name.split('/');
  // Where the old name leaves the registry out the new one does too.
  const isShort = registry === 'docker.io' && !image.name.includes('docker.io/');
  return {
    ...image,
    registry,
    repository: name.slice(registry.length + 1),
    name: isShort ? name.slice(registry.length + 1) : name,
  };
}

/** The reference by which the lock file knows the successor, of images that have one. */
export function successorOf(image: ImageReference): string | undefined {
  const retired = retiredPlace(image);
  return retired === undefined ? undefined : fullReference(movedImage(image, retired));
}
