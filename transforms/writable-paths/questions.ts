/** What only a person can say of where an image writes. */

import type { Container } from '../../src/transform.ts';
import { enumerated, imageQuestion, type Question, releaseOf } from '../shared/prose.ts';

/** One answer is enough for all images: whether their content may be copied. */
export function copyQuestion(container: Container): Question {
  const { role, facts, askedAs } = container;
  if (role !== 'main' || facts.shell === false)
    return {
      blocked: `an empty volume there would hide it, and nothing can copy it: which paths are really written? images: {${askedAs}: {writes: [?]}}`,
      asks: [{ type: 'image', image: askedAs, facts: ['writes'], ...releaseOf(container) }],
    };
  return {
    blocked:
      'may an init container copy it into a volume when the pod starts? In kustomend.yaml: transforms: {writable-paths: {hydrate: true}}, and its fixes need --unsafe',
    asks: [{ type: 'decision', about: 'what images have where they write' }],
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
