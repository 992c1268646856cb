/** Which of the configuration files that a Dockerfile copies its server reads, and what they say together. */

import { isOwnScript, type Start, startOver } from '../start/running.ts';
import { isSiteOfImage, type Settings } from '../start/server-settings.ts';
import type { DockerfileFacts } from './dockerfile.ts';

export interface Configured extends Pick<Settings, 'ports' | 'writes' | 'among'> {
  /** Whether the ports of the image are its too. */
  readonly addsPorts: boolean;
  /** `file:line` that puts the last of them there. */
  readonly at: string;
}

/**
 * How the server of a container is configured: the order of the instructions says nothing of it.
 *
 * @param start of the container, as its manifest has it
 * @returns `unknown` where nobody sees whether a file is read; undefined where none is
 */
export function configuredAs(
  { settings, start: own }: Pick<DockerfileFacts, 'settings' | 'start'>,
  start: Start,
): Configured | 'unknown' | undefined {
  const files = [...settings];
  const words = wordsOf(startOver(own, start));
  const isAlone = files.some(([, { role }]) => role === 'main alone');
  const isRead = ([path, { role }]: (typeof files)[number]) =>
    role === 'named' ? words.some(word => isNameOf(word, path)) : role !== 'site' || !isAlone;
  const read = files.filter(isRead);
  // The image starts such a server without a file. A script, or a variable, may name one.
  const isHidden = isOwnScript(own, start) || words.some(word => word.includes('$'));
  if (isHidden && files.some(file => file[1].role === 'named' && !isRead(file))) return 'unknown';
  const at = read.at(-1)?.[1].at;
  if (at === undefined) return undefined;
  const replaces = ([path, { role }]: (typeof files)[number]) => role === 'named' || isSiteOfImage(path);
  return {
    ports: [...new Set(read.flatMap(([, { ports }]) => ports))],
    writes: [...new Set(read.flatMap(([, { writes }]) => writes))],
    among: [...new Set(read.flatMap(([, { among }]) => among))],
    addsPorts: !isAlone && !read.some(replaces),
    at,
  };
}

/** Of a script for a shell too. */
function wordsOf({ command = [], args = [] }: Start): readonly string[] {
  return [...command, ...args].flatMap(word => word.split(/[\s"';&|]+/));
}

/** A whole path, or the end of one: where the server starts is not asked. */
function isNameOf(word: string, path: string): boolean {
  return word === path || (/^[^/]/.test(word) && path.endsWith(`/${word.replace(/^\.\//, '')}`));
}
