/** Where a store keeps what it holds: where its manifest tells it to, else where its image does. */

import type { Container, Json } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';

/** How an image is told where to keep its data. */
interface Setting {
  readonly variables?: readonly string[];
  /** In its command and arguments; the path is the group. */
  readonly flag?: RegExp;
  /** Where it does so when variables are all that configures it and none of them says so, if that is not where its volume is meant to be. */
  readonly otherwise?: string;
}

/** A path behind a flag; in a script it ends with its command. */
function pathBehind(flag: string): RegExp {
  return new RegExp(`${flag}(/[^\\s"';&|()]+)`);
}

const KAFKA: Setting = { variables: ['KAFKA_LOG_DIRS', 'KAFKA_LOG_DIR'] };

/** By family, without its variant. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  postgres: { variables: ['PGDATA'] },
  timescaledb: { variables: ['PGDATA'] },
  mysql: { flag: pathBehind('--datadir[= ]') },
  mariadb: { flag: pathBehind('--datadir[= ]') },
  mongo: { flag: pathBehind('--dbpath[= ]') },
  redis: { flag: pathBehind('--dir ') },
  valkey: { flag: pathBehind('--dir ') },
  // Once a variable configures it, the file of the image that says /tmp/kraft-combined-logs is not read any more.
  kafka: { ...KAFKA, otherwise: '/tmp/kafka-logs' },
  'cp-kafka': KAFKA,
  'cp-server': KAFKA,
  // A flag ends at its first sign: in two ways for each, many of them would be read in all.
  minio: { variables: ['MINIO_VOLUMES'], flag: pathBehind(String.raw`\bserver (?:--[^\s=]+[= ]\S+ )*`) },
  etcd: { variables: ['ETCD_DATA_DIR'], flag: pathBehind('--data-dir[= ]') },
  prometheus: { flag: pathBehind(String.raw`--storage\.tsdb\.path[= ]`) },
};

/** Paths of which each has to outlive the pods; where nothing is told, one of those that the image knows has to. */
export function keptAt(container: Container): {
  readonly paths: readonly string[];
  readonly isTold: boolean;
} {
  const { family = '', data } = container.facts;
  const setting = SETTINGS[family.replace(/:.*/, '')];
  const told = setting && toldPath(container, setting);
  return told === undefined ? { paths: data, isTold: false } : { paths: told.split(','), isTold: true };
}

/** Undefined also where a file or what is not read here may say another path. */
function toldPath(container: Container, { variables = [], flag, otherwise }: Setting): string | undefined {
  const said = flag?.exec(wordsOf(container).join(' '))?.[1];
  if (said !== undefined) return said;
  const written = mapsOf(container.get(['env']));
  for (const variable of variables) {
    const value = written.find(({ name }) => name === variable)?.value;
    if (typeof value === 'string' && value.startsWith('/')) return value;
  }
  if (otherwise === undefined || written.length === 0) return undefined;
  const isReadElsewhere =
    mapsOf(container.get(['envFrom'])).length > 0 ||
    written.some(({ name }) => variables.includes(String(name))) ||
    mapsOf(container.get(['volumeMounts'])).some(({ mountPath }) => /conf/i.test(String(mountPath)));
  return isReadElsewhere ? undefined : otherwise;
}

function wordsOf(container: Container): readonly string[] {
  return ['command', 'args'].flatMap(field => {
    const value = container.get([field]);
    return isJsonList(value) ? value.filter(each => typeof each === 'string') : [];
  });
}

function mapsOf(value: Json | undefined) {
  return isJsonList(value) ? value.filter(isJsonMap) : [];
}
