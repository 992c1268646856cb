/** How the dump of a store is restored in its own image: the script, and what it is told. */

import type { Doubt, JsonObject, Root } from '../../../src/transform.ts';
import { commandLine } from '../../shared/pods.ts';
import type { Obstacle } from '../engine.ts';
import type { Memory, User } from '../job.ts';
import type { Server } from '../server.ts';
import { mongo, mysql, PASSING, POSTGRES, redis } from './restore-scripts.ts';
import { type StandingDump, toldTo } from './standing.ts';

export interface Restoring {
  readonly script: string;
  readonly env: readonly JsonObject[];
  readonly as: User;
  readonly memory: Memory;
  readonly doubts: readonly Doubt[];
}

type Kind = (
  server: Server,
  made: StandingDump,
  root: Root,
) => Pick<Restoring, 'script'> & Partial<Restoring>;

/** Variables of clients: a shell of MongoDB writes to its home. */
const HOME = { name: 'HOME', value: PASSING };
const MEMORY = { request: '512Mi', limit: '1Gi' };

const ofPostgres: Kind = ({ container }, { dump }, root) => ({
  script: POSTGRES,
  // As it is called there: what the roles have was granted by it.
  env: [
    { name: 'PGHOST', value: PASSING },
    { name: 'PGDATABASE', value: 'postgres' },
    ...toldTo(dump, root).filter(({ name }) => name === 'PGUSER'),
    HOME,
  ],
  doubts: commandLine(container).includes('shared_preload_libraries')
    ? ['the server of the test is not told `shared_preload_libraries`, and an extension may want that']
    : [],
});

const ofMysql: Kind = ({ container: { facts } }) => ({
  script: mysql(facts.family?.startsWith('mariadb') === true),
  env: [HOME],
});

const ofMongo: Kind = (_, { dump }) => ({
  script: mongo(commandLine(dump).includes('--oplog')),
  env: [HOME],
});

/** It has all in its memory. */
const ofRedis: Kind = ({ container }) => {
  const [limit, request] = ['limits', 'requests'].map(each => container.get(['resources', each, 'memory']));
  const own = typeof limit === 'string' ? limit : typeof request === 'string' ? request : MEMORY.limit;
  return {
    script: redis(container.facts.family?.startsWith('valkey') === true ? 'valkey' : 'redis'),
    env: [HOME],
    memory: { request: typeof request === 'string' ? request : own, limit: own },
    doubts: ['keys that have run out since do not come back: with no others the test fails'],
  };
};

const KINDS: Readonly<Record<string, Kind>> = {
  postgres: ofPostgres,
  mysql: ofMysql,
  mariadb: ofMysql,
  mongo: ofMongo,
  redis: ofRedis,
  valkey: ofRedis,
};

/** Those whose dump is restored in steps of their own. */
const OTHERWISE: Readonly<Record<string, string>> = {
  timescaledb: 'its extension wants steps of its own before and after a restore',
};

const OTHER_USER = 'OpenShift gives it a user of its own, and initdb wants one that the image knows';

export function restoringOf(server: Server, made: StandingDump, root: Root): Restoring | Obstacle {
  const { container, kind } = server;
  const known = KINDS[kind];
  if (known === undefined || container.facts.family?.startsWith('bitnami'))
    return { obstacle: OTHERWISE[kind] ?? 'how its image starts an empty server is not known' };
  const as = userOf(server);
  if (as === undefined)
    return { obstacle: 'no user but root is known of its image, and as root a server does not start' };
  const { doubts = [], ...how } = known(server, made, root);
  const isOther = root.platform.openShift !== undefined && known === ofPostgres;
  return {
    as,
    memory: MEMORY,
    env: [],
    ...how,
    doubts: [...doubts, ...(isOther ? [OTHER_USER] : [])],
  };
}

/** The one that the image has for it comes first: an empty server has to find its own name. */
function userOf({ container }: Server): User | undefined {
  const { facts } = container;
  const own = facts.user?.value;
  if (own !== undefined && own !== 0) return { user: own, group: facts.group?.value ?? own };
  return undefined;
}
