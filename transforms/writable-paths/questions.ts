/** What only a person can say of where an image writes. */

import type { Ask, Container, Hint, Root } from '../../src/transform.ts';
import { saying } from '../shared/choices.ts';
import { effectiveSecurity } from '../shared/pods.ts';
import { enumerated, imageQuestion, otherUser, type Question, releaseOf } from '../shared/prose.ts';
import { namedPaths } from './named-paths.ts';

/**
 * One answer is enough for all images: whether their content may be copied. It unlocks what only an option allows, and with
 * --unsafe at that: offered, and nobody is asked. Where nothing can copy it, what is written is asked.
 *
 * @param folders of the image that it writes to
 */
export function copyQuestion(container: Container, folders: readonly string[]): Question {
  const { role, facts, askedAs } = container;
  if (role !== 'main' || facts.shell === false)
    return {
      blocked: `an empty volume there would hide it, and nothing can copy it: which paths are really written? images: {${askedAs}: {writes: [?]}}`,
      asks: [{ type: 'image', image: askedAs, facts: ['writes'], ...releaseOf(container) }],
    };
  return {
    blocked:
      'may an init container copy them into a volume whenever the pod starts? If so: transforms: {writable-paths: {hydrate: true}}, and --unsafe',
    asks: [
      {
        type: 'decision',
        about: 'read-only roots where images write among files of their own',
        question:
          'may an init container copy those files into a volume whenever a pod starts? What comes of it is for --unsafe',
        names: [`${enumerated(folders)} of ${container.image.name}`],
        choices: [saying('yes, it may', 'writable-paths', 'hydrate', true)],
        isOptional: true,
      } satisfies Ask,
    ],
  };
}

/** Of files that are written: what could be a volume in their place. */
export function fileQuestion(container: Container, files: readonly string[]): Question {
  const around = `which folders around ${enumerated(files)} may be empty when it starts`;
  return imageQuestion(container, around, 'writes', '[?]');
}

/** Of folders that no image can do without. */
export function systemQuestion(container: Container, folders: readonly string[]): Question {
  const below = `which folders below ${enumerated(folders)} does ${container.image.name} write`;
  return imageQuestion(container, below, 'writes', '[?]');
}

/** Of data without a volume: a new one directly at its folder would be root's. */
export function directoryQuestion({ image }: Container, path: string): Question {
  return {
    known: `no volume holds its data, and a new one at ${path} would be root's: ${image.name} starts only with a folder of its own there`,
  };
}

/**
 * Root writes anywhere, and other users where the Dockerfile of the image lets them: who says which user it has need not be
 * asked for paths as well.
 */
export function whereItWrites(container: Container, root: Root): Question {
  const { image, facts } = container;
  const isUserOpen =
    // The cluster gives each namespace users of its own.
    root.platform.openShift === undefined &&
    facts.user === undefined &&
    facts.imageUser === undefined &&
    effectiveSecurity(container, 'runAsUser') === undefined &&
    effectiveSecurity(container, 'runAsNonRoot') !== true;
  return isUserOpen && facts.userLeftAt !== undefined
    ? imageQuestion(container, otherUser(facts.userLeftAt), 'user')
    : imageQuestion(
        container,
        `which paths does ${image.name} write`,
        'writes',
        '[?]',
        namedPaths(container) ?? keptByExporter(container),
      );
}

/** One program that asks another and answers on a page: what it would keep is for whoever asks it. */
function keptByExporter({ image }: Container): Hint | undefined {
  const isExporter = /(?:^|[-_/])exporter$/.test(image.name);
  return isExporter ? { value: [], because: 'exporters keep nothing' } : undefined;
}
