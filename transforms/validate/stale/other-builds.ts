/** Images of production whose tag is called after an environment before it (catalogue M20). */

import { environmentOfTag } from '../../../src/kubernetes/images/image-reference.ts';
import type { Container, Proposal, Root } from '../../../src/transform.ts';
import { staying } from '../../shared/choices.ts';
import { isOwnImage } from '../../shared/images/vendors.ts';
import { describeContainer } from '../../shared/pods.ts';

export type BuildMessage = 'other-build';

/** What is pushed there to be tried runs in production too, as soon as somebody applies it: whatever a pipeline sets later. */
export function* otherBuilds(container: Container, root: Root): Generator<Proposal<BuildMessage>> {
  const { image, workload, path } = container;
  const environment = environmentOfTag(image.tag);
  if (environment === undefined || image.digest !== undefined || root.environment.tier !== 'production')
    return;
  // Others call variants so: `latest-dev` of Chainguard has a shell.
  if (!isOwnImage(container, root)) return;
  const folder = root.path || '.';
  const at = workload.where([...path, 'image']);
  const pipeline = root.platform.writtenByPipelineAt(at);
  yield {
    message: 'other-build',
    data: {
      subject: describeContainer(container),
      image: image.text,
      environment,
      until: pipeline === undefined ? '' : ', until a pipeline has set another',
    },
    at: { on: workload.key, path: [...path, 'image'] },
    changes: [],
    evidence: [],
    blocked: `which tag is production to run? An entry of images: in ${folder} says it`,
    asks: [
      {
        type: 'decision',
        about: `images of ${environment} in ${folder}`,
        choices: [
          staying(
            'the tag names what production runs',
            `what is tagged ${environment} is what production runs`,
          ),
        ],
      },
    ],
  };
}
