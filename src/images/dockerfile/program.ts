/** Which program of its own a Dockerfile starts: often it is called like the image. */
import { baseName } from '../start/base-name.ts';
import type { DockerfileFacts } from './dockerfile.ts';

/** Programs that start what follows them. */
const WRAPPER = /^(?:tini|dumb-init|catatonit|exec|--)$/;
/** Names that programs of many images have, and what runs programs. */
const GENERAL =
  /\.\w+$|^(?:a?sh|bash|dash|app|application|api|web|server|service|main|worker|manager|operator|controller|binary|program|run|start|entrypoint|node|npm|npx|yarn|pnpm|bun|deno|python[\d.]*|gunicorn|uvicorn|celery|ruby|bundle|rails|puma|php|php-fpm|apache2-foreground|java|dotnet|nginx|httpd|caddy)$/;

/** Its name; undefined where that says nothing of the image. */
export function ownProgramOf({ start }: Pick<DockerfileFacts, 'start'>): string | undefined {
  const words = [...(start.command ?? []), ...(start.args ?? [])].map(baseName);
  const program = words.find(each => !WRAPPER.test(each));
  return program === undefined || GENERAL.test(program) ? undefined : program.toLowerCase();
}
