/** Paths of the image that a command needs: an empty volume over one would hide what it runs or copies. */

import type { Container } from '../../src/transform.ts';
import { stringsIn } from '../shared/data.ts';
import { isWithin, normalPath } from '../shared/pods.ts';

/** Directories without content of the image. */
export const EMPTY = ['/tmp', '/var/tmp', '/run', '/var/run'];
/** Programs that write to their last operand and read the others. */
const COPIES = /^(?:\S*\/)?(?:cp|mv|rsync|install)$/;
const PACKS = /^(?:\S*\/)?tar$/;

/** Whether the command runs or copies what is at a path, or below or above it. */
export function readsFrom(container: Container, path: string): boolean {
  if (EMPTY.some(folder => isWithin(path, folder))) return false;
  return stepsOf(container).some(words =>
    neededBy(words, container.role).some(
      each => isWithin(each, path) || (each !== '/' && isWithin(path, each)),
    ),
  );
}

/** The simple commands of a command line, as words. */
function stepsOf(container: Container): string[][] {
  const line = [...stringsIn(container.get(['command'])), ...stringsIn(container.get(['args']))].join(' ');
  return line
    .replace(/(?<![\w./-])(?:\S*\/)?(?:ba|da|a)?sh\s+-\w*c\s/g, ';')
    .split(/[;&|\n()`]+/)
    .map(step =>
      step
        .replace(/\d*>>?\s*\S+/g, ' ')
        .split(/[\s"'{}]+/)
        .filter(word => word !== ''),
    );
}

/** Only what starts first copies what the image has there: later it may be what the program has written itself. */
function neededBy([program = '', ...rest]: readonly string[], role: Container['role']): string[] {
  const operands = rest.filter(word => !word.startsWith('-'));
  const copied = COPIES.test(program) ? operands.slice(0, -1) : PACKS.test(program) ? operands : [];
  return [program, ...(role === 'init' ? copied : [])]
    .filter(word => word.startsWith('/'))
    .map(word => normalPath(word.replace(/\/?[^/]*[*?$[].*$/, '').replace(/\/\.$/, '') || '/'));
}
