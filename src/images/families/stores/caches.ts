/** Caches. */

import {
  ALPINE,
  exec,
  type Family,
  family,
  PLAIN_SERVER,
  read,
  startedPlainly,
  tcp,
} from '../record/family.ts';

const REDIS = 'docker-library/repo-info repos/redis';
const VALKEY = 'valkey-io/valkey-container Dockerfile.template';
const MEMCACHED = 'docker-library/memcached Dockerfile.template';

export const CACHE_FAMILIES: readonly Family[] = [
  family('redis', ['redis'], {
    ...PLAIN_SERVER,
    server: /^(?:redis-server|\S+\.conf)(?:\s|$)/,
    uid: 999,
    gid: 999,
    nonRoot: 'yes',
    writes: [],
    data: ['/data'],
    capabilitiesIfRoot: ['CHOWN', 'SETGID', 'SETPCAP', 'SETUID'],
    stepsDownInEntrypoint: true,
    ports: [6379],
    probes: { liveness: tcp(6379), readiness: exec('redis-cli', 'ping') },
    stateful: 'cache',
    component: 'cache',
    shell: true,
    notes: 'protected-mode is off in the image: limit the callers or set a password.',
    read: [
      read('user group', REDIS, { since: '5' }),
      read('apiToken escalation', REDIS),
      startedPlainly('docker-library/docs redis/content.md'),
    ],
    variants: [{ id: 'alpine', tag: ALPINE, facts: { uid: 999, gid: 1000 } }],
  }),
  family('valkey', ['valkey/valkey'], {
    ...PLAIN_SERVER,
    server: /^(?:valkey-server|\S+\.conf)(?:\s|$)/,
    uid: 999,
    gid: 999,
    nonRoot: 'yes',
    writes: [],
    data: ['/data'],
    capabilitiesIfRoot: ['CHOWN', 'SETGID', 'SETPCAP', 'SETUID'],
    stepsDownInEntrypoint: true,
    ports: [6379],
    probes: { liveness: tcp(6379), readiness: exec('valkey-cli', 'ping') },
    stateful: 'cache',
    component: 'cache',
    shell: true,
    read: [
      read('user group ports apiToken escalation', VALKEY),
      startedPlainly('https://hub.docker.com/r/valkey/valkey'),
    ],
    variants: [{ id: 'alpine', tag: ALPINE, facts: { uid: 999, gid: 1000 } }],
  }),
  family('memcached', ['memcached'], {
    ...PLAIN_SERVER,
    defaultUser: 'memcache',
    uid: 11211,
    gid: 11211,
    nonRoot: 'yes',
    writes: [],
    ports: [11211],
    probes: { liveness: tcp(11211), readiness: tcp(11211) },
    component: 'cache',
    shell: true,
    notes: 'The user is a name: runAsNonRoot alone fails.',
    read: [
      // The number was fixed in 2018; before, it was whatever came next.
      read('user', MEMCACHED, { since: '1.5.9' }),
      read('ports apiToken escalation', MEMCACHED),
      startedPlainly('docker-library/docs memcached/content.md'),
    ],
    variants: [{ id: 'before-1.5.9', before: '1.5.9', facts: { uid: undefined, gid: undefined } }],
  }),
];
