/** How a store is dumped: the script, and what it is told. */

import type { Container, Doubt, JsonObject, Root } from '../../src/transform.ts';
import { isMap, mapsIn, stringsIn } from '../shared/data.ts';
import { type Found, firstOf, isFiled, rootPasswordNames, variableOf } from '../shared/secrets/variables.ts';
import { goesPastEntrypoint } from '../shared/start/entrypoint.ts';
import { configOf } from '../shared/storage/config-maps.ts';
import { mongo, mysql, POSTGRES as POSTGRES_SCRIPT, redis } from './scripts.ts';
import type { Server } from './server.ts';

/** The Service by which a store is called. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Engine {
  readonly script: string;
  /** Variables of the container, without those of the address. */
  readonly env: readonly JsonObject[];
  readonly address: (at: Address) => readonly JsonObject[];
  readonly doubts?: readonly Doubt[];
}

/** Why nobody can dump it with what stands here. */
export interface Obstacle {
  readonly obstacle: string;
  /** Whether that is so for another pod alone: the server itself has what it takes. */
  readonly isForOthers?: boolean;
}

const FILED: Obstacle = { obstacle: 'its login stands in files of its pod' };

type Login = readonly JsonObject[] | Obstacle;

interface Kind {
  readonly script: (container: Container, login: readonly JsonObject[]) => string;
  readonly port: number;
  readonly address: (at: Address) => readonly JsonObject[];
  readonly login: (container: Container, root: Root) => Login;
  /** Whether its entrypoint makes the users that the variables speak of. */
  readonly isMadeByEntrypoint: boolean;
  readonly doubts?: (container: Container, root: Root) => readonly Doubt[];
}

const POSTGRES: Kind = {
  isMadeByEntrypoint: true,
  script: () => POSTGRES_SCRIPT,
  port: 5432,
  address: ({ host, port }) => [
    { name: 'PGHOST', value: host },
    ...(port === 5432 ? [] : [{ name: 'PGPORT', value: String(port) }]),
    { name: 'PGDATABASE', value: 'postgres' },
  ],
  login: (container, root) => {
    const user = variableOf(container, root, 'POSTGRES_USER', false);
    if (isFiled(container, ['POSTGRES_USER'])) return FILED;
    const isTrusted = isLiteral(variableOf(container, root, 'POSTGRES_HOST_AUTH_METHOD', false), 'trust');
    return all([
      // The image has made that one.
      told('PGUSER', user ?? { type: 'literal', value: 'postgres' }),
      ...(isTrusted ? [] : [secretly('PGPASSWORD', container, root, ['POSTGRES_PASSWORD'])]),
    ]);
  },
};

const MYSQL: Kind = {
  isMadeByEntrypoint: true,
  script: ({ facts }) => mysql(facts.family?.startsWith('mariadb') === true),
  port: 3306,
  address: ({ host, port }) => [
    { name: 'MYSQL_SERVER', value: host },
    { name: 'MYSQL_PORT', value: String(port) },
  ],
  login: (container, root) => {
    const names = rootPasswordNames(container);
    if (!mayBeEmpty(container, root) || isFiled(container, names))
      return all([secretly('MYSQL_PWD', container, root, names)]);
    // A source that nobody renders may have one all the same.
    const found = firstOf(container, root, names, false)?.found;
    return found === undefined || isLiteral(found, '') ? [] : privately('MYSQL_PWD', found);
  },
};

