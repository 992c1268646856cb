/** Why something that is there is not read. */

/**
 * It leads out of the workspace or into the directory of git; its name would write over a terminal or give orders to who
 * reads a log; or the user may not read it.
 */
export type Obstacle = 'outside' | 'unprintable' | 'unreadable';

/** As the end of a sentence that begins with the path. */
export const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  outside: 'leads out of the repository',
  unprintable: 'has control characters in its name',
  unreadable: 'cannot be read: permission denied',
};

/** Control characters, line ends among them, and those that turn the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Whether a name can be said as it is. */
export function isPrintable(name: string): boolean {
  return !UNPRINTABLE.test(name);
}
