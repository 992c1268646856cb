/** Words that several transforms say alike. */

import type { Container } from '../../src/transform.ts';

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `1 container`, `2 containers` */
export function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

/** The question that settles a fact of an image, as a line of the configuration. */
export function factQuestion(container: Container, facts: string): string {
  return `images: {${container.askedAs}: {${facts}}}`;
}
