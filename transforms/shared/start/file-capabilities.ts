/** Programs that have capabilities from their file: without those the kernel does not start them, whoever runs them. */

import type { Container } from '../../../src/transform.ts';
import { commandLine } from '../pods.ts';

/**
 * Caddy, and FrankenPHP which is built on it, by any name that its subcommands have.
 *
 * @see https://github.com/php/frankenphp/issues/777
 */
const BINDS =
  /(?:^|[\s;&|("'/=:])(?:frankenphp(?=$|[\s;&|)"'])|php-(?:server|cli)(?=$|[\s;&|)"'])|caddy\s+(?:run|start|file-server|reverse-proxy|respond)\b)/;

/** What the command runs that has `NET_BIND_SERVICE` from its file, whatever port it takes; undefined for nothing. */
export function bindingProgram(container: Container): string | undefined {
  return BINDS.exec(commandLine(container))?.[0].replace(/^[^\w]/, '');
}
