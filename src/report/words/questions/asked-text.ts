/** Questions as sentences that ask: nobody answers a line of a configuration. */

import { folderName } from '../words.ts';
import { FACTS } from './fact-words.ts';
import type { Question } from './questions.ts';

export function askedText({ about, answer, key }: Question): string {
  switch (key?.type) {
    case 'image': {
      const asks = key.facts.map(fact => FACTS[fact]?.asks ?? `what is its ${fact}?`);
      const which = key.members.length === 0 ? 'which image is it' : 'which images are they';
      return `${about}: ${asks.length === 0 ? `${which}?` : [...new Set(asks)].join(' ')}`;
    }
    case 'environment':
      return `which environment is ${folderName(key.folder)}?`;
    case 'namespace':
      return `who owns quota and limits of namespace ${key.namespace}: ${key.claimants.map(folderName).join(', ')}, or nobody here?`;
    default:
      return `${about}: ${answer}`;
  }
}