/** Its entrypoint takes whatever is not empty for a yes, `no` as well. */
function mayBeEmpty(container: Container, root: Root): boolean {
  const names = ['MYSQL_ALLOW_EMPTY_PASSWORD', 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD'];
  return names.some(each => {
    const found = variableOf(container, root, each, false);
    return found?.type === 'literal' && found.value !== '';
  });
}

const MONGO_USER = 'MONGO_INITDB_ROOT_USERNAME';

const MONGO: Kind = {
  isMadeByEntrypoint: true,
  script: (container, login) => mongo(login.length > 0, isMember(container)),
  doubts: (container, { platform }) =>
    isMember(container) && platform.mentions(INITIATES) === undefined
      ? ['nothing here initiates its replica set (`rs.initiate`): until somebody has, there is no dump of it']
      : [],
  port: 27017,
  address: ({ host, port }) => [
    { name: 'MONGO_SERVER', value: host },
    { name: 'MONGO_PORT', value: String(port) },
  ],
  login: (container, root) => {
    const user = variableOf(container, root, MONGO_USER, false);
    if (user === undefined) return isFiled(container, [MONGO_USER]) ? FILED : [];
    return all([
      told('MONGO_USERNAME', user),
      secretly('MONGO_PASSWORD', container, root, ['MONGO_INITDB_ROOT_PASSWORD']),
    ]);
  },
};

/** In whatever program or script: a server that is told `--replSet` alone is no member of anything yet. */
const INITIATES = /rs\.initiate|replSetInitiate/;

function isMember(container: Container): boolean {
  return wordsOf(container).some(each => each.startsWith('--replSet'));
}

const REDIS: Kind = {
  isMadeByEntrypoint: false,
  script: ({ facts }) => redis(facts.family?.startsWith('valkey') === true ? 'valkey-cli' : 'redis-cli'),
  port: 6379,
  address: ({ host, port }) => [
    { name: 'REDIS_SERVER', value: host },
    { name: 'REDIS_SERVER_PORT', value: String(port) },
  ],
  login: (container, root) => {
    const words = [...wordsOf(container), ...PROBES.flatMap(each => stringsIn(container.get(each)))].join(
      ' ',
    );
    const variable = PASSWORD.exec(words)?.[1];
    if (variable !== undefined) return all([secretly('REDISCLI_AUTH', container, root, [variable])]);
    return mapsIn(container.get(['envFrom'])).length > 0 || mayAskForPassword(words, container, root)
      ? { obstacle: 'whether it asks for a password is not seen here' }
      : [];
  },
};

/** Its file of settings says it too, where that is seen. */
function mayAskForPassword(words: string, { workload }: Container, root: Root): boolean {
  const files = [...words.matchAll(/[\w.-]+\.conf\b/g)].map(([name]) => name);
  const maps = configOf(workload, root).map(({ object: { data } }) => (isMap(data) ? data : {}));
  const texts = files.map(name => maps.map(each => each[name]).find(each => typeof each === 'string'));
  return [words, ...texts].some(text => text === undefined || ASKS.test(text));
}

/** Users, and other files that may say so. A comment is rather taken for a setting. */
const ASKS = /requirepass|aclfile|^\s*user\s|^\s*include\s/m;

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'].map(each => [each, 'exec', 'command']);
/** What the server asks for, or what its probes say to it. */
const PASSWORD = /(?:requirepass|\s-a|\s--pass)["']?\s+["']?\$[({]?(\w+)/;

const KINDS: Readonly<Record<string, Kind>> = {
  postgres: POSTGRES,
  timescaledb: POSTGRES,
  mysql: MYSQL,
  mariadb: MYSQL,
  mongo: MONGO,
  redis: REDIS,
  valkey: REDIS,
};

/** What takes the place of a dump where a tool beside the server cannot make one. */
const OTHERWISE: Readonly<Record<string, string>> = {
  rabbitmq:
    'a copy of its definitions comes by its management (`GET /api/definitions`), and no tool copies its messages',
  opensearch:
    'no dump is made of it from outside: told to, it writes snapshots itself, by a snapshot repository and a policy of Snapshot Management',
  elasticsearch:
    'no dump is made of it from outside: told to, it writes snapshots itself, by a snapshot repository and a policy of SLM',
  minio: 'its buckets are copied to another store: replication of buckets, or `mc mirror`',
};

export function engineOf({ container, kind }: Server, root: Root): Engine | Obstacle {
  const known = KINDS[kind];
  if (known === undefined)
    return { obstacle: OTHERWISE[kind] ?? 'its image has variables of its own for its login' };
  if (container.facts.family?.startsWith('bitnami'))
    return { obstacle: 'its image has variables of its own for its login' };
  const { replicas } = container.workload;
  if (known === REDIS && replicas !== undefined && replicas > 1)
    return { obstacle: 'its members may have a part of the data each' };
  const login = known.login(container, root);
  if (isObstacle(login) && login.isForOthers !== true) return login;
  const hasLogin = isObstacle(login) || login.length > 0;
  if (hasLogin && known.isMadeByEntrypoint && goesPastEntrypoint(container))
    return {
      obstacle:
        'its command takes the place of the entrypoint, which makes the user of its variables: who may log in is not seen here',
    };
  if (isObstacle(login)) return login;
  return {
    script: known.script(container, login),
    env: login,
    address: known.address,
    doubts: known.doubts?.(container, root) ?? [],
  };
}

/** The port on which it listens unless it is told otherwise. */
export function defaultPort(kind: string): number | undefined {
  return KINDS[kind]?.port;
}

export function isObstacle(value: object): value is Obstacle {
  return 'obstacle' in value;
}

function all(parts: readonly Login[]): Login {
  return parts.find(isObstacle) ?? parts.flatMap(each => each as readonly JsonObject[]);
}

function wordsOf(container: Container): readonly string[] {
  return ['command', 'args'].flatMap(field => stringsIn(container.get([field])));
}

function isLiteral(found: Found, value: string): boolean {
  return found?.type === 'literal' && found.value === value;
}

function told(name: string, found: Found): Login {
  if (found === undefined) return [];
  if (found.type === 'unclear') return { obstacle: `which of its sources has ${name} is not seen here` };
  return [found.type === 'literal' ? { name, value: found.value } : { name, ...found.entry }];
}

/** @param names of the variable by which the server has it */
function secretly(name: string, container: Container, root: Root, names: readonly string[]): Login {
  const found = firstOf(container, root, names, true)?.found;
  if (found !== undefined) return privately(name, found);
  return isFiled(container, names) ? FILED : { obstacle: `nothing that its pod is given has ${names[0]}` };
}

function privately(name: string, found: Found): Login {
  if (found?.type !== 'literal') return told(name, found);
  return {
    obstacle: 'its password stands in the manifest, and has to come from a Secret first',
    isForOthers: true,
  };
}
