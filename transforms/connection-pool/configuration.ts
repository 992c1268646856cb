/** `pgbouncer.ini`. */

/** From this version on statements that clients prepare by the protocol go along between connections. */
export const PREPARES_SINCE = '1.21';
export const PORT = 5432;
/** Of that port. */
export const NAME = 'postgres';
export const FOLDER = '/etc/pgbouncer';
export const FILE = 'pgbouncer.ini';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** Who asks the server for the passwords of others; undefined: nobody else is let in. */
  readonly asks?: string | undefined;
  readonly authentication: string;
  readonly clients: number;
  readonly pool: number;
  readonly reserve: number;
  /** Undefined for a version that does not know it. */
  readonly prepared?: number | undefined;
}

/** @see https://www.pgbouncer.org/config.html */
export function configurationFor({ host, port, asks, ...of }: Settings): string {
  return lines([
    '[databases]',
    `* = host=${host} port=${port}`,
    '',
    '[pgbouncer]',
    'listen_addr = *',
    `listen_port = ${PORT}`,
    'unix_socket_dir =',
    `auth_type = ${of.authentication}`,
    `auth_file = ${FOLDER}/userlist.txt`,
    ...(asks === undefined ? [] : [`auth_user = ${asks}`]),
    'pool_mode = transaction',
    `max_client_conn = ${of.clients}`,
    `default_pool_size = ${of.pool}`,
    `reserve_pool_size = ${of.reserve}`,
    ...(of.prepared === undefined ? [] : [`max_prepared_statements = ${of.prepared}`]),
    // Drivers of Java ask for it, and the server has it by itself.
    'ignore_startup_parameters = extra_float_digits',
  ]);
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
