/** How a credential is spoken of: what it is and where, never what it says. */
import type { Literal } from '../../src/credentials/literal.ts';
import type { Written } from '../../src/credentials/written.ts';
import { enumerated } from '../shared/prose.ts';

const NOUNS: Readonly<Record<Literal['is'], string>> = {
  password: 'a password',
  token: 'a token',
  secret: 'a secret',
  key: 'a key',
  'private key': 'a private key',
  address: 'an address with a password',
};

/** `a password that everybody tries first` */
export function spokenOf({ is, isDefault }: Literal): string {
  const noun = NOUNS[is];
  return isDefault ? `${noun} that everybody tries first` : noun;
}

/** What is found, and the name of its setting; empty where it has none. */
export type Spoken = Pick<Written, 'name' | 'literal'>;

/** Of a text: the settings by name, the others by what they are. */
export function spokenOfAll(found: readonly Spoken[]): string {
  const isSaid = areDefaults(found.map(({ literal }) => literal));
  const parts = found.map(({ name, literal }) => {
    if (name !== '') return name;
    return isSaid ? NOUNS[literal.is] : spokenOf(literal);
  });
  return shortened([...new Set(parts)]);
}

/** `a, b, c and 4 more` */
export function shortened([first, second, third, ...more]: readonly string[]): string {
  const shown = [first, second, third].filter(each => each !== undefined);
  return more.length === 0 ? enumerated(shown) : `${shown.join(', ')} and ${more.length} more`;
}

/** Whether all of them are words that everybody tries. */
export function areDefaults(literals: readonly Literal[]): boolean {
  return literals.every(({ isDefault }) => isDefault);
}
