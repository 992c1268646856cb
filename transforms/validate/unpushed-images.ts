/** Images that the repository builds, in an environment whose nodes ask Docker Hub for them: a stranger's or none (catalogue M20). */

import type { Container, Proposal, Root } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';
import { isPulledAtEveryStart, unpushedBuild } from '../shared/images/unpushed.ts';
import { describeContainer } from '../shared/pods.ts';

export type UnpushedMessage = 'unpushed-image';

export function* unpushedImages(container: Container, root: Root): Generator<Proposal<UnpushedMessage>> {
  const dockerfile = unpushedBuild(container, root);
  if (dockerfile === undefined) return;
  const { image, workload, path } = container;
  yield {
    message: 'unpushed-image',
    data: { subject: describeContainer(container), image: image.text, dockerfile },
    at: { on: workload.key, path: [...path, 'image'] },
    changes: [],
    evidence: [],
    blocked: `which registry has it? An entry of images: in ${root.path || '.'} says it: {name: ${image.name}, newName: ?}`,
    asks: [
      {
        type: 'decision',
        about: 'the registry of images that are built here',
        question: 'which registry has them? Entries of images: in their overlays say it (newName)',
        names: [image.name],
        choices: [
          staying(
            'they are there without a registry',
            isPulledAtEveryStart(container)
              ? 'the runtime of the nodes has a mirror for it'
              : 'what is built is loaded into the nodes, or their runtime has a mirror for it',
          ),
        ],
      },
    ],
  };
}
