/** What the repository's own Dockerfile puts where the image writes: an empty volume would hide it. */

import type { Container } from '../../src/transform.ts';
import { isWithin } from '../shared/pods.ts';
import { EMPTY } from './read-paths.ts';

/** What builds make: who copies the folder around it copies it too. */
const MADE =
  /\/(?:\.next|\.nuxt|\.output|dist|build|out|bin|lib|node_modules|vendor|public|static|staticfiles|assets|target|wwwroot|\.?venv)$/;

/** Where every image has the files that it runs by, or the kernel has its own. */
const SYSTEM =
  /^\/(?:bin|boot|dev|etc|home|lib|lib64|opt|proc|sbin|sys|usr(?:\/(?:local\/)?(?:bin|lib|libexec|sbin|share))?|usr\/local|var|var\/lib)?$/;

/** Whether a path is so much of a file system that an empty volume there leaves nothing to run. */
export function isSystem(path: string): boolean {
  return SYSTEM.test(path);
}

/** `file:line` of what puts files at a path or below it; undefined where nothing says so. */
export function contentAt({ facts: { contents } }: Container, path: string): string | undefined {
  if (EMPTY.some(folder => isWithin(path, folder))) return undefined;
  for (const [place, at] of contents) if (isWithin(place, path)) return at;
  if (!MADE.test(path)) return undefined;
  for (const [place, at] of contents) if (isWithin(path, place)) return at;
  return undefined;
}
