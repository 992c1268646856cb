/** What the repository's own Dockerfile puts where the image writes: an empty volume would hide it. */

import type { Container } from '../../src/transform.ts';
import { isWithin } from '../shared/pods.ts';
import { EMPTY } from './read-paths.ts';

/** What builds make: who copies the folder around it copies it too. */
const MADE =
  /\/(?:\.next|\.nuxt|\.output|dist|build|out|bin|lib|node_modules|vendor|public|static|staticfiles|assets|target|wwwroot|\.?venv)$/;

/** `file:line` of what puts files at a path or below it; undefined where nothing says so. */
export function contentAt({ facts: { contents } }: Container, path: string): string | undefined {
  if (EMPTY.some(folder => isWithin(path, folder))) return undefined;
  for (const [place, at] of contents) if (isWithin(place, path)) return at;
  if (!MADE.test(path)) return undefined;
  for (const [place, at] of contents) if (isWithin(path, place)) return at;
  return undefined;
}
