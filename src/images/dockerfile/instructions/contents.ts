/** Where a Dockerfile puts files: an empty volume over such a place hides them. */
import { baseName } from '../../start/base-name.ts';
import { wordsOf } from './text.ts';

/** Where a COPY or ADD writes. */
export interface Copied {
  /** As written behind the folder that it starts from: it ends with a slash where it is a folder. */
  readonly path: string;
  /** What comes there by name: the folder itself where that is not known. */
  readonly paths: readonly string[];
  /** The file that is copied; undefined where it is not one file of the build's context, as it is. */
  readonly source: string | undefined;
}

/**
 * What COPY and ADD write, by their words.
 *
 * @param workdir that relative paths start from; undefined where it is the base's
 */
export function copied(rest: string, workdir: string | undefined): Copied {
  const plain = rest.replace(/^(?:--\S+\s+)+/, '');
  const words = wordsOf(plain);
  const target = words.at(-1) ?? '';
  const path = target.startsWith('/') ? target : workdir === undefined ? '' : `${workdir}/${target}`;
  // A folder takes its files by their names: the name says what a file is for.
  const paths = path.endsWith('/') ? words.slice(0, -1).map(each => path + baseName(each)) : [path];
  // Flags say another stage, or an owner of its own.
  const source = plain === rest && words.length === 2 ? words[0] : undefined;
  return { path, paths, source };
}

/** A place without `.`, `..` and slashes at its end; undefined where a variable is part of it, or nobody knows its start. */
export function placeOf(path: string): string | undefined {
  if (!path.startsWith('/') || path.includes('$')) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
