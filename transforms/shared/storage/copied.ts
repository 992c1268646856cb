/** Kinds of stores of which `backup` says how they are copied: no other transform needs to. */

/** What others keep can be made anew, or is no business of a dump: metrics, logs of brokers with copies of their own. */
export const COPIED_KINDS = new Set([
  'postgres',
  'timescaledb',
  'postgresql',
  'mysql',
  'mariadb',
  'mongo',
  'mongodb',
  'redis',
  'valkey',
  'opensearch',
  'elasticsearch',
  'minio',
  'rabbitmq',
]);
