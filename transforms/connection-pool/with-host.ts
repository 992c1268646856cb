/** The same address with another host. */

import { literal } from '../../src/text/literal.ts';
import type { Target } from './target.ts';

/** Whether a text is the name of a host and nothing else, perhaps with a port. */
export function isAddress(text: string): boolean {
  return /^[\w.-]+(?::\d+)?$/.test(text.trim());
}

/**
 * A host alone, in URLs, or behind `host=`: what else is called like the server, a database or a user, stays. Undefined where
 * none of these has it.
 */
export function withHost(
  text: string,
  { names, pooler }: Pick<Target, 'names' | 'pooler'>,
): string | undefined {
  const service = names.map(literal).join('|');
  const hosts = [
    new RegExp(`^(\\s*)(?:${service})(?=[.:]|\\s*$)`),
    new RegExp(`(:\\/\\/(?:[^\\s/'"@]*@)?)(?:${service})(?=[.:/?'"\\s]|$)`, 'g'),
    new RegExp(
      `(\\b(?:host(?:name|addr)?|server|data source)\\s*[=:]\\s*['"]?)(?:${service})(?=[.:;,'"\\s]|$)`,
      'gi',
    ),
  ];
  const [first] = hosts;
  if (isAddress(text)) return first!.test(text) ? text.replace(first!, `$1${pooler}`) : undefined;
  const other = hosts.slice(1).reduce((all, host) => all.replaceAll(host, `$1${pooler}`), text);
  return other === text ? undefined : other;
}
