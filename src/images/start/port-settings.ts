/** How the ports of known servers are moved: words of their command line, and variables. */

export interface PortSetting {
  /** The port that it moves. */
  readonly port: number;
  /** Words that move it, as the manifest has them with spaces between; what the group finds is a port or an address. */
  readonly words?: RegExp;
  readonly variables?: readonly string[];
  /** The clients of the server read the same variables. */
  readonly isShared?: boolean;
}

/** `--name 5`, `--name=5`, with one dash or two. */
function flag(...names: readonly string[]): RegExp {
  return new RegExp(`(?:^|[\\s"'])--?(?:${names.join('|')})(?:=|\\s+)["']?([^\\s"']*)`, 'g');
}

/** `-p 5` or `-p5`, and the long form of it. */
function short(letter: string, ...names: readonly string[]): RegExp {
  return new RegExp(
    `(?:^|[\\s"'])(?:-${letter}\\s*|--(?:${names.join('|')})(?:=|\\s+))["']?([\\d$][^\\s"']*)`,
    'g',
  );
}

const POSTGRES: PortSetting = {
  port: 5432,
  words: /(?:^|[\s"'])(?:-p\s*|--port(?:=|\s+)|(?:-c\s*|--)port=)["']?([\d$][^\s"']*)/g,
  variables: ['PGPORT'],
  isShared: true,
};
const MYSQL = { port: 3306, words: short('P', 'port') };

/** Flags that mean the same whatever the server: they move its first port. */
export const EVERYWHERE: Omit<PortSetting, 'port'> = { words: flag('web\\.listen-address') };

/** By the family, whatever its variant. */
export const PORT_SETTINGS: Readonly<Record<string, readonly PortSetting[]>> = {
  postgres: [POSTGRES],
  timescaledb: [POSTGRES],
  'bitnami-postgresql': [{ port: 5432, variables: ['POSTGRESQL_PORT_NUMBER'] }],
  mysql: [MYSQL, { port: 33060, words: flag('mysqlx[-_]port') }],
  mariadb: [MYSQL],
  'bitnami-mysql': [{ port: 3306, variables: ['MYSQL_PORT_NUMBER'] }],
  'bitnami-mariadb': [{ port: 3306, variables: ['MARIADB_PORT_NUMBER'] }],
  mssql: [{ port: 1433, variables: ['MSSQL_TCP_PORT'] }],
  mongo: [{ port: 27017, words: flag('port') }],
  'bitnami-mongodb': [{ port: 27017, variables: ['MONGODB_PORT_NUMBER'] }],
  redis: [{ port: 6379, words: flag('port') }],
  valkey: [{ port: 6379, words: flag('port') }],
  'bitnami-redis': [{ port: 6379, variables: ['REDIS_PORT_NUMBER'] }],
  'bitnami-valkey': [{ port: 6379, variables: ['VALKEY_PORT_NUMBER'] }],
  memcached: [{ port: 11211, words: short('p', 'port') }],
  'bitnami-memcached': [{ port: 11211, variables: ['MEMCACHED_PORT_NUMBER'] }],
  nats: [
    { port: 4222, words: flag('p', 'port') },
    { port: 8222, words: flag('m', 'http_port') },
  ],
  etcd: [
    { port: 2379, words: flag('listen-client-urls'), variables: ['ETCD_LISTEN_CLIENT_URLS'] },
    { port: 2380, words: flag('listen-peer-urls'), variables: ['ETCD_LISTEN_PEER_URLS'] },
  ],
  minio: [
    { port: 9000, words: flag('address'), variables: ['MINIO_ADDRESS'] },
    { port: 9001, words: flag('console-address'), variables: ['MINIO_CONSOLE_ADDRESS'] },
  ],
  grafana: [{ port: 3000, variables: ['GF_SERVER_HTTP_PORT'] }],
  kibana: [{ port: 5601, variables: ['SERVER_PORT'] }],
  keycloak: [
    { port: 8080, words: flag('http-port'), variables: ['KC_HTTP_PORT'] },
    { port: 9000, words: flag('http-management-port'), variables: ['KC_HTTP_MANAGEMENT_PORT'] },
  ],
  'oauth2-proxy': [{ port: 4180, words: flag('http-address'), variables: ['OAUTH2_PROXY_HTTP_ADDRESS'] }],
  hasura: [{ port: 8080, words: flag('server-port'), variables: ['HASURA_GRAPHQL_SERVER_PORT'] }],
  metabase: [{ port: 3000, variables: ['MB_JETTY_PORT'] }],
  n8n: [{ port: 5678, variables: ['N8N_PORT'] }],
  registry: [{ port: 5000, variables: ['REGISTRY_HTTP_ADDR'] }],
  pgadmin4: [{ port: 80, variables: ['PGADMIN_LISTEN_PORT'] }],
  podinfo: [{ port: 9898, words: flag('port') }],
  vllm: [{ port: 8000, words: flag('port') }],
};

const VARIABLES: ReadonlySet<string> = new Set(
  Object.values(PORT_SETTINGS).flatMap(settings => settings.flatMap(({ variables }) => variables ?? [])),
);

/** Whether a variable moves a port of some server. */
export function movesPort(variable: string): boolean {
  return VARIABLES.has(variable);
}
