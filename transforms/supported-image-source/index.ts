/** Images come from a place that still gives them out (catalogue H1b). */

import {
  fullReference,
  type ImageReference,
  parseImageReference,
  printImageReference,
} from '../../src/kubernetes/images/image-reference.ts';
import { type Doubt, defineTransform, type Evidence, type Root } from '../../src/transform.ts';
import { imageTrigger } from '../shared/images/image-triggers.ts';
import { movedImage, type Retired, retiredPlace } from '../shared/images/retired.ts';
import { asWorkload, describeImage, immutableTemplate } from '../shared/pods.ts';

export default defineTransform({
  id: 'supported-image-source',
  title: 'Images come from a registry that still gives them out',
  severity: 'high',
  severities: { frozen: 'medium' },
  group: 'supply-chain',
  // Before digests are looked up: they are of the image where it is now.
  order: 390,
  preset: 'recommended',
  each: 'image',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    gone: '{subject} runs {image}, and {says}. It runs {target}',
    frozen: '{subject} runs {image}, and {says}. It runs {target}',
  },
  briefs: {
    gone: 'image no longer given out',
    frozen: 'retired registry',
  },
  docs: {
    why: 'An image that was taken away runs on where a node has it still, and fails on the next node: when something else has gone wrong already. A frozen registry gets no fixes, and one that only sends clients on is switched off one day.',
    risk: 'The other registry has to be reachable: a mirror or a policy that knows the old name only does not let it through. That it has the same image is known where the lock file shows the same digest under both names, which `kustomend pin --write` asks for: where nothing else speaks against it the fix is safe then. Pods restart. `docker.io/bitnamilegacy` is a stop-gap: nothing is fixed there, so choose another image.',
    links: [
      'https://kubernetes.io/blog/2023/03/10/image-registry-redirect/',
      'https://github.com/bitnami/containers/issues/83267',
      'https://tekton.dev/blog/2025/04/03/migration-to-github-container-registry/',
      'https://github.com/kubernetes-sigs/kubebuilder/discussions/3907',
    ],
    sameAs: [],
  },
  *plan(field, { root }) {
    const { image, resource, container } = field;
    const reference = parseImageReference(image.text);
    const retired = reference === null ? undefined : retiredPlace(reference);
    // A trigger writes the image, whatever the manifest says.
    if (reference === null || retired === undefined || (container && imageTrigger(container))) return;
    const workload = asWorkload(resource);
    const target = movedImage(reference, retired);
    const same = sameImage(reference, target, root);
    yield {
      message: retired.state,
      data: {
        subject: describeImage(field),
        image: image.text,
        says: retired.says,
        target: printImageReference(target),
      },
      at: { on: resource.key, path: field.path },
      changes: [resource.set(field.path, printImageReference(target))],
      evidence: same.evidence,
      doubts: [
        ...same.doubts,
        ...otherwise(retired),
        ...(workload === undefined ? [] : immutableTemplate(workload)),
      ],
    };
  },
});

/** Whether the lock file shows one digest under both names. */
function sameImage(
  from: ImageReference,
  to: ImageReference,
  { repository: { lock } }: Root,
): { readonly evidence: readonly Evidence[]; readonly doubts: readonly Doubt[] } {
  const name = fullReference({ ...to, digest: undefined });
  const found = lock.get(name);
  const wanted = from.digest ?? lock.get(fullReference(from))?.digest;
  if (found !== undefined && found.digest === wanted) {
    const says = `${name} is the same image as ${found.at} has it`;
    return { evidence: [{ kind: 'registry', at: found.digest, says }], doubts: [] };
  }
  return {
    evidence: [],
    doubts: [
      found !== undefined && wanted !== undefined
        ? `${found.at} has another digest there: it is not the image that runs today`
        : `that ${to.registry} has the same image is not known`,
    ],
  };
}

function otherwise({ but }: Retired): Doubt[] {
  return but === undefined ? [] : [but];
}
